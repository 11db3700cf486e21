import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundleSuite } from './bundle.ts';
import { runInEditor } from './launch.ts';

const root = join(import.meta.dirname, '../..');

test('in a real VS Code: findings at their words, fixes, snippets, completion in the annotation, a quiet start', async (t) => {
  const scratch = await mkdtemp(join(tmpdir(), 'petset-authoring-'));
  t.after(() => rm(scratch, { recursive: true, force: true }));
  await cp(join(root, 'examples'), join(scratch, 'examples'), { recursive: true });
  const settings = { 'petset.idempotence.commands': { 'seed-db': { effects: [{ op: 'writes' }] } } };
  await mkdir(join(scratch, 'examples/.vscode'));
  await writeFile(join(scratch, 'examples/.vscode/settings.json'), JSON.stringify(settings));
  const testsFile = await bundleSuite(join(import.meta.dirname, 'suites/authoring.ts'), join(scratch, 'suite.cjs'));
  const screenshots = process.env.PETSET_TEST_SCREENSHOTS || join(scratch, 'screenshots');
  const result = await runInEditor({ extensionDir: root, testsFile, folder: join(scratch, 'examples'), screenshots, timeoutMs: 240_000 });
  console.log(
    result.log
      .split('\n')
      .filter((l) => /^(not )?ok /.test(l))
      .join('\n'),
  );
  assert.equal(result.exitCode, 0, result.log);
});
