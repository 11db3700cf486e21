import type { PetEvent } from '../cluster/events.ts';
import type { Connection } from '../cluster/index.ts';
import type { Pet } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import type { Topic } from '../cluster/store.ts';
import { isPassed, petStatus } from './status.ts';

/** Why a pet is not made, or not taken away: it waits, or the controller tries and is refused. Empty when neither is so. */
export interface Hold {
  readonly text: string;
  readonly isFault: boolean;
}

const free: Hold = { text: '', isFault: false };

/** What must be known of a set to say why a pet is missing: nothing while all are there. */
export const eventTopics = (connection: Connection, set: PetsSet): readonly Topic[] =>
  connection.lacksPets(set) ? [{ kind: 'events', namespace: set.namespace, pod: set.name }] : [];

/** `events`: of the set, newest first. Answers for each pet; the look through all pets is done once. */
export function holdsOf(set: PetsSet, pets: readonly Pet[], events: readonly PetEvent[]): (pet: Pet) => Hold {
  const first = set.isOrdered ? pets.find((pet) => pet.isWanted && (pet.pod === undefined || !isPassed(set, pet.pod))) : undefined;
  const last = set.isOrdered ? pets.findLast((pet) => !pet.isWanted && pet.pod !== undefined) : undefined;
  return (pet) => {
    if (pet.pod === undefined)
      return (
        refusalOf(pet, events) ?? (first === undefined || first === pet ? free : { text: `waits for ${first.name} (${stateOf(set, first)})`, isFault: false })
      );
    if (pet.isWanted || pet.pod.isTerminating) return free;
    // The controller takes pets away from the end, one after another, and none while a wanted one is not healthy.
    if (first !== undefined) return { text: `stays until ${first.name} is ready (${stateOf(set, first)})`, isFault: false };
    return last === undefined || last === pet ? free : { text: `stays until ${last.name} is gone (${stateOf(set, last)})`, isFault: false };
  };
}

function stateOf(set: PetsSet, pet: Pet): string {
  const isHeld = set.kind === 'PetSet' && pet.pod?.initialized === false && pet.pod.ready;
  return isHeld ? 'its annotation initialized is false' : petStatus(pet).text;
}

/** What the controller was told the last time that it tried to make this pet, or a claim for it; older than its last success it counts no more. */
function refusalOf({ name }: Pet, events: readonly PetEvent[]): Hold | undefined {
  const newest = events.find((event) => /^(?:Failed|Successful)Create$/.test(event.reason) && mentions(event.message, name));
  if (newest === undefined || newest.reason !== 'FailedCreate') return undefined;
  return { text: newest.message.replace(/^.*?\berror: /s, '').trim(), isFault: true };
}

/** web-1 is neither in web-10 nor in data-web-1. */
const mentions = (message: string, name: string): boolean => message.split(/[^\w.-]+/).some((word) => word.replace(/[.]+$/, '') === name);
