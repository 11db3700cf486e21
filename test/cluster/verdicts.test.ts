// What we say of a manifest against what the real server says: manifests with one thing put somewhere, made from the schemas, field by field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterForTests } from './cluster.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'the API server of the cluster built here is asked, with its own certificates';
const SEED = Number(process.env.PETSET_SEED ?? 1);

test('what the server refuses has an error at the right place, and what it accepts has none', { skip, timeout: 300_000 }, async (t) => {
  const { judgeVerdicts } = await import('./verdicts/judge.ts');
  const { counts, refused, accepted, disagreements } = await judgeVerdicts(3000, SEED);
  for (const line of disagreements) t.diagnostic(line);
  t.diagnostic(
    `seed ${SEED}: ${counts.flagged}/${refused} refused manifests flagged at the right place, ${counts['false error']}/${accepted} accepted ones with an error`,
  );
  assert.ok(refused > 3000 && accepted > 1500, `too few manifests to judge by: ${JSON.stringify(counts)}`);
  assert.ok(counts.flagged >= 0.99 * refused, disagreements.join('\n'));
  assert.ok(counts['false error'] <= 0.002 * accepted, disagreements.join('\n'));
});
