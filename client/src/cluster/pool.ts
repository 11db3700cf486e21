import type { Pace } from './backoff.ts';
import type { Link } from './link.ts';
import { listAll, type Place } from './list.ts';
import { type Failure, type Result, success } from './result.ts';
import { Watcher } from './watcher.ts';

interface Open<T> {
  readonly watcher: Watcher<T>;
  readonly listeners: Set<() => void>;
}

/** The open watches on collections of one kind. Whoever reads gets what a watch knows, else asks the server. */
export class Pool<T> {
  readonly #link: Link;
  readonly #toItem: (wire: unknown) => T;
  readonly #pace: Pace;
  readonly #open = new Map<string, Open<T>>();

  constructor(link: Link, toItem: (wire: unknown) => T, pace: Pace) {
    this.#link = link;
    this.#toItem = toItem;
    this.#pace = pace;
  }

  /** Several who look at the same place share one watch, which ends with the last of them. */
  watch(place: Place, listener: () => void): () => void {
    const key = keyOf(place);
    const open = this.#open.get(key) ?? this.#start(place);
    this.#open.set(key, open);
    // Its own, so that one listener may come twice.
    const told = (): void => listener();
    open.listeners.add(told);
    return () => {
      open.listeners.delete(told);
      if (open.listeners.size > 0 || this.#open.get(key) !== open) return;
      this.#open.delete(key);
      open.watcher.stop();
    };
  }

  async read(place: Place, signal?: AbortSignal): Promise<Result<readonly T[]>> {
    const open = this.#open.get(keyOf(place));
    if (open !== undefined) return await open.watcher.items();
    const list = await listAll<unknown>(this.#link, place, signal);
    return list.ok ? success(list.value.map(this.#toItem)) : list;
  }

  isWatched(place: Place): boolean {
    return this.#open.has(keyOf(place));
  }

  relist(): void {
    for (const { watcher } of this.#open.values()) watcher.relist();
  }

  stop(): void {
    for (const { watcher } of this.#open.values()) watcher.stop();
    this.#open.clear();
  }

  get failures(): readonly Failure[] {
    return [...this.#open.values()].flatMap(({ watcher }) => watcher.failure ?? []);
  }

  #start(place: Place): Open<T> {
    const listeners = new Set<() => void>();
    const onChange = (): void => {
      for (const each of listeners) each();
    };
    return { listeners, watcher: new Watcher({ link: this.#link, place, toItem: this.#toItem, onChange, pace: this.#pace }) };
  }
}

const keyOf = ({ path, query }: Place): string => `${path}?${new URLSearchParams(query).toString()}`;
