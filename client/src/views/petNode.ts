import type { Connection } from '../cluster/index.ts';
import type { Pet } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { claimNode } from './claimNode.ts';
import { containerNode } from './containerNode.ts';
import { initContainerNode } from './initContainerNode.ts';
import { childrenOf, levelIcon, type Node } from './node.ts';
import { petStatus } from './status.ts';

export function petNode(connection: Connection, parentId: string, set: PetsSet, pet: Pet): Node {
  const id = `${parentId}/${pet.ordinal}`;
  const status = petStatus(pet);
  const { pod } = pet;
  const restarts = pod === undefined ? 0 : pod.containers.reduce((sum, each) => sum + each.restarts, 0);
  const notes = [
    status.text,
    ...(restarts === 0 ? [] : [restarts === 1 ? '1 restart' : `${restarts} restarts`]),
    ...(pet.isWanted ? [] : ['not wanted any more']),
  ];
  const where = pod === undefined ? [] : [`Node: ${pod.node === '' ? 'none yet' : pod.node}`, `Address: ${pod.ip === '' ? 'none yet' : pod.ip}`];
  return {
    id,
    label: pet.name,
    description: notes.join(' · '),
    tooltip: [`${pet.name}: ${notes.join(', ')}`, ...where, dnsName(set, pet)].join('\n'),
    icon: levelIcon(status),
    spoken: `Pet ${pet.ordinal}, ${pet.name}, ${notes.join(', ')}`,
    contextValue: pod === undefined ? 'petset.missingPet' : 'petset.pet',
    target: { connection, set, pet },
    children: async () => [...stepNodes(connection, id, set, pet), ...(await claimNodes(connection, id, set, pet))],
  };
}

const dnsName = (set: PetsSet, pet: Pet): string =>
  set.serviceName === '' ? 'No DNS name: the set has no serviceName' : `DNS: ${pet.name}.${set.serviceName}.${set.namespace}.svc`;

/** In the order in which they run: init containers first. */
function stepNodes(connection: Connection, id: string, set: PetsSet, pet: Pet): readonly Node[] {
  const place = { connection, set, pet };
  const init = (pet.pod?.initContainers ?? []).map((container, index, all) => initContainerNode(id, place, container, `${index + 1}/${all.length}`));
  return [...init, ...(pet.pod?.containers ?? []).map((container) => containerNode(id, place, container))];
}

/** Also of a pet that does not exist: its claims outlive it. */
async function claimNodes(connection: Connection, id: string, set: PetsSet, pet: Pet): Promise<readonly Node[]> {
  if (set.claimTemplates.length === 0) return [];
  const claims = await connection.claims(set, pet);
  return childrenOf(`${id}/claims`, claims, (list) => list.map((claim) => claimNode(id, claim)), 'No claims');
}
