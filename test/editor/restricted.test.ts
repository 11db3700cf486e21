import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findDesktop } from './desktop.ts';
import { passesOnExamples } from './onExamples.ts';

const skip = (await findDesktop(process.env.PETSET_TEST_EDITOR)) ? 'a desktop VS Code trusts what it tests' : false;

test('in Restricted Mode: manifests are judged, and nothing reaches for a cluster', { skip }, async (t) => {
  // A kubeconfig that is read would be a failure of its own.
  await passesOnExamples(t, 'restricted', { environment: { KUBECONFIG: join(tmpdir(), 'petset-none') }, restricted: true, timeoutMs: 120_000 });
});
