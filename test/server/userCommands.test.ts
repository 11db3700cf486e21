import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyzeInit } from '../../server/src/idempotence/analyzeInit.ts';
import { CODES } from '../../server/src/idempotence/commands/codes.ts';
import type { UserCommands } from '../../server/src/idempotence/commands/schema.ts';
import { commandTable } from '../../server/src/idempotence/commands/table.ts';
import { readCommands } from '../../server/src/userCommands.ts';
import { commandsPage } from '../../tools/docs/commands.ts';

const ROOT = new URL('../../', import.meta.url);

test('the published schema accepts every row of the built-in table', () => {
  const { commands, problems } = readCommands(Object.fromEntries(commandTable));
  assert.deepEqual(problems, []);
  assert.equal(Object.keys(commands ?? {}).length, commandTable.size);
});

test('the schema names every evaluator', () => {
  const { definitions } = JSON.parse(readFileSync(new URL('schemas/commands.json', ROOT), 'utf8')) as {
    definitions: { Command: { properties: { code: { enum: string[] } } } };
  };
  assert.deepEqual(definitions.Command.properties.code.enum, [...CODES].sort());
});

test('docs/commands.md is what tools/docs/commands.ts writes', () => {
  assert.equal(readFileSync(new URL('docs/commands.md', ROOT), 'utf8'), commandsPage());
});

test('a row with a fault is left out and named, the others stay', () => {
  const { commands, problems } = readCommands({
    good: { effects: [] },
    typo: { effect: [] },
    op: { effects: [{ op: 'writes' }] },
    lacks: { effects: [{ op: 'write', at: '0' }] },
    words: { effects: [{ op: 'remove', at: 'first' }] },
    kind: { flags: 7 },
    deep: { sub: { install: { wraps: 'x' } } },
    choice: { effects: [{ op: 'create', at: '0', what: 'dir', existing: { p: 'kept' } }] },
  });
  assert.deepEqual(Object.keys(commands ?? {}), ['good']);
  assert.deepEqual(
    problems.map((p) => p.replace(/ of .*/, '')),
    [
      'typo has no effect',
      'op/effects/0/op must be one',
      'lacks/effects/0 lacks content',
      'words/effects/0/at is not written as docs/commands.md says',
      'kind/flags must be a string',
      'deep/sub/install/wraps must be an integer',
      'choice/effects/0/existing/p must be one',
    ],
  );
  assert.equal(readCommands('x').problems.length, 1);
  assert.deepEqual(readCommands({}), { commands: undefined, problems: [] });
});

const step = {
  name: 'seed',
  image: 'acme/seed',
  args: undefined,
  workingDir: undefined,
  env: [],
  runAsUser: undefined,
  mounts: [{ path: '/data', volume: 'data', subPath: undefined, readOnly: false, kind: 'claim' }],
} as const;

function rulesFor(script: string, commands: UserCommands | undefined): readonly string[] {
  return analyzeInit([{ ...step, command: ['sh', '-c', script] }], { commands }).map((v) => `${v.rule}: ${v.message}`);
}

test('a command that the user describes is judged like one of ours', () => {
  const own = readCommands({
    'seed-db': {
      flags: 'f=force',
      values: 'o=out',
      effects: [{ op: 'write', at: '@o', content: 'network', existing: { f: 'replace', else: 'fail' } }],
    },
    // A name of the table may be replaced: this site's cp never overwrites.
    cp: { effects: [] },
  }).commands;
  assert.match(rulesFor('seed-db -o /data/seed', undefined)[0] ?? '', /^unknown-command/);
  assert.match(rulesFor('seed-db -o /data/seed', own)[0] ?? '', /^rerun-fails: .*\/data\/seed/);
  assert.match(rulesFor('seed-db --force --out=/data/seed', own)[0] ?? '', /^clobbers: .*\/data\/seed/);
  assert.match(rulesFor('cp /etc/app.conf /data/', undefined)[0] ?? '', /^clobbers/);
  assert.deepEqual(rulesFor('cp /etc/app.conf /data/', own), []);
});
