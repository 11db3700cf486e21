import type { PetEvent } from '../cluster/events.ts';
import type { Connection } from '../cluster/index.ts';
import type { Arranged, Pet } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import type { Topic } from '../cluster/store.ts';
import { eventTopics, type Hold, holdsOf } from './holding.ts';
import { childrenOf, type Node } from './node.ts';
import { orphansNode } from './orphansNode.ts';
import { petNode } from './petNode.ts';
import { setStatus } from './status.ts';
import { strangerNode } from './strangerNode.ts';

export function setNode(connection: Connection, parentId: string, set: PetsSet): Node {
  const id = `${parentId}/${set.namespace}/${set.kind}/${set.name}`;
  const status = setStatus(set);
  const kept = set.claimTemplates.length === 0 ? [] : [`Claims: kept by ${keeping(set)}`];
  return {
    id,
    label: set.name,
    description: status,
    tooltip: [
      `${set.kind} ${set.namespace}/${set.name} (${set.apiVersion})`,
      `Governing Service: ${set.serviceName === '' ? 'none' : set.serviceName}`,
      `Selector: ${set.selector === '' ? 'none' : set.selector}`,
      ...(set.revision === '' ? [] : [`Revision: ${set.revision}`]),
      ...kept,
    ].join('\n'),
    icon: { name: 'layers' },
    spoken: `${set.name}, ${status}`,
    contextValue: set.kind === 'PetSet' ? 'petset.set.petSet' : 'petset.set',
    target: { connection, set },
    // A getter, because pets come and go while the set itself does not change.
    get topics(): readonly Topic[] {
      return [{ kind: 'pods', set }, ...(set.claimTemplates.length === 0 ? [] : [{ kind: 'claims', set } as const]), ...eventTopics(connection, set)];
    },
    children: async () => {
      const [pods, orphans] = await Promise.all([connection.pods(set), orphansNode(connection, id, set)]);
      const events = pods.ok ? await connection.setEvents(set) : [];
      const below = childrenOf(id, pods, (arranged) => petNodes(connection, id, set, arranged, events), 'No pets are wanted and none are there');
      return [...below, ...orphans];
    },
  };
}

function petNodes(connection: Connection, id: string, set: PetsSet, { pets, strangers }: Arranged, events: readonly PetEvent[]): readonly Node[] {
  const holdOf = holdsOf(set, pets, events);
  return [...pets.map((pet) => knownNode(connection, id, set, pet, holdOf(pet))), ...strangers.map((entry) => strangerNode(id, set, entry))];
}

interface Known {
  readonly connection: Connection;
  readonly set: PetsSet;
  readonly hold: Hold;
  readonly node: Node;
}

const knownNodes = new WeakMap<Pet, Known>();

/** A pet of which nothing changed keeps its line: making ten thousand anew for one change takes longer than people wait. */
function knownNode(connection: Connection, id: string, set: PetsSet, pet: Pet, hold: Hold): Node {
  const known = knownNodes.get(pet);
  if (known?.connection === connection && known.set === set && known.hold.text === hold.text) return known.node;
  const node = petNode(connection, id, set, pet, hold);
  knownNodes.set(pet, { connection, set, hold, node });
  return node;
}

function keeping({ whenScaled, whenDeleted }: PetsSet): string {
  if (whenScaled === 'Delete') return whenDeleted === 'Delete' ? 'nothing: deleted with the pet' : 'a deleted set, but not by a scale-down';
  return whenDeleted === 'Delete' ? 'a scale-down, but not by a deleted set' : 'a scale-down and a deleted set';
}
