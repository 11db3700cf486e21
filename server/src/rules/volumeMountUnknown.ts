import type { Document } from '../kube/document.ts';
import { isPlaceholder } from '../kube/form.ts';
import { type PodSite, podsOf } from '../kube/pods.ts';
import type { Word } from '../kube/read.ts';
import { word } from '../kube/read.ts';
import type { ClaimTemplate } from '../kube/resource.ts';
import { nearest } from '../text/nearest.ts';
import { appendEntry, appendItem, replaceScalar } from '../yaml/edit.ts';
import { child, isNull, items } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Fix } from './rule.ts';

/** docs/facts/petset.md#claim-template-as-a-volume, docs/facts/api-validation.md#mounts: a claim template's name counts as a volume of the pod. */
export const volumeMountUnknown = defineRule({
  id: 'volume-mount-unknown',
  level: 'error',
  summary: 'A container mounts a volume that neither the pod nor a claim template has, so no pod is created.',
  source: 'Kubernetes pod validation: `spec.containers[0].volumeMounts[0].name: Not found` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const volumes = child(pod.template.spec, 'volumes');
      const claims = pod.owner.type === 'set' ? pod.owner.claimTemplates : [];
      const templates = pod.owner.type === 'set' ? child(pod.owner.spec, 'volumeClaimTemplates') : undefined;
      // What is malformed or nameless has its own finding, and a mount may well mean it.
      if ([volumes, templates].some((list) => !isNull(list) && list?.kind !== 'seq') || [...pod.template.volumes, ...claims].some((v) => !v.name)) continue;
      const known = new Set([...pod.template.volumes, ...claims].flatMap((v) => v.name?.text ?? []));
      if ([...known].some(isPlaceholder)) continue;
      const used = mountsOf(pod);
      const unknown = used.filter((name) => name.text !== '' && !known.has(name.text) && !isPlaceholder(name.text));
      const where = pod.owner.type === 'set' ? 'neither a volume nor a claim template' : 'no volume';
      for (const name of unknown) {
        const message = `There is ${where} called ${name.text} to mount: no pod can be created from this template.`;
        report({ span: name.span, message, fixes: fixes(name, known, pod, document) });
      }
      const orphan = misnamed(claims, used, unknown);
      if (orphan) report({ span: orphan.claim.span, message: orphan.message });
    }
  },
});

function mountsOf(pod: PodSite): readonly Word[] {
  const containers = [...pod.init, ...pod.template.containers];
  const devices = containers.flatMap((c) => items(child(c.tree, 'volumeDevices')).map((d) => word(child(d, 'name'))));
  return [...containers.flatMap((c) => c.mounts.map((m) => m.name)), ...devices].filter((n) => n !== undefined);
}

/** The one claim that nothing mounts beside the one name that nothing provides: the mistake may as well be in the claim's name. */
function misnamed(claims: readonly ClaimTemplate[], used: readonly Word[], unknown: readonly Word[]): { claim: Word; message: string } | undefined {
  const idle = claims.flatMap((c) => (c.name && !used.some((u) => u.text === c.name?.text) ? [c.name] : []));
  const [claim] = idle;
  const [wanted] = unknown;
  if (!claim || !wanted || idle.length > 1 || new Set(unknown.map((u) => u.text)).size > 1) return undefined;
  return { claim, message: `No container mounts claim template ${claim.text}, while ${wanted.text} is mounted and does not exist: no pod can be created.` };
}

function fixes(name: Word, known: ReadonlySet<string>, pod: PodSite, { text }: Document): readonly Fix[] {
  const meant = nearest(name.text, known);
  const rename = meant === undefined ? [] : fix(`Mount ${meant}`, [replaceScalar(name.tree, meant, text)]);
  if (pod.owner.type !== 'set' || !pod.owner.spec) return rename;
  const list = child(pod.owner.spec, 'volumeClaimTemplates');
  const claim = { metadata: { name: name.text }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
  const edit = list ? appendItem(list, claim, text) : appendEntry(pod.owner.spec, 'volumeClaimTemplates', [claim], text);
  return [...rename, ...fix(`Add a claim template ${name.text}`, [edit], false)];
}
