import type { PetEvent } from './cluster/events.ts';
import type { Connection } from './cluster/index.ts';
import type { Pet } from './cluster/pets.ts';
import type { ServerFinding } from './cluster/serverFindings.ts';
import type { PetsSet } from './cluster/sets.ts';
import type { Topic } from './cluster/store.ts';
import type { Connections } from './connections.ts';
import { isSet, type Manifest, type ManifestObject } from './manifests.ts';
import type { SetTarget } from './target.ts';
import { eventTopics, holdsOf } from './views/holding.ts';
import { petStatus } from './views/status.ts';

/** What a cluster says of one set of a manifest. */
export interface LiveObject {
  readonly object: ManifestObject;
  readonly status: string;
  readonly target: SetTarget;
  /** Fields whose change the server will refuse. */
  readonly forbidden: readonly ServerFinding[];
}

const readAfterMs = 150;

/** Follows the sets of the manifests on the screen in the clusters that are connected. Nothing is connected or nothing on the screen: no request. */
export class LiveManifests {
  readonly #connections: Connections;
  readonly #visible: () => Promise<readonly Manifest[]>;
  readonly #show: (uri: string, objects: readonly LiveObject[]) => void;
  readonly #stopListening: () => void;
  readonly #stops = new Map<string, () => void>();
  #shown: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(connections: Connections, visible: () => Promise<readonly Manifest[]>, show: (uri: string, objects: readonly LiveObject[]) => void) {
    this.#connections = connections;
    this.#visible = visible;
    this.#show = show;
    this.#stopListening = connections.onChange(() => this.update());
  }

  /** How many watches are open. */
  get size(): number {
    return this.#stops.size;
  }

  /** After a change of what is on the screen, of its text, or of the cluster. */
  update(): void {
    if (!this.#isStopped) this.#timer ??= setTimeout(() => this.#readNext(), readAfterMs);
  }

  /** One after the other: an older answer must not come after a newer one. */
  #readNext(): void {
    this.#reading = this.#reading.then(() => {
      // From here on a change is one after this reading.
      this.#timer = undefined;
      return this.#read();
    });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#stopListening();
    this.#keep(new Set());
  }

  async #read(): Promise<void> {
    const { open } = this.#connections;
    const manifests = open.length === 0 ? [] : await this.#visible();
    const keys = new Set<string>();
    const found = new Map<string, LiveObject[]>(manifests.map(({ uri }) => [uri, []]));
    for (const { uri, objects } of manifests) {
      for (const object of objects) {
        for (const connection of open.filter((each) => couldHold(each, object))) {
          const live = await this.#liveObject(connection, object, keys);
          if (live !== undefined) found.get(uri)?.push(live);
        }
      }
    }
    this.#keep(this.#isStopped ? new Set() : keys);
    for (const uri of this.#shown) if (!found.has(uri)) this.#show(uri, []);
    for (const [uri, objects] of found) this.#show(uri, objects);
    this.#shown = new Set(found.keys());
  }

  async #liveObject(connection: Connection, object: ManifestObject, keys: Set<string>): Promise<LiveObject | undefined> {
    // The watch opens first, so that its list is also the answer.
    keys.add(this.#watch(connection, { kind: 'sets' }, ''));
    const sets = await connection.sets();
    const set = sets.ok
      ? sets.value.find((each) => each.kind === object.kind && each.name === object.name && each.apiVersion === object.apiVersion)
      : undefined;
    if (set === undefined) return undefined;
    keys.add(this.#watch(connection, { kind: 'pods', set }, `${set.kind} ${set.name} ${set.selector}`));
    const [pets, forbidden] = await Promise.all([connection.pets(set), connection.forbidden(set, object.value)]);
    for (const topic of eventTopics(connection, set)) keys.add(this.#watch(connection, topic, `${set.kind} ${set.name}`));
    const status = `${connection.context.name}: ${pets.ok ? liveStatus(set, pets.value, await connection.setEvents(set)) : pets.failure.message}`;
    return { object, status, target: { connection, set }, forbidden: forbidden.ok ? forbidden.value : [] };
  }

  #watch(connection: Connection, topic: Topic, about: string): string {
    const key = `${connection.id} ${topic.kind} ${about}`;
    if (!this.#isStopped && !this.#stops.has(key)) {
      const stop = connection.watch(topic, () => this.update());
      this.#stops.set(key, stop);
    }
    return key;
  }

  #keep(keys: ReadonlySet<string>): void {
    for (const [key, stop] of this.#stops) {
      if (keys.has(key)) continue;
      this.#stops.delete(key);
      stop();
    }
  }
}

const couldHold = ({ context }: Connection, object: ManifestObject): boolean =>
  isSet(object) && (object.namespace === '' || object.namespace === context.namespace);

/** How many are ready, and the first reason why not all are. */
function liveStatus(set: PetsSet, pets: readonly Pet[], events: readonly PetEvent[]): string {
  const wanted = pets.filter((pet) => pet.isWanted);
  const ready = wanted.filter((pet) => pet.pod?.ready === true && !pet.pod.isTerminating).length;
  const counts = `${ready}/${set.desired} pets ready`;
  const missing = wanted.find((pet) => pet.pod === undefined);
  const hold = missing === undefined ? undefined : holdsOf(set, pets, events)(missing);
  if (missing !== undefined && hold !== undefined && hold.text !== '')
    return `${counts}, ${missing.name} ${hold.isFault ? `cannot be made: ${hold.text}` : hold.text}`;
  const unready = wanted.find((pet) => pet.pod?.ready !== true);
  return unready === undefined ? counts : `${counts}, ${unready.name} is ${petStatus(unready).text}`;
}
