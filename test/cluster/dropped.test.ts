// Fields that the real server takes and throws away, found by asking it for every field of the schemas, against the table of gated fields.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterForTests } from './cluster.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'the API server of the cluster built here is asked, with its own certificates';

test('what the server drops in silence is in the table, and what is in the table is dropped', { skip, timeout: 300_000 }, async (t) => {
  const { droppedFields } = await import('./verdicts/dropped.ts');
  const { asked, dropped, surprising, kept } = await droppedFields();
  t.diagnostic(`${asked} fields asked for, ${dropped.length} dropped: ${dropped.join(', ')}`);
  assert.ok(asked > 1200, 'too few fields were accepted to judge by');
  assert.deepEqual({ surprising, kept }, { surprising: [], kept: [] });
});
