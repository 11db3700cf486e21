import type { Document } from '../kube/document.ts';
import type { Path } from '../yaml/tree.ts';

/** Names of the manifest that fit a place: the volumes and claim templates that a mount may name. */
export function namesFor(document: Document, path: Path): readonly string[] {
  const [list, , key] = path.slice(-3);
  if (list !== 'volumeMounts' || key !== 'name') return [];
  return document.resources.flatMap((resource) => {
    if (resource.type !== 'set' && resource.type !== 'pod') return [];
    const claims = resource.type === 'set' ? resource.claimTemplates.flatMap((c) => c.name?.text ?? []) : [];
    return [...claims, ...(resource.template?.volumes ?? []).flatMap((v) => v.name?.text ?? [])];
  });
}
