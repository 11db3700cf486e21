// The guide, from an empty namespace on a real Kubernetes to pets that find each other, in a real VS Code.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundleSuite } from '../editor/bundle.ts';
import { runInEditor } from '../editor/launch.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';

const root = join(import.meta.dirname, '../..');
const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images of the examples';

test('the walk through the guide in a real VS Code', { skip, timeout: 400_000 }, async (t) => {
  assert.ok('kubeconfig' in cluster);
  const playground = await Playground.create(cluster.kubeconfig, 'petset-walk');
  t.after(() => playground.remove());
  const scratch = await mkdtemp(join(tmpdir(), 'petset-walk-'));
  t.after(() => rm(scratch, { recursive: true, force: true }));
  await cp(join(root, 'examples'), join(scratch, 'examples'), { recursive: true });
  const testsFile = await bundleSuite(join(root, 'test/editor/suites/walkthrough.ts'), join(scratch, 'suite.cjs'));
  const result = await runInEditor({
    extensionDir: root,
    testsFile,
    folder: join(scratch, 'examples'),
    screenshots: process.env.PETSET_TEST_SCREENSHOTS || join(scratch, 'screenshots'),
    settings: { 'petset.kubeconfig': playground.kubeconfig },
    timeoutMs: 360_000,
  });
  console.log(result.log.match(/^(not )?ok .*$/gm)?.join('\n'));
  assert.equal(result.exitCode, 0, result.log);
});
