import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import type { Manifest, ManifestPlace } from '../../../client/src/manifests.ts';
import { kubeconfigFor, startApiServer } from '../apiServer.ts';
import { runner, type TestContextOptions, testContext } from '../testContext.ts';

const nowhere = { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } };
const place = (file: string): ManifestPlace => ({ uri: `file:///w/${file}`, file, range: nowhere });

async function world(t: { after(done: () => unknown): void }, options: Partial<TestContextOptions>) {
  const items = ['db', 'web'].map((name) => ({ metadata: { name }, spec: { replicas: 0 } }));
  const server = await startApiServer({
    answers: {
      '/version': { status: 200, body: { gitVersion: 'v1.4.4' } },
      '/apis/apps': { status: 200, body: { versions: [{ version: 'v1' }] } },
      '/apis/apps/v1/namespaces/default/statefulsets': { status: 200, body: { items } },
    },
  });
  t.after(() => server.close());
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(server.url), ...options });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run };
}

test('from a live set to the file that declares it: one is opened, of several one is chosen, of none that is said', async (t) => {
  const one = await world(t, { places: [place('a.yaml')] });
  one.context.ui.answer('web');
  await one.run('petset.openManifest');
  assert.deepEqual(one.context.shown, ['a.yaml']);
  const two = await world(t, { places: [place('a.yaml'), place('b.yaml')] });
  two.context.ui.answer('web', 'b.yaml');
  await two.run('petset.openManifest');
  assert.deepEqual(two.context.shown, ['b.yaml']);
  const none = await world(t, {});
  none.context.ui.answer('web');
  await none.run('petset.openManifest');
  assert.equal(none.context.ui.messages.at(-1)?.text, 'No file of the workspace declares StatefulSet web.');
});

test('from a manifest to the live set: the one at the cursor is meant, where it lives; else it is asked', async (t) => {
  const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', namespace: '', text: '', value: {}, line: 0, range: nowhere, kindRange: nowhere };
  const manifest: Manifest = { uri: 'file:///w/a.yaml', name: 'a.yaml', objects: [object], current: object };
  const here = await world(t, { manifest });
  await here.run('petset.reveal');
  assert.deepEqual(here.context.panels, ['reveal web']);
  const elsewhere = await world(t, { manifest: { ...manifest, current: { ...object, name: 'gone' } } });
  elsewhere.context.ui.answer('db');
  await elsewhere.run('petset.reveal');
  assert.deepEqual(elsewhere.context.panels, ['reveal db']);
});
