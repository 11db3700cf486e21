import type { Pace } from './backoff.ts';
import { type Claim, claimPlace, claimsOfPet, claimsOfSet, orphansOf } from './claims.ts';
import { eventPlace, newestFirst, type PetEvent, toEvent } from './events.ts';
import type { Link } from './link.ts';
import { type Arranged, arrange, type Pet, type PodEntry, podPlace, toPodEntry } from './pets.ts';
import { Pool } from './pool.ts';
import { type Failure, type Result, success } from './result.ts';
import { type Dialect, type PetsSet, setPlaces, toSet } from './sets.ts';
import type { WireClaim, WireEvent, WireMeta, WirePod, WireSet } from './wire.ts';

/** What can be watched, in the words of the tree. */
export type Topic =
  | { readonly kind: 'sets' }
  | { readonly kind: 'pods' | 'claims'; readonly set: PetsSet }
  | { readonly kind: 'events'; readonly namespace: string; readonly pod: string };

/** What is known of one namespace: read from open watches where there are any, else asked for. */
export class Store {
  readonly #link: Link;
  readonly #dialect: Dialect;
  readonly #namespace: string;
  readonly #sets: Pool<WireSet>;
  readonly #pods: Pool<PodEntry>;
  readonly #claims: Pool<WireClaim>;
  readonly #events: Pool<PetEvent>;
  readonly #arranged = new Map<string, { readonly set: PetsSet; readonly entries: readonly PodEntry[]; readonly arranged: Arranged }>();

  constructor(link: Link, dialect: Dialect, namespace: string, pace: Pace) {
    this.#link = link;
    this.#dialect = dialect;
    this.#namespace = namespace;
    this.#sets = new Pool(link, (wire) => slim<WireSet>(wire), pace);
    this.#pods = new Pool(link, (wire) => toPodEntry(slim<WirePod>(wire)), pace);
    this.#claims = new Pool(link, (wire) => slim<WireClaim>(wire), pace);
    this.#events = new Pool(link, (wire) => toEvent(slim<WireEvent>(wire)), pace);
  }

  async sets(signal?: AbortSignal): Promise<Result<readonly PetsSet[]>> {
    const all: PetsSet[] = [];
    for (const { kind, apiVersion, place } of setPlaces(this.#dialect, this.#namespace)) {
      const items = await this.#sets.read(place, signal);
      if (!items.ok) return items;
      const sets = items.value.map((item) => toSet(kind, apiVersion, this.#namespace, item));
      all.push(...sets.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
    }
    return success(all);
  }

  /** The whole object, as the server has it; undefined when it is gone. */
  async wireSet(set: PetsSet, signal?: AbortSignal): Promise<Result<WireSet | undefined>> {
    const place = setPlaces(this.#dialect, this.#namespace).find(({ kind }) => kind === set.kind)?.place;
    const items = place === undefined ? success([]) : await this.#sets.read(place, signal);
    return items.ok ? success(items.value.find((item) => item.metadata?.name === set.name)) : items;
  }

  async pods(set: PetsSet, signal?: AbortSignal): Promise<Result<Arranged>> {
    const entries = await this.#pods.read(podPlace(set), signal);
    return entries.ok ? success(this.#arrange(set, entries.value)) : entries;
  }

  /** Keeps the last arrangement of each set: a change of one pod leaves all other pets as they are. */
  #arrange(set: PetsSet, entries: readonly PodEntry[]): Arranged {
    const key = keyOf(set);
    const before = this.#arranged.get(key);
    if (before?.entries === entries && before.set.desired === set.desired && before.set.firstOrdinal === set.firstOrdinal) return before.arranged;
    const arranged = arrange(set, entries, before?.arranged);
    if (this.#pods.isWatched(podPlace(set))) this.#arranged.set(key, { set, entries, arranged });
    else this.#arranged.delete(key);
    return arranged;
  }

  async claims(set: PetsSet, pet: Pet, signal?: AbortSignal): Promise<Result<readonly Claim[]>> {
    const known = this.#claims.isWatched(claimPlace(set)) ? await this.#claims.read(claimPlace(set), signal) : success([]);
    return known.ok ? await claimsOfPet(this.#link, set, pet, known.value, signal) : known;
  }

  /** Of all pets in one look; one made by hand without the labels of the set is not among them. */
  async setClaims(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Claim[]>> {
    const known = await this.#claims.read(claimPlace(set), signal);
    return known.ok ? success(claimsOfSet(set, known.value).map(({ claim }) => claim)) : known;
  }

  async orphanClaims(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Claim[]>> {
    const pods = await this.pods(set, signal);
    if (!pods.ok) return pods;
    const known = await this.#claims.read(claimPlace(set), signal);
    return known.ok ? success(orphansOf(set, pods.value.pets, known.value)) : known;
  }

  async events(namespace: string, pod: string, signal?: AbortSignal): Promise<Result<readonly PetEvent[]>> {
    const events = await this.#events.read(eventPlace(namespace, pod), signal);
    return events.ok ? success(newestFirst(events.value)) : events;
  }

  lacksPets(set: PetsSet): boolean {
    return this.#arranged.get(keyOf(set))?.arranged.pets.some((pet) => pet.isWanted && pet.pod === undefined) === true;
  }

  async setEvents(set: PetsSet): Promise<readonly PetEvent[]> {
    if (!this.#events.isWatched(eventPlace(set.namespace, set.name))) return [];
    const events = await this.events(set.namespace, set.name);
    return events.ok ? events.value.filter(({ of }) => of === set.kind) : [];
  }

  watch(topic: Topic, onChange: () => void): () => void {
    switch (topic.kind) {
      case 'sets': {
        const stops = setPlaces(this.#dialect, this.#namespace).map(({ place }) => this.#sets.watch(place, onChange));
        return () => {
          for (const stop of stops) stop();
        };
      }
      case 'pods':
        return this.#pods.watch(podPlace(topic.set), onChange);
      case 'claims':
        return this.#claims.watch(claimPlace(topic.set), onChange);
      case 'events':
        return this.#events.watch(eventPlace(topic.namespace, topic.pod), onChange);
    }
  }

  get failure(): Failure | undefined {
    // Events are asked for beside the rest: a user who may not read them sees everything else live.
    const events = this.#events.failures.filter(({ kind }) => kind !== 'forbidden');
    return [...this.#pools.flatMap((pool) => (pool === this.#events ? [] : pool.failures)), ...events][0];
  }

  relist(): void {
    for (const pool of this.#pools) pool.relist();
  }

  close(): void {
    for (const pool of this.#pools) pool.stop();
  }

  get #pools(): readonly Pick<Pool<unknown>, 'failures' | 'relist' | 'stop'>[] {
    return [this.#sets, this.#pods, this.#claims, this.#events];
  }
}

const keyOf = ({ kind, name }: PetsSet): string => `${kind}/${name}`;

/** Objects stay for as long as they are watched, and who managed which field is often half of them. */
function slim<T extends { readonly metadata?: WireMeta }>(wire: unknown): T {
  const object = wire as T & { metadata?: WireMeta & { managedFields?: unknown } };
  if (object.metadata !== undefined) delete object.metadata.managedFields;
  return object;
}
