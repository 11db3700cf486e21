// What the real server takes with a warning: manifests made for every warning that it has, and whether we say anything of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterForTests } from './cluster.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'the API server of the cluster built here is asked, with its own certificates';

test('whatever the server warns of has a finding', { skip, timeout: 60_000 }, async (t) => {
  const { judgeWarnings } = await import('./verdicts/warnings.ts');
  const { warned, silent } = await judgeWarnings();
  t.diagnostic(`${warned} warned of or refused`);
  assert.ok(warned > 30, 'the server warns of less than it did');
  assert.deepEqual(silent, []);
});
