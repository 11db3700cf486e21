import type { Place } from './list.ts';
import type { WireEvent } from './wire.ts';

export interface PetEvent {
  readonly id: string;
  /** The kind of what it is about. */
  readonly of: string;
  readonly isWarning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly lastSeen: string;
}

/** By name and not by uid: the end of a pet belongs to the story of the next one. */
export const eventPlace = (namespace: string, pod: string): Place => ({
  path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
  query: { fieldSelector: `involvedObject.name=${pod}` },
});

export const newestFirst = (events: readonly PetEvent[]): readonly PetEvent[] =>
  events.toSorted((a, b) => (a.lastSeen === b.lastSeen ? (a.id < b.id ? 1 : -1) : a.lastSeen < b.lastSeen ? 1 : -1));

/** New reporters leave the old fields empty and count in a series. */
export function toEvent(wire: WireEvent): PetEvent {
  return {
    id: wire.metadata?.name ?? '',
    of: wire.involvedObject?.kind ?? '',
    isWarning: wire.type === 'Warning',
    reason: wire.reason ?? '',
    message: wire.message ?? '',
    count: wire.series?.count ?? wire.count ?? 1,
    lastSeen: wire.series?.lastObservedTime ?? wire.lastTimestamp ?? wire.eventTime ?? wire.firstTimestamp ?? wire.metadata?.creationTimestamp ?? '',
  };
}
