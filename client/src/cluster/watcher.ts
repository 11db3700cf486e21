import type { Pace } from './backoff.ts';
import { type Collection, EventLines, reduce } from './collection.ts';
import type { Link } from './link.ts';
import { listPages, type Place } from './list.ts';
import { type Failure, failed, type Result, success } from './result.ts';
import { initialState, isOutage, nextState, type Outcome, type Step } from './watchState.ts';
import { watchStream } from './watchStream.ts';

export interface WatchOptions<T> {
  readonly link: Link;
  readonly place: Place;
  readonly toItem: (wire: unknown) => T;
  readonly onChange: () => void;
  readonly pace: Pace;
}

/** A stream that the server did not end in time is ended here. */
const overtimeMs = 15_000;

/** Lists, watches, and comes back: as long as nobody stops it, `items` follows the cluster. What it does next is decided by `nextState`. */
export class Watcher<T> {
  readonly #options: WatchOptions<T>;
  readonly #stopped = new AbortController();
  readonly #stopWaking: () => void;
  /** Ends the request or the pause at hand. */
  #now = new AbortController();
  #state = initialState;
  #collection: Collection<T> | undefined;
  #shown: { readonly of: Collection<T>; readonly items: readonly T[] } | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(options: WatchOptions<T>) {
    this.#options = options;
    this.#stopWaking = options.link.network.onWake(() => this.#interrupt({ kind: 'woken' }));
    void this.#run();
  }

  /** Why `items` do not follow at the moment. */
  get failure(): Failure | undefined {
    return this.#state.failure;
  }

  /** Waits for the first list. Later failures keep the last items: old news with a warning is better than none. */
  async items(): Promise<Result<readonly T[]>> {
    while (this.#collection === undefined && this.failure === undefined && !this.#stopped.signal.aborted)
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    if (this.#collection !== undefined) return success(this.#listed(this.#collection));
    return { ok: false, failure: this.failure ?? { kind: 'cancelled', message: 'Cancelled.' } };
  }

  /** The same list as long as nothing changed, so that readers can see that nothing did. */
  #listed(collection: Collection<T>): readonly T[] {
    if (this.#shown?.of !== collection) this.#shown = { of: collection, items: [...collection.items.values()] };
    return this.#shown.items;
  }

  relist(): void {
    this.#interrupt({ kind: 'refreshed' });
  }

  stop(): void {
    this.#stopped.abort();
    this.#stopWaking();
    this.#options.link.network.leave(this);
    this.#now.abort();
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const now = new AbortController();
      this.#now = now;
      const outcome = await this.#take(this.#state.step, now.signal);
      // Whoever interrupted has said already what comes next.
      if (!now.signal.aborted) this.#apply(outcome);
    }
  }

  /** Does a step to its end. */
  async #take(step: Step, signal: AbortSignal): Promise<Outcome> {
    switch (step.kind) {
      case 'list':
        return await this.#list(signal);
      case 'watch':
        return await this.#watch(signal);
      case 'pause':
        await pause(step.ms, signal);
        return { kind: 'paused' };
      case 'rest':
        await pause(undefined, signal);
        return { kind: 'paused' };
    }
  }

  /** From outside: the step at hand is left, unless nothing changes for it. */
  #interrupt(outcome: Outcome): void {
    const { step } = this.#state;
    this.#apply(outcome);
    if (this.#state.step !== step) this.#now.abort();
  }

  #apply(outcome: Outcome): void {
    const before = this.#state;
    const { link, pace } = this.#options;
    this.#state = nextState(before, outcome, pace, Math.random());
    if (this.#stopped.signal.aborted) return;
    if (outcome.kind === 'failed' && isOutage(outcome.failure) && this.#state.failure !== undefined) link.network.lost(this, pace.scoutMs, pace.mostMs);
    if (outcome.kind === 'opened') link.network.found(this);
    if (outcome.kind === 'listed' || before.failure !== this.#state.failure) this.#changed();
  }

  async #list(signal: AbortSignal): Promise<Outcome> {
    const { link, place, toItem } = this.#options;
    const items = new Map<string, T>();
    const keep = (wire: { readonly metadata?: { readonly name?: string } }): void => void items.set(wire.metadata?.name ?? '', toItem(wire));
    const version = await listPages(link, place, keep, signal);
    if (!version.ok) return { kind: 'failed', failure: version.failure, heldMs: undefined };
    if (!signal.aborted) this.#collection = { items, version: version.value };
    return { kind: 'listed' };
  }

  async #watch(signal: AbortSignal): Promise<Outcome> {
    const { link, pace, place } = this.#options;
    const lines = new EventLines();
    const enough = new AbortController();
    let openedAt: number | undefined;
    let refused: Failure | undefined;
    const overtime = setTimeout(() => enough.abort(), pace.streamSeconds * 1000 + overtimeMs);
    const onOpen = (): void => {
      openedAt = performance.now();
      if (!signal.aborted) this.#apply({ kind: 'opened' });
    };
    const call = { ...place, query: this.#query(), signal: AbortSignal.any([signal, enough.signal]), onOpen };
    const result = await watchStream(link, pace, call, (chunk) => {
      if (signal.aborted || refused !== undefined) return;
      refused = this.#reduce(lines.push(chunk));
      if (refused !== undefined) enough.abort();
    });
    clearTimeout(overtime);
    const heldMs = openedAt === undefined ? undefined : performance.now() - openedAt;
    if (refused !== undefined) return { kind: 'failed', failure: refused, heldMs };
    if (result.ok || enough.signal.aborted) return { kind: 'ended', heldMs: heldMs ?? 0 };
    return { kind: 'failed', failure: result.failure, heldMs };
  }

  #query(): Readonly<Record<string, string>> {
    const { place, pace, link } = this.#options;
    return {
      ...place.query,
      watch: 'true',
      resourceVersion: this.#collection?.version ?? '',
      timeoutSeconds: String(pace.streamSeconds),
      ...(link.hasBookmarks ? { allowWatchBookmarks: 'true' } : {}),
    };
  }

  #reduce(events: Parameters<typeof reduce>[1]): Failure | undefined {
    if (this.#collection === undefined || events.length === 0) return undefined;
    const step = reduce(this.#collection, events, this.#options.toItem);
    this.#collection = step.collection;
    this.#changed();
    if (step.end === undefined) return undefined;
    return step.end.kind === 'gone' ? failed('gone', 'Too old.').failure : failed('server', step.end.message).failure;
  }

  #changed(): void {
    if (this.#stopped.signal.aborted) return;
    this.#wake();
    this.#options.onChange();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Ends early when it is interrupted; without a time only then. */
function pause(ms: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
