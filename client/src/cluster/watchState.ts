import { delayMs, type Pace } from './backoff.ts';
import type { Failure, FailureKind } from './result.ts';

/** What a watch does until its next outcome. */
export type Step =
  | { readonly kind: 'list' | 'watch' }
  /** `isForNetwork`: it ends at once when the server is reached again, by whichever watch. */
  | { readonly kind: 'pause'; readonly ms: number; readonly isForNetwork: boolean }
  /** Until the user refreshes. */
  | { readonly kind: 'rest' };

export interface WatchState {
  readonly step: Step;
  /** A list has come: there is something to show. */
  readonly isKnown: boolean;
  /** What comes after a pause: only what is still good goes on from its version. */
  readonly next: 'list' | 'watch';
  /** Failures in a row, also those that nobody was told of. */
  readonly attempt: number;
  /** Why what is shown may be old; undefined while it follows. */
  readonly failure: Failure | undefined;
}

export type Outcome =
  | { readonly kind: 'listed' }
  /** The stream began; it goes on. */
  | { readonly kind: 'opened' }
  /** `heldMs`: how long the stream was open. */
  | { readonly kind: 'ended'; readonly heldMs: number }
  /** Of a list or of a stream; `heldMs` is undefined when none was open. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly heldMs: number | undefined }
  /** A pause is over, or the server is reached again. */
  | { readonly kind: 'paused' }
  | { readonly kind: 'woken' }
  | { readonly kind: 'refreshed' };

export const initialState: WatchState = { step: { kind: 'list' }, isKnown: false, next: 'list', attempt: 0, failure: undefined };

/** A server that calls its own newest version too old has a fault that the user should see. */
const goneTooOften = 5;

/** The whole life of a watch. The same object comes back where an outcome changes nothing. `chance` is 0 to 1. */
export function nextState(state: WatchState, outcome: Outcome, pace: Pick<Pace, 'firstMs' | 'mostMs' | 'steadyMs'>, chance: number): WatchState {
  switch (outcome.kind) {
    case 'listed':
      return { ...state, step: { kind: 'watch' }, isKnown: true, next: 'watch', failure: undefined };
    case 'opened':
      return state.failure === undefined ? state : { ...state, failure: undefined };
    case 'ended': {
      // A stream that lived its time and ended well is opened again at once.
      const attempt = outcome.heldMs >= pace.steadyMs ? 0 : state.attempt + 1;
      const step: Step = attempt === 0 ? { kind: 'watch' } : { kind: 'pause', ms: delayMs(pace, attempt - 1, chance), isForNetwork: false };
      return { ...state, step, attempt };
    }
    case 'failed':
      return failed(state, outcome.failure, outcome.heldMs !== undefined && outcome.heldMs >= pace.steadyMs, { pace, chance });
    case 'paused':
      return { ...state, step: { kind: state.next } };
    case 'woken':
      return woken(state);
    case 'refreshed':
      return { ...state, step: { kind: 'list' }, next: 'list', attempt: 0 };
  }
}

interface Chance {
  readonly pace: Pick<Pace, 'firstMs' | 'mostMs'>;
  readonly chance: number;
}

/** A single break is mended without a word: balancers cut quiet streams every minute. What fails twice is told, and silence at once: it has lasted. */
function failed(state: WatchState, failure: Failure, wasSteady: boolean, { pace, chance }: Chance): WatchState {
  const before = wasSteady ? 0 : state.attempt;
  if (failure.kind === 'gone' && before + 1 < goneTooOften) {
    const attempt = wasSteady ? 0 : before + 1;
    return { ...state, step: pauseAfter(failure, delayMs(pace, Math.max(0, attempt - 1), chance)), next: 'list', attempt };
  }
  const isTold = !state.isKnown || before > 0 || failure.kind === 'timeout';
  const attempt = before + 1;
  const ms = refusals.has(failure.kind) ? pace.mostMs : delayMs(pace, attempt - 1, chance);
  return {
    ...state,
    step: failure.kind === 'plugin' && isTold ? { kind: 'rest' } : pauseAfter(failure, ms),
    // After an outage the versions may have started over (a restored etcd), and an old server is then silent for good: so list.
    next: isTold ? 'list' : state.next,
    attempt,
    failure: isTold ? failure : state.failure,
  };
}

const refusals: ReadonlySet<FailureKind> = new Set(['forbidden', 'unauthorized', 'notFound']);

/** Failures of the way to the server or of the whole server: they end for all watches at once. */
const outages: ReadonlySet<FailureKind> = new Set(['unreachable', 'refused', 'timeout', 'server']);

export const isOutage = ({ kind }: Failure): boolean => outages.has(kind);

const pauseAfter = (failure: Failure, ms: number): Step => ({ kind: 'pause', ms, isForNetwork: isOutage(failure) });

/** A request that was sent into the outage may hang for long: it is sent again. A stream that is open is asked for a sign of life elsewhere. */
function woken(state: WatchState): WatchState {
  if (state.step.kind === 'pause') return state.step.isForNetwork ? { ...state, step: { kind: state.next } } : state;
  if (state.step.kind === 'rest' || state.failure === undefined || !isOutage(state.failure)) return state;
  return { ...state, step: { kind: state.step.kind } };
}
