import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseShell } from '../../../server/src/shell/parse.ts';

test('a script is a list of statements without problems', () => {
  const parsed = parseShell('mkdir -p /d\nif [ -e /d/x ]; then exit 0; fi');
  assert.deepEqual(
    parsed.commands.map((statement) => statement.command.type),
    ['Command', 'If'],
  );
  assert.deepEqual(parsed.problems, []);
});

test('an unfinished script keeps what was understood', () => {
  const parsed = parseShell('mkdir /d/x\nif true; then');
  assert.ok(parsed.problems.length > 0);
  assert.equal(parsed.commands[0]?.command.type, 'Command');
});

test('nesting that no human writes is refused before it exhausts the stack', () => {
  assert.equal(parseShell('('.repeat(100_000)).problems.length, 1);
  assert.equal(parseShell('$(('.repeat(10_000)).problems.length, 1);
});

test('an enormous text is refused', () => {
  assert.equal(parseShell('x'.repeat(1_000_000)).problems.length, 1);
});
