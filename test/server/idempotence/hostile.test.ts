import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { hostile, hostileStep } from '../../bench/hostile.ts';

test('there are forty kinds or more', () => assert.ok(new Set(hostile.map((each) => each.name)).size >= 40));

// `npm run bench` prints how long each takes. Here it has only to end: without a budget most of them take minutes.
for (const { name, script } of hostile) {
  test(`${name}: is answered`, { timeout: 20_000 }, () => {
    const verdicts = analyzeInit([hostileStep(script)]);
    for (const { place } of verdicts) assert.ok(place.span.start <= place.span.end);
    assert.ok(!verdicts.some(({ message }) => /gave up/.test(message)), 'a defect of ours, not the budget, ended the analysis');
  });
}
