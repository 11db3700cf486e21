import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundleSuite } from './bundle.ts';
import { findDesktop } from './desktop.ts';
import { runInEditor } from './launch.ts';

const root = join(import.meta.dirname, '../..');
const skip = (await findDesktop(process.env.PETSET_TEST_EDITOR)) ? 'a desktop VS Code trusts what it tests' : false;

test('in Restricted Mode: manifests are judged, and nothing reaches for a cluster', { skip }, async (t) => {
  const scratch = await mkdtemp(join(tmpdir(), 'petset-restricted-'));
  t.after(() => rm(scratch, { recursive: true, force: true }));
  await cp(join(root, 'examples'), join(scratch, 'examples'), { recursive: true });
  const testsFile = await bundleSuite(join(import.meta.dirname, 'suites/restricted.ts'), join(scratch, 'suite.cjs'));
  const screenshots = process.env.PETSET_TEST_SCREENSHOTS || join(scratch, 'screenshots');
  // A kubeconfig that is read would be a failure of its own.
  const environment = { KUBECONFIG: join(scratch, 'none') };
  const folder = join(scratch, 'examples');
  const result = await runInEditor({ extensionDir: root, testsFile, folder, screenshots, environment, restricted: true, timeoutMs: 120_000 });
  assert.equal(result.exitCode, 0, result.log);
});
