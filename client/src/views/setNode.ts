import type { Connection } from '../cluster/index.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { childrenOf, type Node } from './node.ts';
import { petNode } from './petNode.ts';
import { setStatus } from './status.ts';

export function setNode(connection: Connection, parentId: string, set: PetsSet): Node {
  const id = `${parentId}/${set.namespace}/${set.kind}/${set.name}`;
  const status = setStatus(set);
  return {
    id,
    label: set.name,
    description: status,
    tooltip: [
      `${set.kind} ${set.namespace}/${set.name} (${set.apiVersion})`,
      `Governing Service: ${set.serviceName === '' ? 'none' : set.serviceName}`,
      `Selector: ${set.selector === '' ? 'none' : set.selector}`,
    ].join('\n'),
    icon: { name: 'layers' },
    spoken: `${set.name}, ${status}`,
    contextValue: 'petset.set',
    target: { connection, set },
    children: async () => {
      const pets = await connection.pets(set);
      return childrenOf(id, pets, (list) => list.map((pet) => petNode(connection, id, set, pet)), 'No pets are wanted and none are there');
    },
  };
}
