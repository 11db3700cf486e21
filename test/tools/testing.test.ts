import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parts, select } from '../../tools/testing/selection.ts';

const files = ['test/client/quiet.test.ts', 'test/cluster/live.test.ts', 'test/editor/launch.test.ts', 'test/rules/rules.test.ts'];

function selected(...words: readonly string[]): unknown {
  const selection = select(words, files);
  if (typeof selection === 'string') return selection;
  return [selection.parts, parts.flatMap((part) => selection.files(part)), selection.names];
}

test('no word selects everything, a part its files', () => {
  assert.deepEqual(selected(), [
    parts,
    ['test/client/quiet.test.ts', 'test/rules/rules.test.ts', 'test/editor/launch.test.ts', 'test/cluster/live.test.ts'],
    [],
  ]);
  assert.deepEqual(selected('cluster', 'static'), [['static', 'cluster'], ['test/cluster/live.test.ts'], []]);
});

test('a path selects files of the part, anything else is part of a name', () => {
  assert.deepEqual(selected('unit', 'test/rules'), [['unit'], ['test/rules/rules.test.ts'], []]);
  assert.deepEqual(selected('unit', '--', './test/rules/rules.test.ts'), [['unit'], ['test/rules/rules.test.ts'], []]);
  assert.deepEqual(selected('unit', 'quiet', '[ -d x ] || git'), [['unit'], ['test/client/quiet.test.ts'], ['[ -d x ] || git']]);
});

test('what is neither is named', () => {
  assert.equal(selected('rules'), '"rules" is not a part of the tests.');
  assert.equal(selected('unit', 'test/nothing'), 'There is no test file "test/nothing".');
  assert.equal(selected('unit', 'launch'), 'No test file of unit has "launch" in its path.');
});

const scratch = await mkdtemp(join(tmpdir(), 'petset-suite-'));
after(() => rm(scratch, { recursive: true, force: true }));

test('tests that hang fail at their limit, and their file ends with open handles left', async () => {
  const file = join(scratch, 'hanging.mjs');
  await writeFile(
    file,
    `import { test } from 'node:test';
     import { createServer } from 'node:net';
     createServer().listen(0);
     test('passes', () => undefined);
     test('never ends', () => new Promise(() => undefined));
     test('waits too long', () => new Promise((resolve) => setTimeout(resolve, 60_000)));`,
  );
  const program = join(scratch, 'run.mjs');
  await writeFile(
    program,
    `const { runSuite } = await import(${JSON.stringify(new URL('../../tools/testing/suite.ts', import.meta.url).href)});
    const count = { passed: 0, failed: 0, skipped: [] };
    await runSuite({ files: [${JSON.stringify(file)}], concurrency: 1, testLimitMs: 500, fileLimitMs: 30_000, names: [] }, count);
    console.log(JSON.stringify(count));`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program], { encoding: 'utf8', env, timeout: 40_000 });
  assert.match(done.stdout, /timed out after 500ms/);
  assert.deepEqual(JSON.parse(done.stdout.trim().split('\n').at(-1) ?? ''), { passed: 1, failed: 2, skipped: [] }, done.stdout);
});
