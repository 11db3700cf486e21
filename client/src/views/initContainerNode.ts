import type { Container } from '../cluster/containers.ts';
import type { PetTarget } from '../target.ts';
import { containerTooltip } from './containerNode.ts';
import { levelIcon, type Node } from './node.ts';
import { containerStatus } from './status.ts';

/** `step` is the place in the row, such as 1/2: init containers run one after another. */
export function initContainerNode(parentId: string, place: PetTarget, container: Container, step: string): Node {
  const status = containerStatus(container);
  const role = container.role === 'sidecar' ? 'sidecar' : 'init';
  const description = `${role} ${step} · ${status.text}`;
  return {
    id: `${parentId}/init/${container.name}`,
    label: container.name,
    description,
    tooltip: containerTooltip(container, description),
    icon: levelIcon(status),
    spoken: `${role === 'init' ? 'Init container' : 'Sidecar'} ${container.name}, step ${step.replace('/', ' of ')}, ${status.text}`,
    contextValue: container.state.kind === 'running' ? 'petset.initContainer.running' : 'petset.initContainer',
    target: { ...place, container },
  };
}
