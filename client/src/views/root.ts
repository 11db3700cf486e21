import type { Connections } from '../connections.ts';
import { contextNode } from './contextNode.ts';
import type { Node } from './node.ts';

/** No connection, no lines: then the welcome view of the state shows. The same when all that is connected is empty. */
export async function rootNodes(connections: Connections): Promise<readonly Node[]> {
  const { open } = connections;
  const [only, ...others] = open;
  if (only === undefined) return [];
  if (others.length > 0) return open.map((connection) => contextNode(connection));
  const sets = await only.sets();
  if (!connections.open.includes(only)) return [];
  const isEmpty = sets.ok && sets.value.length === 0;
  const message = `No PetSets or StatefulSets in namespace ${only.context.namespace} of context ${only.context.name}.`;
  if (isEmpty && !isSame(connections, message)) connections.show({ kind: 'noSets', message });
  else if (!isEmpty && connections.state.kind === 'noSets') connections.show({ kind: 'connected' });
  return isEmpty ? [] : [contextNode(only)];
}

const isSame = ({ state }: Connections, message: string): boolean => state.kind === 'noSets' && state.message === message;
