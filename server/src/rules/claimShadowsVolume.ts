import { setsOf } from '../kube/pods.ts';
import { entryOf, str } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#claim-template-as-a-volume. Manifests do this on purpose now and then (a placeholder volume), so it names what happens and no more. */
export const claimShadowsVolume = defineRule({
  id: 'claim-shadows-volume',
  level: 'warning',
  summary: 'A claim template has the name of a volume of the pod and silently takes its place.',
  source: 'The set controller replaces the volume; accepted in silence by 1.4.4 and 1.34.4 (observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      for (const volume of set.template?.volumes ?? []) {
        const claim = set.claimTemplates.find((c) => c.name && c.name.text === volume.name?.text);
        if (!volume.name || !claim?.name) continue;
        // Old examples name the claim of the volume after the template: what they mean is what happens.
        const meant = volume.source?.key === 'persistentVolumeClaim' && str(entryOf(volume.source.value, 'claimName')?.value) === claim.name.text;
        const source = volume.source ? ` (${volume.source.key})` : '';
        report({
          ...(meant ? { level: 'information' as const } : {}),
          span: volume.name.span,
          message: `Volume ${volume.name.text}${source} is never used: the claim template of that name silently takes its place.`,
          related: [{ span: claim.name.span, message: 'The claim template' }],
        });
      }
    }
  },
});
