import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import type { InitStep } from '../../../server/src/idempotence/program.ts';

const rules = (script: string): readonly string[] => {
  const step: InitStep = {
    name: 'init',
    image: 'debian:12',
    command: ['sh', '-c', script],
    args: undefined,
    workingDir: undefined,
    env: [],
    mounts: [{ path: '/d', volume: 'd', subPath: undefined, readOnly: false, kind: 'claim' }],
    runAsUser: undefined,
  };
  return analyzeInit([step]).map((verdict) => `${verdict.rule} ${verdict.level}`);
};

test('what grep finds is unknown where no linear matcher has its expression', () => {
  // In each the text of the expression is not in the file; whether it matches, only a backtracking matcher could tell.
  for (const grep of [String.raw`grep -q '\(a\)\1'`, "grep -Pq 'a(?=a)'", String.raw`grep -Pq 'a\d?a'`, "grep -Pq 'a+?a'"]) {
    const both = [`printf 'aa\\n' > /d/f; ${grep} /d/f || exit 1; mkdir /d/x`, `printf 'aa\\n' > /d/f; ${grep} /d/f && exit 1; mkdir /d/x`];
    for (const script of both)
      assert.ok(
        rules(script).some((rule) => rule.startsWith('rerun-fails')),
        `${script}: ${rules(script)}`,
      );
  }
});

test('what grep finds is known where Perl and POSIX agree', () => {
  assert.ok(rules("printf 'aa\\n' > /d/f; grep -Pq '^a+$' /d/f || exit 1; mkdir /d/x").some((rule) => rule.startsWith('rerun-fails')));
  assert.ok(!rules("printf 'aa\\n' > /d/f; grep -Pq '^a+$' /d/f && exit 0; mkdir /d/x").some((rule) => rule.startsWith('rerun-fails')));
});
