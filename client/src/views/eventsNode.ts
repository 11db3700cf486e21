import type { PetEvent } from '../cluster/events.ts';
import type { PetTarget } from '../target.ts';
import { childrenOf, levelIcon, type Node } from './node.ts';

/** Read, and watched, only while it is open. */
export function eventsNode(parentId: string, place: PetTarget): Node {
  const id = `${parentId}/events`;
  const { connection, set, pet } = place;
  return {
    id,
    label: 'Events',
    description: '',
    tooltip: `What the cluster reported about ${pet.name}, newest first. It forgets after an hour or so.`,
    icon: { name: 'history' },
    spoken: `Events of ${pet.name}`,
    contextValue: 'petset.events',
    // As a target it would be taken for the pet itself in a menu; it only says whose watch this is.
    target: { connection },
    topics: [{ kind: 'events', namespace: set.namespace, pod: pet.name }],
    children: async () => childrenOf(id, await connection.events(set, pet.name), (list) => list.map((event) => eventNode(id, event)), 'No events'),
  };
}

function eventNode(parentId: string, event: PetEvent): Node {
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  const level = event.isWarning ? 'bad' : 'idle';
  return {
    id: `${parentId}/${event.id}`,
    label: event.reason,
    description: `${event.message.split('\n')[0] ?? ''}${times}`,
    tooltip: `${event.reason}${times}, last at ${event.lastSeen}\n${event.message}`,
    icon: levelIcon({ text: '', level }, event.isWarning ? 'warning' : 'info'),
    spoken: `${event.isWarning ? 'Warning' : 'Event'} ${event.reason}, ${event.message}${times}`,
    contextValue: 'petset.event',
    since: event.lastSeen,
  };
}
