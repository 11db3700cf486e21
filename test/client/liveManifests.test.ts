import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../client/src/cluster/index.ts';
import { Connections } from '../../client/src/connections.ts';
import { LiveManifests, type LiveObject } from '../../client/src/liveManifests.ts';
import type { Manifest, ManifestObject } from '../../client/src/manifests.ts';
import { kubeconfigFor } from './apiServer.ts';
import { until } from './testContext.ts';
import { recordings, WatchServer } from './watchServer.ts';

const petSets = '/apis/apps/v1alpha1/namespaces/default/petsets';
const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function manifest(spec: object, more: Partial<ManifestObject> = {}): Manifest {
  const value = { spec };
  const object: ManifestObject = {
    ...{ apiVersion: 'apps/v1alpha1', kind: 'PetSet', name: 'vm', namespace: '', text: '', value },
    ...{ line: 0, range: nowhere, kindRange: nowhere },
    ...more,
  };
  return { uri: 'file:///w/vm.yaml', name: 'vm.yaml', objects: [object], current: object };
}

test('a manifest on the screen is followed where it lives: status, the reason of a wait, and what may not change', async (t) => {
  const server = await WatchServer.start();
  t.after(() => server.close());
  const setting = await kubeconfigFor(server.url);
  const connections = new Connections(
    async () => cluster,
    () => ({ setting, env: {}, home: '/nowhere' }),
  );
  let visible: readonly Manifest[] = [manifest({ replicas: 2 })];
  let shown: readonly LiveObject[] = [];
  const live = new LiveManifests(
    connections,
    async () => visible,
    (_uri, objects) => {
      shown = objects;
    },
  );
  t.after(() => live.stop());
  live.update();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([server.take(), live.size], [[], 0], 'before Connect: no request');

  for (const { event } of recordings['a-create'].streams.petsets) server.emit(petSets, event.type, event.object);
  const kubeconfig = await connections.readKubeconfig();
  assert.ok(kubeconfig.ok);
  assert.ok((await connections.connect(kubeconfig.value, 'here', new AbortController().signal)).ok);
  const status = (): string => shown[0]?.status ?? '';
  await until(() => /0\/2 pets ready, vm-0 is not created/.test(status()), 'the set');
  const told = new Set<string>();
  for (const { event } of recordings['a-create'].streams.pods) {
    server.emit('/api/v1/namespaces/default/pods', event.type, event.object);
    await new Promise((resolve) => setTimeout(resolve, 170));
    told.add(status());
  }
  assert.ok(
    [...told].some((each) => /^here: 0\/2 pets ready, vm-1 waits for vm-0 \(Init:0\/1\)$/.test(each)),
    [...told].join('\n'),
  );
  await until(() => status() === 'here: 2/2 pets ready', 'all ready');
  assert.deepEqual([live.size, shown[0]?.forbidden], [2, []]);

  visible = [manifest({ replicas: 5, serviceName: 'other', template: { spec: { containers: [{ name: 'other' }] } } })];
  live.update();
  await until(() => (shown[0]?.forbidden.length ?? 0) > 0, 'the forbidden changes');
  assert.deepEqual(
    shown[0]?.forbidden.map(({ path }) => path),
    ['spec.serviceName', 'spec.template.spec.containers[0]', 'spec.template.spec.containers'],
  );

  visible = [manifest({}, { namespace: 'elsewhere' })];
  live.update();
  await until(() => live.size === 0, 'no watch of another namespace');
  assert.deepEqual(shown, []);
  visible = [manifest({})];
  live.update();
  await until(() => live.size === 2, 'watched again');
  for (const each of connections.open) connections.disconnect(each);
  await until(() => live.size === 0 && server.watches.length === 0, 'nothing is watched when disconnected');
  server.take();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([server.take(), shown], [[], []]);
});
