import type { Connection } from '../cluster/index.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { claimNode } from './claimNode.ts';
import type { Node } from './node.ts';

/** No line where there is nothing to say: most sets have none, and some users may not list claims. */
export async function orphansNode(connection: Connection, parentId: string, set: PetsSet): Promise<readonly Node[]> {
  if (set.claimTemplates.length === 0) return [];
  const orphans = await connection.orphanClaims(set);
  if (!orphans.ok || orphans.value.length === 0) return [];
  const id = `${parentId}/orphans`;
  const claims = orphans.value;
  const label = claims.length === 1 ? '1 claim without a pet' : `${claims.length} claims without a pet`;
  return [
    {
      id,
      label,
      description: 'kept after a scale-down',
      tooltip: `${label}: their data waits for pets of the same ordinals, and their volumes cost until the claims are deleted.`,
      icon: { name: 'archive' },
      spoken: `${label}, kept after a scale-down`,
      contextValue: 'petset.orphans',
      children: async () => claims.map((claim) => claimNode(id, claim, { connection, set })),
    },
  ];
}
