/** How a watch paces itself; given by tests, which have no minutes. */
export interface Pace {
  readonly firstMs: number;
  readonly mostMs: number;
  /** A stream that held this long was a good one: the next reconnect starts from the beginning. */
  readonly steadyMs: number;
  /** After how long the server is asked to end a stream, which is then opened again. */
  readonly streamSeconds: number;
  /** How long a stream may be silent before it is asked for a sign of life. That is a frame on its own connection and no request. */
  readonly pingMs: number;
  /** How long that sign may take; a stream that gives none is dead. */
  readonly pongMs: number;
  /** A stream that cannot be asked (a proxy takes no WebSocket) is opened again after this: only a new answer shows that it lives. */
  readonly plainMs: number;
  /** While the server cannot be reached: how often one cheap question of all watches together tries it, and how long that may take. */
  readonly scoutMs: number;
}

/** Together at most 45 s until a dead stream is noticed: `pingMs + pongMs`, or `plainMs` and the time-out of an answer (15 s). */
export const usualPace: Pace = {
  firstMs: 200,
  mostMs: 30_000,
  steadyMs: 5_000,
  streamSeconds: 290,
  pingMs: 20_000,
  pongMs: 15_000,
  plainMs: 25_000,
  scoutMs: 3_000,
};

/** Doubles up to a limit. Half of it is chance, so that the watches of many editors do not come back all at once. */
export function delayMs(pace: Pick<Pace, 'firstMs' | 'mostMs'>, attempt: number, chance: number): number {
  const full = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(full * (0.5 + chance / 2));
}
