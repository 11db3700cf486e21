/** What the watches of one cluster know together of the way to it. Holds a timer only while one of them has lost it. */
export class Network {
  /** Whether the server, and any proxy before it, supports watches over WebSockets; learned from the first that opens. */
  streams: 'unknown' | 'sockets' | 'plain' = 'unknown';
  readonly #lost = new Set<object>();
  readonly #listeners = new Set<() => void>();
  readonly #probe: (timeoutMs: number) => Promise<boolean>;
  readonly #dropRested: () => void;
  #isAwake = true;
  #vain = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `probe`: whether the server answers at all. `dropRested`: connections that rest may be dead since the outage, and the next request would hang on one. */
  constructor(probe: (timeoutMs: number) => Promise<boolean>, dropRested: () => void) {
    this.#probe = probe;
    this.#dropRested = dropRested;
  }

  /** Called once for each outage, when the server is reached again. */
  onWake(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `who` has failed: from now on the server is tried for all, every `everyMs`, less often (up to `mostMs`) when its answers help nobody. */
  lost(who: object, everyMs: number, mostMs: number): void {
    this.#lost.add(who);
    if (this.#isAwake) this.#dropRested();
    this.#isAwake = false;
    this.#timer ??= setTimeout(() => void this.#scout(everyMs, mostMs), Math.min(mostMs, everyMs * 2 ** Math.min(this.#vain, 20)));
  }

  /** `who` has got through. The first one after an outage wakes all others. */
  found(who: object): void {
    if (!this.#lost.delete(who)) return;
    this.#vain = 0;
    this.#endWhenNobodyWaits();
    this.#wake();
  }

  /** `who` watches no longer. */
  leave(who: object): void {
    this.#lost.delete(who);
    this.#endWhenNobodyWaits();
  }

  async #scout(everyMs: number, mostMs: number): Promise<void> {
    const isThere = await this.#probe(everyMs);
    this.#timer = undefined;
    const [someone] = this.#lost;
    if (someone === undefined) return;
    if (!isThere) return this.lost(someone, everyMs, mostMs);
    this.#vain++;
    this.#wake();
  }

  #wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#dropRested();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const listener of [...this.#listeners]) listener();
  }

  #endWhenNobodyWaits(): void {
    if (this.#lost.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
