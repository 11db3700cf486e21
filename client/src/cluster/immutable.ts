import { type Change, changesBetween, isRecord } from './changes.ts';

/** What may change, by kind (docs/facts/statefulset.md#updates, docs/facts/petset.md#updates). */
const mutable: Readonly<Record<string, { readonly paths: RegExp; readonly words: string; readonly orphan: string }>> = {
  StatefulSet: {
    paths: /^spec\.(replicas|ordinals|template|updateStrategy|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy|minReadySeconds)\b/,
    words: 'replicas, ordinals, template, updateStrategy, revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds',
    orphan: '--cascade=orphan',
  },
  'PetSet of 1.3': { paths: /^spec\.replicas\b/, words: 'replicas', orphan: '--cascade=false' },
  PetSet: {
    paths: /^spec\.(replicas\b|template\.spec\.containers\[\d+\]\.)/,
    words: 'replicas and the content of its containers',
    orphan: '--cascade=false',
  },
};

export interface Forbidden extends Change {
  readonly message: string;
}

/** The changes that the server would refuse, of a manifest against the live set. Empty for other kinds. */
export function forbiddenChanges(kind: string, live: unknown, declared: unknown, serverVersion = ''): readonly Forbidden[] {
  const rule = (/^v1\.3\b/.test(serverVersion) ? mutable[`${kind} of 1.3`] : undefined) ?? mutable[kind];
  if (rule === undefined || !isRecord(live) || !isRecord(declared)) return [];
  const changes = changesBetween(live.spec, declared.spec, { scope: 'declared' }, 'spec').filter(({ path }) => !rule.paths.test(path));
  const message = `The live ${kind} forbids this change: only ${rule.words} can change. Or delete it with ${rule.orphan}, so that its pods and claims stay, and create it again.`;
  return changes.map((change) => ({ ...change, message }));
}
