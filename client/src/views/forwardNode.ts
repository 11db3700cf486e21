import type { Forward } from '../cluster/forward.ts';
import type { PetTarget } from '../target.ts';
import type { Node } from './node.ts';

/** A port of this machine that leads to the pet above, until it is stopped here. */
export function forwardNode(parentId: string, place: PetTarget, forward: Forward): Node {
  const { localPort, target } = forward;
  return {
    id: `${parentId}/forward/${localPort}`,
    label: `localhost:${localPort}`,
    description: `leads to port ${target.port}`,
    tooltip: `Connections to localhost:${localPort} on this machine go to port ${target.port} of ${target.pod}.`,
    icon: { name: 'ports-forward-icon' },
    spoken: `localhost ${localPort} leads to port ${target.port} of ${target.pod}`,
    contextValue: 'petset.forward',
    target: { ...place, forward },
  };
}
