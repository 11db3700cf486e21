import { type Change, type Comparison, changesBetween, isRecord } from './changes.ts';

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

/**
 * The changes that the server would refuse, of a manifest against the live set, or of the whole object that the set would become (scope `all`).
 * Empty for other kinds.
 */
export function forbiddenChanges(
  kind: string,
  live: unknown,
  declared: unknown,
  serverVersion = '',
  { scope }: Comparison = { scope: 'declared' },
): readonly Forbidden[] {
  const rule = (/^v1\.3\b/.test(serverVersion) ? mutable[`${kind} of 1.3`] : undefined) ?? mutable[kind];
  if (rule === undefined || !isRecord(live) || !isRecord(declared)) return [];
  const changes = changesBetween(live.spec, declared.spec, { scope }, 'spec').filter((change) => !rule.paths.test(change.path) && !comesBack(change));
  const message = `The live ${kind} forbids this change: only ${rule.words} can change. Or delete it with ${rule.orphan}, so that its pods and claims stay, and create it again.`;
  return changes.map((change) => ({ ...change, message }));
}

/** What goes and is filled in again as it was: a selector by the labels of the template, the order by its default. */
const comesBack = ({ path, before, after }: Change): boolean =>
  after === undefined && (path === 'spec.selector' || (path === 'spec.podManagementPolicy' && before === 'OrderedReady'));
