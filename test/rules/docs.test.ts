import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulePages, stalePages } from '../../tools/docs/rules.ts';

test('docs/rules is what tools/docs/rules.ts writes; run it after changing a rule or a picture', () => {
  assert.deepEqual(stalePages(), []);
});

test('a page shows the rule, its source and its pictures', () => {
  const page = rulePages().get('restart-policy.md') ?? '';
  assert.match(page, /^# restart-policy\n\nPets always restart/);
  assert.match(page, /Source: Kubernetes validation/);
  assert.match(page, /## Found\n\n```yaml\n[^`]*\^{9} A StatefulSet/);
  assert.match(page, /After the fix:\n\n```yaml\n[^`]*restartPolicy: Always # like a Job/);
});
