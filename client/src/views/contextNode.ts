import type { Connection } from '../cluster/index.ts';
import type { Result } from '../cluster/result.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { childrenOf, type Node } from './node.ts';
import { setNode } from './setNode.ts';

/** `known` are sets that were just read for the root; they spare the first opening a request. */
export function contextNode(connection: Connection, known?: Result<readonly PetsSet[]>): Node {
  const { context, dialect } = connection;
  const id = context.name;
  const plugin = context.plugin === undefined ? [] : [`Credential plugin: ${context.plugin}`];
  return {
    id,
    label: context.name,
    description: `namespace ${context.namespace}`,
    tooltip: [
      `${context.server} (Kubernetes ${dialect.serverVersion === '' ? 'of unknown version' : dialect.serverVersion})`,
      `User: ${context.user}`,
      ...plugin,
      `Kubeconfig: ${context.file}`,
    ].join('\n'),
    icon: { name: 'plug' },
    spoken: `Context ${context.name}, namespace ${context.namespace}`,
    contextValue: 'petset.context',
    target: { connection },
    startsOpen: true,
    children: async () => {
      const sets = known ?? (await connection.sets());
      return childrenOf(id, sets, (list) => list.map((set) => setNode(connection, id, set)), `No PetSets or StatefulSets in namespace ${context.namespace}`);
    },
  };
}
