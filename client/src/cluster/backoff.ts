/** How a watch paces itself; given by tests, which have no minutes. */
export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
  /** A stream that held this long was a good one: the next reconnect starts from the beginning. */
  readonly steadyMs: number;
  /** After how long the server is asked to end a stream, which is then opened anew. */
  readonly streamSeconds: number;
}

export const usualPace: Pace = { firstMs: 200, mostMs: 30_000, steadyMs: 5_000, streamSeconds: 290 };

/** Doubles up to a limit. Half of it is chance, so that the watches of many editors do not come back all at once. */
export function delayMs(pace: Pace, attempt: number, chance: number): number {
  const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + chance / 2));
}
