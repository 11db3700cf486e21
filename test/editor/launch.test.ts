import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundleSuite } from './bundle.ts';
import { runInEditor } from './launch.ts';
import { type EditorResult, type EditorRun, timedOut } from './run.ts';

const fixture = join(import.meta.dirname, 'fixture');
let scratch = '';

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'petset-launch-'));
  await cp(join(fixture, 'folder'), join(scratch, 'folder'), { recursive: true });
});

after(() => rm(scratch, { recursive: true, force: true }));

async function runFixture(name: string, options: Partial<EditorRun> = {}): Promise<EditorResult> {
  const testsFile = await bundleSuite(join(fixture, `${name}.ts`), join(scratch, `${name}.cjs`));
  const screenshots = process.env.PETSET_TEST_SCREENSHOTS || join(scratch, 'screenshots');
  return runInEditor({ extensionDir: fixture, testsFile, folder: join(scratch, 'folder'), screenshots, timeoutMs: 120_000, ...options });
}

test('a passing suite passes, with settings, environment and page', async () => {
  const settings = { 'editor.fontSize': 17 };
  const result = await runFixture('passing', { settings, environment: { PETSET_FIXTURE: 'arrived' } });
  assert.equal(result.exitCode, 0, result.log);
  assert.match(result.log, /^ok a file opens/m);
  if (result.launcher === 'browser') assert.match(result.log, /^ok the page is seen/m);
});

test('a failing suite is reported as failing, with its error and a picture', async () => {
  const screenshots = join(scratch, 'failing');
  const result = await runFixture('failing', { screenshots });
  assert.notEqual(result.exitCode, 0);
  assert.match(result.log, /^ok one is one/m);
  assert.match(result.log, /^not ok one is two\n.*1 !== 2/ms);
  if (result.launcher === 'browser') {
    const picture = await readFile(join(screenshots, 'failed-one-is-two.png'));
    assert.equal(picture.toString('latin1', 1, 4), 'PNG');
  }
});

test('a suite that never ends is ended', async () => {
  const result = await runFixture('hanging', { timeoutMs: 15_000 });
  assert.equal(result.exitCode, timedOut, result.log);
});

test('an editor that ends without running a test has failed', async (t) => {
  // Node with an empty script for its first argument, the folder, stands for an editor that comes and goes.
  t.after(setEnvironment('PETSET_TEST_EDITOR', process.execPath));
  const folder = join(scratch, 'empty.cjs');
  await writeFile(folder, '');
  const result = await runFixture('passing', { folder });
  assert.equal(result.launcher, 'desktop');
  assert.equal(result.exitCode, 1);
  assert.match(result.log, /no test/);
});

function setEnvironment(name: string, value: string): () => void {
  const before = process.env[name];
  process.env[name] = value;
  return () => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  };
}
