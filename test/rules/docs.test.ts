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
  assert.match(page, /\n\nFacts: \[Restart policy\]\(\.\.\/facts\/petset\.md#restart-policy\)\n\n/);
  assert.match(page, /## Found\n\n```yaml\n[^`]*\^{9} A StatefulSet/);
  assert.match(page, /After the fix:\n\n```yaml\n[^`]*restartPolicy: Always # like a Job/);
});

test('a rule that shares its file with others links to its own facts only', () => {
  const facts = (rule: string): string | undefined => /^Facts: .*$/m.exec(rulePages().get(`${rule}.md`) ?? '')?.[0];
  assert.equal(facts('changes-every-run'), 'Facts: [Scenarios](../facts/idempotence.md#scenarios)');
  assert.equal(facts('alias-bomb'), undefined);
  assert.equal(facts('unused-suppression'), undefined);
});
