import type { Connection } from '../cluster/index.ts';
import { childrenOf, colors, type Node } from './node.ts';
import { setNode } from './setNode.ts';

export function contextNode(connection: Connection): Node {
  const { context, trouble } = connection;
  const id = context.name;
  const notes = [
    `namespace ${context.namespace}`,
    ...(trouble === undefined ? [] : [trouble.kind === 'plugin' ? 'not live, Refresh tries again' : 'not live, trying again']),
  ];
  return {
    id,
    label: context.name,
    description: notes.join(' · '),
    tooltip: tooltipOf(connection),
    icon: trouble === undefined ? { name: 'plug' } : { name: 'debug-disconnect', color: colors.bad },
    spoken: `Context ${context.name}, ${notes.join(', ')}`,
    contextValue: 'petset.context',
    target: { connection },
    startsOpen: true,
    children: async () => {
      const sets = await connection.sets();
      return childrenOf(id, sets, (list) => list.map((set) => setNode(connection, id, set)), `No PetSets or StatefulSets in namespace ${context.namespace}`);
    },
  };
}

/** Which file, user and plugin were used: with several kubeconfigs nobody knows by heart. */
function tooltipOf({ context, dialect, trouble }: Connection): string {
  return [
    ...(trouble === undefined ? [] : [`What you see may be old: ${trouble.message}`]),
    `${context.server} (Kubernetes ${dialect.serverVersion === '' ? 'of unknown version' : dialect.serverVersion})`,
    `User: ${context.user === '' ? 'none' : context.user}`,
    ...(context.plugin === undefined ? [] : [`Credential plugin: ${context.plugin}`]),
    `Kubeconfig: ${context.file}`,
  ].join('\n');
}
