// The API server goes away under open watches, and comes back.

import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { withoutApiServer } from './start.ts';
import { until, value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that is not ours to stop';

describe('an API server that is stopped and started', { skip, timeout: 180_000 }, () => {
  let playground: Playground;
  let connection: Connection;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-outage');
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const pace = { firstMs: 100, mostMs: 1_000, steadyMs: 2_000, streamSeconds: 60 };
    connection = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName: cluster.context, source, timeoutMs: 5_000, pace }));
  });
  after(async () => {
    connection?.close();
    await playground?.remove();
  });

  test('is said while it is away; what happened meanwhile is seen when it is back', async () => {
    let changes = 0;
    connection.watch({ kind: 'sets' }, () => changes++);
    assert.deepEqual(value(await connection.sets()), []);
    assert.equal(connection.trouble, undefined);
    await withoutApiServer(async () => {
      await until(() => connection.trouble !== undefined, 'the trouble is said');
      assert.deepEqual(value(await connection.sets()), [], 'what was read last stays');
      const direct = await connection.namespaces();
      assert.ok(!direct.ok && direct.failure.message !== '', JSON.stringify(direct));
    });
    await until(() => connection.trouble === undefined, 'healing');
    const before = changes;
    await playground.kubectl('create', '-f', 'examples/statefulset_vm.yaml');
    await until(() => changes > before, 'the new set');
    assert.deepEqual(
      value(await connection.sets()).map((set) => set.name),
      ['vm'],
    );
  });
});
