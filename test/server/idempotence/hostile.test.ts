// Scripts that are written to make a reader wait. No clock: blocks of our code are counted as they are executed, which is the same on any machine.

import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { after, before, test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { hostile, hostileStep } from '../../bench/hostile.ts';
import { hostileMore } from '../../bench/hostileMore.ts';

const scripts = [...hostile, ...hostileMore];

/** The most blocks that one analysis executes. `npm run bench` prints how long that takes: the goal is 50 ms for each script. */
const most = 25_000_000;

/** Below so many blocks nobody waits, and growth says nothing. */
const slack = 100_000;

/** Scripts whose nesting the parser reads again at each level; they end where nesting is too deep or the text too long, and `most` holds for them too. */
const readAgain = new Set(['quotes in substitutions in quotes', 'many here-documents in one line']);

const session = new Session();

before(async () => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
});

after(() => session.disconnect());

/** How often blocks of our code and of the shell parser were executed since the last time. */
async function blocks(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ours = result.filter(({ url }) => /server\/src\/|\/unbash\//.test(url));
  return ours.flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count))).reduce((sum, count) => sum + count, 0);
}

async function work(script: string): Promise<number> {
  await blocks();
  const verdicts = analyzeInit([hostileStep(script)]);
  const done = await blocks();
  for (const { place } of verdicts) assert.ok(place.span.start <= place.span.end);
  assert.ok(!verdicts.some(({ message }) => /gave up/.test(message)), 'a defect of ours, not the budget, ended the analysis');
  return done;
}

test('there are forty kinds or more', () => assert.ok(new Set(scripts.map((each) => each.name)).size >= 80));

test('the count sees a loop', async () => {
  const [short, long] = [await work('touch /d/x'), await work('touch /d/x; '.repeat(200))];
  assert.ok(short > 100 && long > 10 * short, `${short} and ${long} blocks`);
});

for (const { name, script } of scripts) {
  test(`${name}: is answered, and twice the size is no more than three times the work`, async (t) => {
    // Once before, so that what is made once counts in neither.
    await work(script(1));
    const [one, two, four] = [await work(script(1)), await work(script(2)), await work(script(4))];
    t.diagnostic(`${one}, ${two}, ${four} blocks`);
    assert.ok(Math.max(one, two, four) <= most, `more than ${most} blocks`);
    if (readAgain.has(name)) return;
    for (const [small, large] of [
      [one, two],
      [two, four],
    ] as const)
      assert.ok(large <= 3 * small + slack, `${large} blocks are more than three times ${small}`);
  });
}
