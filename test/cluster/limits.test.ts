// ResourceQuotas and LimitRanges beside a set: what we say of it against what the real server says of the set, its first pod and the claims of that.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterForTests } from './cluster.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'the API server of the cluster built here is asked, with its own certificates';

test('what a quota or range of the same file refuses has an error, and what it lets through has none', { skip, timeout: 300_000 }, async (t) => {
  const { LIMIT_CASES, compareLimits } = await import('./verdicts/limits.ts');
  const wrong: string[] = [];
  let refused = 0;
  for (const limitCase of LIMIT_CASES) {
    const { server, ours } = await compareLimits(limitCase);
    if (server !== '') refused++;
    if ((server !== '') !== ours.length > 0) wrong.push(`${limitCase.what}\n    server: ${server || 'accepts'}\n    we: ${ours.join('; ') || 'nothing'}`);
    else t.diagnostic(`${limitCase.what}\n    server: ${server || 'accepts'}\n    we: ${ours.join('; ')}`);
  }
  t.diagnostic(`${refused} of ${LIMIT_CASES.length} refused`);
  assert.deepEqual(wrong, []);
});
