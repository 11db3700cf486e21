// The guide, from an empty namespace on a real Kubernetes to pets that find each other, in a real VS Code.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passesOnExamples } from '../editor/onExamples.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images of the examples';

test('the walk through the guide in a real VS Code', { skip, timeout: 400_000 }, async (t) => {
  assert.ok('kubeconfig' in cluster);
  const playground = await Playground.create(cluster.kubeconfig, 'petset-walk');
  t.after(() => playground.remove());
  await playground.explaining(passesOnExamples(t, 'walkthrough', { settings: { 'petset.kubeconfig': playground.kubeconfig }, timeoutMs: 360_000 }));
});
