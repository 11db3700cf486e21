import { deepestKey, headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { servicesOf } from '../kube/pods.ts';
import { insertAt, replaceScalar } from '../yaml/edit.ts';
import { entryOf, isNull, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/** docs/facts/services.md#headless-services. Said at the Service, where it is put right. */
export const serviceNotHeadless = defineRule({
  id: 'service-not-headless',
  level: 'warning',
  summary: 'The Service that governs a set is not headless, so its pets have no DNS names of their own.',
  source: 'Per-pod records exist for headless Services (clusterIP: None) only; accepted in silence by 1.4.4 and 1.34.4 (observed).',
  checkBundle(document, bundle, report) {
    for (const service of servicesOf(document)) {
      const name = service.name?.text;
      const [set] = name === undefined ? [] : bundle.sets(name, service.namespace);
      const clusterIP = entryOf(service.spec, 'clusterIP');
      const type = str(entryOf(service.spec, 'type')?.value);
      const address = str(clusterIP?.value) ?? '';
      if (!set || service.headless || !/^[0-9a-f:.]*$/i.test(address) || !service.spec || isPlaceholder(address)) continue;
      // service-selector-mismatch says that its pets have no names; its endpoints are somebody else's (Patroni).
      if (isNull(entryOf(service.spec, 'selector')?.value)) continue;
      // A Service that is served to the outside cannot be made headless: it needs a second one.
      const plain = type === undefined || type === 'ClusterIP';
      const edit =
        clusterIP?.value.kind === 'scalar' && !isNull(clusterIP.value)
          ? replaceScalar(clusterIP.value, 'None', document.text)
          : insertAt(service.tree, ['spec', 'clusterIP'], 'None', document.text, 'first');
      // The one pet of a set is found by the address of the Service as well.
      const lone = set.summary.isLone;
      report({
        ...(lone ? { level: 'information' as const } : {}),
        span: clusterIP?.value.span ?? deepestKey(service.tree, ['spec'], headSpan(service.tree)),
        path: [...service.path, 'spec', 'clusterIP'],
        message: `${set.summary.flavour} ${set.summary.name} is governed by this Service, which is not headless: ${lone ? 'its pet gets no DNS name of its own' : 'the pets get no DNS names of their own'}.`,
        fixes: plain ? fix('Make it headless: clusterIP: None', [edit]) : [],
      });
    }
  },
});
