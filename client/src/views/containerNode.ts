import type { Container } from '../cluster/containers.ts';
import type { PetTarget } from '../target.ts';
import { levelIcon, type Node } from './node.ts';
import { containerStatus } from './status.ts';

export function containerNode(parentId: string, place: PetTarget, container: Container): Node {
  const status = containerStatus(container);
  return {
    id: `${parentId}/container/${container.name}`,
    label: container.name,
    description: `container · ${status.text}`,
    tooltip: containerTooltip(container, status.text),
    icon: levelIcon(status, 'package'),
    spoken: `Container ${container.name}, ${status.text}`,
    contextValue: container.state.kind === 'running' ? 'petset.container.running' : 'petset.container',
    target: { ...place, container },
  };
}

export function containerTooltip(container: Container, status: string): string {
  const { state, last } = container;
  const said = state.kind === 'waiting' || state.kind === 'terminated' ? state.message.trim() : '';
  const before = last === undefined ? [] : [`Last run: ${last.reason}, exit ${last.exitCode}, ended ${last.finishedAt}`];
  return [`${container.name}: ${status}`, `Image: ${container.image}`, ...(said === '' ? [] : [said]), ...before].join('\n');
}
