import type { Connection } from '../cluster/index.ts';
import type { Pet } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { dnsName } from '../dnsName.ts';
import type { PetTarget } from '../target.ts';
import { claimNode } from './claimNode.ts';
import { containerNode } from './containerNode.ts';
import { eventsNode } from './eventsNode.ts';
import { forwardNode } from './forwardNode.ts';
import type { Hold } from './holding.ts';
import { initContainerNode } from './initContainerNode.ts';
import { childrenOf, levelIcon, type Node } from './node.ts';
import { petStatus } from './status.ts';

/** `hold`: why a pet that does not exist is not made, or why one that is not wanted stays. */
export function petNode(connection: Connection, parentId: string, set: PetsSet, pet: Pet, hold: Hold): Node {
  const id = `${parentId}/${pet.ordinal}`;
  const status = petStatus(pet);
  const place = { connection, set, pet };
  const notes = [status.text, ...(pet.isWanted ? [hold.text] : []), ...notesOf(set, pet), ...(pet.isWanted ? [] : [hold.text])].filter((each) => each !== '');
  return {
    id,
    label: pet.name,
    description: notes.join(' · '),
    tooltip: [`${pet.name}: ${notes.join(', ')}`, ...whereabouts(set, pet)].join('\n'),
    icon: levelIcon(hold.isFault ? { ...status, level: 'bad' } : status),
    spoken: `Pet ${pet.ordinal}, ${pet.name}, ${notes.join(', ')}`,
    contextValue: pet.pod === undefined ? 'petset.missingPet' : set.kind === 'PetSet' ? 'petset.pet.petSet' : 'petset.pet',
    target: place,
    since: pet.pod?.createdAt ?? '',
    topics: set.claimTemplates.length === 0 ? [] : [{ kind: 'claims', set }],
    children: async () => [...stepNodes(id, place), ...forwardNodes(id, place), ...(await claimNodes(id, place)), eventsNode(id, place)],
  };
}

/** What is out of the ordinary; a healthy pet has no notes. */
function notesOf(set: PetsSet, { pod, isWanted }: Pet): readonly string[] {
  const restarts = pod === undefined ? 0 : pod.containers.reduce((sum, each) => sum + each.restarts, 0);
  const isOld = pod !== undefined && pod.revision !== '' && set.revision !== '' && pod.revision !== set.revision;
  return [
    ...(restarts === 0 ? [] : [restarts === 1 ? '1 restart' : `${restarts} restarts`]),
    ...(isOld ? ['older revision'] : []),
    ...(set.kind === 'PetSet' && pod?.initialized === false ? ['initialized is false: holds the set'] : []),
    ...(isWanted ? [] : ['not wanted any more']),
  ];
}

function whereabouts(set: PetsSet, pet: Pet): readonly string[] {
  const { pod } = pet;
  const dns = dnsName(set, pet);
  const name = dns === undefined ? 'No DNS name: the set has no serviceName' : `DNS: ${dns}`;
  if (pod === undefined) return [name];
  const revision = pod.revision === '' ? [] : [`Revision: ${pod.revision}`];
  return [
    `Node: ${pod.node === '' ? 'none yet' : pod.node}`,
    `Address: ${pod.ip === '' ? 'none yet' : pod.ip}`,
    name,
    ...revision,
    `Created: ${pod.createdAt}`,
  ];
}

/** In the order in which they run: init containers first. */
function stepNodes(id: string, place: PetTarget): readonly Node[] {
  const { pod } = place.pet;
  const init = (pod?.initContainers ?? []).map((container, index, all) => initContainerNode(id, place, container, `${index + 1}/${all.length}`));
  return [...init, ...(pod?.containers ?? []).map((container) => containerNode(id, place, container))];
}

const forwardNodes = (id: string, place: PetTarget): readonly Node[] =>
  place.connection.forwards
    .filter(({ target }) => target.pod === place.pet.name && target.namespace === place.set.namespace)
    .map((forward) => forwardNode(id, place, forward));

/** Also of a pet that does not exist: its claims outlive it. */
async function claimNodes(id: string, place: PetTarget): Promise<readonly Node[]> {
  const { connection, set, pet } = place;
  if (set.claimTemplates.length === 0) return [];
  const claims = await connection.claims(set, pet);
  return childrenOf(`${id}/claims`, claims, (list) => list.map((claim) => claimNode(id, claim, { connection, set })), 'No claims');
}
