import type { PodEntry } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { colors, type Node } from './node.ts';

/** A pod that is no pet of this set, yet bears its labels. */
export function strangerNode(parentId: string, set: PetsSet, { name, owner, pod }: PodEntry): Node {
  const by = owner === undefined ? 'of nobody' : `of ${owner.kind} ${owner.name}`;
  return {
    id: `${parentId}/stranger/${name}`,
    label: name,
    description: `no pet · ${by}`,
    tooltip: `${name} (${pod.phase}) is no pet of ${set.name}, but the selector ${set.selector} catches it: a Service with these labels sends it traffic, and it shows among the peers.`,
    icon: { name: 'warning', color: colors.busy },
    spoken: `${name}, no pet of this set, ${by}, but its selector catches it`,
    contextValue: 'petset.stranger',
    since: pod.createdAt,
  };
}
