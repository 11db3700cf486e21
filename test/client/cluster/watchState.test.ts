// The life of a watch as a table: no socket, no clock, no chance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FailureKind } from '../../../client/src/cluster/result.ts';
import { initialState, nextState, type Outcome, type WatchState } from '../../../client/src/cluster/watchState.ts';

const pace = { firstMs: 100, mostMs: 800, steadyMs: 5_000 };

const fails = (kind: FailureKind, heldMs?: number): Outcome => ({ kind: 'failed', failure: { kind, message: kind }, heldMs });
const listed: Outcome = { kind: 'listed' };
const opened: Outcome = { kind: 'opened' };
const paused: Outcome = { kind: 'paused' };
const ends = (heldMs: number): Outcome => ({ kind: 'ended', heldMs });
const woken: Outcome = { kind: 'woken' };
const refreshed: Outcome = { kind: 'refreshed' };

/** A state in few words: what is done, for how long, and what is told. A pause that ends with the outage bears a star. */
function words({ step, failure, next }: WatchState): string {
  const what = step.kind === 'pause' ? `pause ${step.ms}${step.isForNetwork ? '*' : ''} then ${next}` : step.kind;
  return failure === undefined ? what : `${what}, told ${failure.kind}`;
}

function story(...outcomes: readonly Outcome[]): readonly string[] {
  let state = initialState;
  return outcomes.map((outcome) => {
    state = nextState(state, outcome, pace, 1);
    return words(state);
  });
}

const quiet = [listed, opened];

const table: Readonly<Record<string, { readonly of: readonly Outcome[]; readonly gives: readonly string[] }>> = {
  'lists, then watches': { of: quiet, gives: ['watch', 'watch'] },
  'a stream that lived its time is opened again at once': { of: [...quiet, ends(5_000), opened], gives: ['watch', 'watch', 'watch', 'watch'] },
  'streams that end at once are opened with growing pauses': {
    of: [...quiet, ends(10), paused, opened, ends(10), paused, opened, ends(6_000)],
    gives: ['watch', 'watch', 'pause 100 then watch', 'watch', 'watch', 'pause 200 then watch', 'watch', 'watch', 'watch'],
  },
  'one break is mended without a word, the second is told and lists': {
    of: [...quiet, fails('unreachable', 10_000), paused, fails('unreachable'), paused, listed, opened],
    gives: ['watch', 'watch', 'pause 100* then watch', 'watch', 'pause 200* then list, told unreachable', 'list, told unreachable', 'watch', 'watch'],
  },
  'a break after a long good stream is a first one again': {
    of: [...quiet, fails('unreachable', 10_000), paused, opened, fails('unreachable', 10_000)],
    gives: ['watch', 'watch', 'pause 100* then watch', 'watch', 'watch', 'pause 100* then watch'],
  },
  'silence is told at once: it has lasted': {
    of: [...quiet, fails('timeout', 60_000), paused],
    gives: ['watch', 'watch', 'pause 100* then list, told timeout', 'list, told timeout'],
  },
  'the first list of all is told at once': { of: [fails('refused'), paused], gives: ['pause 100* then list, told refused', 'list, told refused'] },
  'pauses of an outage grow up to a limit': {
    of: Array.from({ length: 6 }, () => [fails('refused'), paused]).flat(),
    gives: [100, 200, 400, 800, 800, 800].flatMap((ms) => [`pause ${ms}* then list, told refused`, 'list, told refused']),
  },
  'the network wakes a pause that waits for it, and no other': {
    of: [...quiet, fails('timeout', 0), woken, listed, ends(1), woken],
    gives: ['watch', 'watch', 'pause 100* then list, told timeout', 'list, told timeout', 'watch', 'pause 200 then watch', 'pause 200 then watch'],
  },
  'a refusal waits long and is not woken': {
    of: [...quiet, fails('forbidden'), paused, fails('forbidden'), woken],
    gives: ['watch', 'watch', 'pause 800 then watch', 'watch', 'pause 800 then list, told forbidden', 'pause 800 then list, told forbidden'],
  },
  'too old lists without a word, until it is too often': {
    of: [...quiet, ...Array.from({ length: 5 }, () => [fails('gone'), paused, listed]).flat()],
    gives: [
      'watch',
      'watch',
      ...[100, 200, 400, 800].flatMap((ms) => [`pause ${ms} then list`, 'list', 'watch']),
      'pause 800 then list, told gone',
      'list, told gone',
      'watch',
    ],
  },
  'a plugin that fails runs again for the user only': {
    of: [...quiet, fails('plugin'), paused, fails('plugin'), woken, refreshed, listed],
    gives: ['watch', 'watch', 'pause 100 then watch', 'watch', 'rest, told plugin', 'rest, told plugin', 'list, told plugin', 'watch'],
  },
  'a refresh lists from anywhere and begins to count again': {
    of: [...quiet, refreshed, listed, fails('refused'), paused, fails('refused'), refreshed, fails('refused')],
    gives: [
      'watch',
      'watch',
      'list',
      'watch',
      'pause 100* then watch',
      'watch',
      'pause 200* then list, told refused',
      'list, told refused',
      'pause 100* then list, told refused',
    ],
  },
};

for (const [name, { of, gives }] of Object.entries(table)) test(name, () => assert.deepEqual(story(...of), gives));

test('waking changes nothing of a stream that follows, and sends a request that hangs again', () => {
  const [following, hanging] = [[...quiet], [...quiet, fails('timeout', 0), paused]].map((outcomes) =>
    outcomes.reduce((state, outcome) => nextState(state, outcome, pace, 1), initialState),
  );
  assert.ok(following !== undefined && hanging !== undefined);
  assert.equal(nextState(following, woken, pace, 1), following);
  assert.notEqual(nextState(hanging, woken, pace, 1).step, hanging.step);
  assert.deepEqual(nextState(hanging, woken, pace, 1).step, { kind: 'list' });
});

test('half of a pause is chance', () => {
  const state = nextState(initialState, fails('refused'), pace, 0);
  assert.deepEqual(state.step, { kind: 'pause', ms: 50, isForNetwork: true });
});
