import { delayMs, type Pace } from './backoff.ts';
import { type Collection, EventLines, reduce } from './collection.ts';
import type { Link } from './link.ts';
import { listPages, type Place } from './list.ts';
import { type Call, getStream } from './request.ts';
import { type Failure, failed, type Result, success } from './result.ts';

export interface WatchOptions<T> {
  readonly link: Link;
  readonly place: Place;
  readonly toItem: (wire: unknown) => T;
  readonly onChange: () => void;
  readonly pace: Pace;
}

/** A stream that the server did not end in time is dead (a lost network says nothing): then we end it. */
const overtimeMs = 15_000;
/** A server that calls its own newest version too old has a fault that the user should see. */
const goneTooOften = 5;

/** Lists, watches, and comes back: as long as nobody stops it, `items` follows the cluster. */
export class Watcher<T> {
  readonly #options: WatchOptions<T>;
  readonly #stopped = new AbortController();
  /** Ends the request or the pause at hand, for a refresh. */
  #now = new AbortController();
  #collection: Collection<T> | undefined;
  #shown: { readonly of: Collection<T>; readonly items: readonly T[] } | undefined;
  /** False: what we have is as good as we know, and the next request is a list. */
  #canResume = false;
  #failure: Failure | undefined;
  #attempt = 0;
  #openedAt = Number.POSITIVE_INFINITY;
  readonly #waiting = new Set<() => void>();

  constructor(options: WatchOptions<T>) {
    this.#options = options;
    void this.#run();
  }

  /** Why `items` do not follow at the moment. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Waits for the first list. Later failures keep the last items: old news with a warning is better than none. */
  async items(): Promise<Result<readonly T[]>> {
    while (this.#collection === undefined && this.#failure === undefined && !this.#stopped.signal.aborted)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    if (this.#collection !== undefined) return success(this.#listed(this.#collection));
    return { ok: false, failure: this.#failure ?? { kind: 'cancelled', message: 'Cancelled.' } };
  }

  /** The same list as long as nothing changed, so that readers can see that nothing did. */
  #listed(collection: Collection<T>): readonly T[] {
    if (this.#shown?.of !== collection) this.#shown = { of: collection, items: [...collection.items.values()] };
    return this.#shown.items;
  }

  relist(): void {
    this.#canResume = false;
    this.#attempt = 0;
    this.#now.abort();
  }

  stop(): void {
    this.#stopped.abort();
    this.#now.abort();
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#now = new AbortController();
      this.#openedAt = Number.POSITIVE_INFINITY;
      const isList = !this.#canResume;
      const result = isList ? await this.#list() : await this.#watch();
      if (this.#now.signal.aborted) continue;
      if (isList && result.ok) continue;
      if (!isList && performance.now() - this.#openedAt >= this.#options.pace.steadyMs) this.#attempt = 0;
      else if (result.ok || result.failure.kind === 'gone') this.#attempt++;
      if (!result.ok) this.#fail(result.failure);
      // A stream that lived its time and ended well is opened again at once.
      if (this.#attempt > 0 || !result.ok) await this.#pause();
    }
  }

  async #list(): Promise<Result<undefined>> {
    const { link, place, toItem } = this.#options;
    const items = new Map<string, T>();
    const keep = (wire: { readonly metadata?: { readonly name?: string } }): void => void items.set(wire.metadata?.name ?? '', toItem(wire));
    const version = await listPages(link, place, keep, this.#now.signal);
    if (!version.ok) return version;
    this.#collection = { items, version: version.value };
    this.#canResume = true;
    this.#change(undefined);
    return success(undefined);
  }

  async #watch(): Promise<Result<undefined>> {
    const { link, pace } = this.#options;
    const lines = new EventLines();
    let end: Failure | undefined;
    const overtime = setTimeout(() => this.#now.abort(), pace.streamSeconds * 1000 + overtimeMs);
    const result = await getStream(link, this.#call(), (chunk) => {
      const refused = this.#take(lines.push(chunk));
      if (refused === undefined) return;
      end ??= refused;
      this.#now.abort();
    });
    clearTimeout(overtime);
    if (end === undefined) return result;
    // The abort was ours: it must not pass for a refresh.
    this.#now = new AbortController();
    return { ok: false, failure: end };
  }

  #call(): Call {
    const { place, pace, link } = this.#options;
    const query = {
      ...place.query,
      watch: 'true',
      resourceVersion: this.#collection?.version ?? '',
      timeoutSeconds: String(pace.streamSeconds),
      ...(link.hasBookmarks ? { allowWatchBookmarks: 'true' } : {}),
    };
    const onOpen = (): void => {
      this.#openedAt = performance.now();
      if (this.#failure !== undefined) this.#change(undefined);
    };
    return { path: place.path, query, within: 'answer', signal: this.#now.signal, onOpen };
  }

  #take(events: Parameters<typeof reduce>[1]): Failure | undefined {
    if (this.#collection === undefined || events.length === 0) return undefined;
    const step = reduce(this.#collection, events, this.#options.toItem);
    this.#collection = step.collection;
    this.#change(undefined);
    if (step.end === undefined) return undefined;
    return step.end.kind === 'gone' ? failed('gone', 'Too old.').failure : failed('server', step.end.message).failure;
  }

  /** One break is mended in silence: balancers cut quiet streams every minute. What fails twice is told. */
  #fail(failure: Failure): void {
    const isTold = this.#collection === undefined || this.#attempt > 0;
    // After an outage the versions may have begun anew (a restored etcd), and an old server is then silent for ever: so list.
    if (failure.kind === 'gone' || isTold) this.#canResume = false;
    if (failure.kind === 'gone' && this.#attempt < goneTooOften) return;
    this.#attempt++;
    if (isTold) this.#change(failure);
  }

  async #pause(): Promise<void> {
    const { pace } = this.#options;
    const isRefused = this.#failure?.kind === 'forbidden' || this.#failure?.kind === 'unauthorized' || this.#failure?.kind === 'notFound';
    const ms = isRefused ? pace.mostMs : delayMs(pace, Math.max(0, this.#attempt - 1), Math.random());
    const { signal } = this.#now;
    // A plugin may open a browser or ask for a key: it runs again when the user refreshes, and not by itself.
    const isForUser = this.#failure?.kind === 'plugin';
    await new Promise<void>((resolve) => {
      const timer = isForUser ? undefined : setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #change(failure: Failure | undefined): void {
    this.#failure = failure;
    if (this.#stopped.signal.aborted) return;
    this.#wake();
    this.#options.onChange();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
