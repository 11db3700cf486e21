import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, loadSet, sets } from './truth.ts';

for (const set of sets) {
  test(`${set.name}: executed labels`, () => {
    const score = judge(loadSet(set.name));
    assert.ok(score.agree / score.cases >= set.floor, score.wrong.join('\n'));
    assert.equal(score.falseErrors, 0, score.wrong.join('\n'));
  });
}
