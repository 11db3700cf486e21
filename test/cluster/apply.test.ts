// Diff, trial and apply of a manifest on a real Kubernetes.

import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { forbiddenChanges } from '../../client/src/cluster/immutable.ts';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { Declared, Plan } from '../../client/src/cluster/plan.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;

const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: tried}
spec:
  serviceName: tried
  replicas: 0
  selector: {matchLabels: {app: tried}}
  template:
    metadata: {labels: {app: tried}}
    spec:
      containers: [{name: main, image: nowhere/none, ports: [{containerPort: 80}]}]
`;

function declared(text: string): Declared {
  const value = parse(text, { uniqueKeys: false });
  return { apiVersion: value.apiVersion, kind: value.kind, name: value.metadata.name, namespace: '', text, value };
}

describe('manifests on a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let playground: Playground;
  let connection: Connection;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-apply');
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const kubeconfig = value(await readKubeconfig(source));
    connection = value(await connect({ kubeconfig, contextName: cluster.context, source }));
  });
  after(async () => {
    connection?.close();
    await playground?.remove();
  });

  const plan = async (text: string): Promise<Plan> => value(await connection.plan(declared(text)));
  const refused = async (text: string): Promise<readonly string[]> =>
    (await plan(text)).refused.map(({ path, line }) => (line === undefined ? path : `line ${line}`));

  test('what it refuses to create is said field by field, and nothing is there afterwards', async () => {
    assert.deepEqual(await refused(`${text}  foo: 1\n  bar: 2\n`), ['spec.bar', 'spec.foo']);
    assert.deepEqual(await refused(text.replace('replicas: 0', 'replicas: -1').replace('containerPort: 80', 'containerPort: 99999')), [
      'spec.replicas',
      'spec.template.spec.containers[0].ports[0].containerPort',
    ]);
    assert.deepEqual(await refused(text.replace('replicas: 0', 'replicas: many')), ['spec.replicas']);
    assert.deepEqual(await refused(`${text}  replicas: 3\n`), ['line 11']);
    assert.equal((await plan(text)).isNew, true);
    assert.equal(await playground.kubectl('get', 'statefulset', '-o', 'name'), '');
  });

  test('applied, without a difference afterwards; a change is known before it is made', async () => {
    const object = declared(text);
    value(await connection.apply(object, value(await connection.plan(object))));
    const same = await plan(text);
    assert.deepEqual([same.isNew, same.changes], [false, []]);
    const changed = await plan(text.replace('nowhere/none', 'nowhere/other').replace('replicas: 0', 'replicas: 0\n  minReadySeconds: 5'));
    assert.deepEqual(changed.changes, [
      { path: 'spec.template.spec.containers[0].image', before: 'nowhere/none', after: 'nowhere/other' },
      { path: 'spec.minReadySeconds', before: undefined, after: 5 },
    ]);
    const { before, after } = connection.texts(changed);
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    assert.deepEqual(
      added.map((line) => line.trim()),
      ['minReadySeconds: 5', '- image: nowhere/other'],
    );
    assert.equal(await playground.kubectl('get', 'statefulset', 'tried', '-o', 'jsonpath={.spec.minReadySeconds}'), '');
  });

  test('what may not change: the server refuses the very fields that we name beforehand', async () => {
    const live = JSON.parse(await playground.kubectl('get', 'statefulset', 'tried', '-o', 'json'));
    for (const [from, to, path] of [
      ['serviceName: tried', 'serviceName: other', 'spec.serviceName'],
      ['replicas: 0', 'podManagementPolicy: Parallel', 'spec.podManagementPolicy'],
      [
        'replicas: 0',
        'volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}]',
        'spec.volumeClaimTemplates',
      ],
    ] as const) {
      const other = text.replace(from, to);
      assert.deepEqual(await refused(other), ['spec'], to);
      assert.deepEqual(
        forbiddenChanges('StatefulSet', live, parse(other)).map((change) => change.path),
        [path],
      );
    }
    for (const [from, to] of [
      ['replicas: 0', 'replicas: 1'],
      ['replicas: 0', 'revisionHistoryLimit: 3'],
      ['{containerPort: 80}', '{containerPort: 81}'],
    ] as const) {
      const other = text.replace(from, to);
      assert.deepEqual(await refused(other), [], to);
      assert.deepEqual(forbiddenChanges('StatefulSet', live, parse(other)), []);
    }
  });

  test('what a user of few rights may not do is known beforehand', async () => {
    assert.equal((await connection.denied()).size, 0);
    await playground.kubectl('create', 'serviceaccount', 'reader');
    await playground.kubectl('create', 'role', 'reader', '--verb=get,list,watch', '--resource=pods,pods/log,statefulsets.apps');
    await playground.kubectl('create', 'rolebinding', 'reader', '--role=reader', `--serviceaccount=${playground.namespace}:reader`);
    const token = await playground.kubectl('create', 'token', 'reader');
    await playground.kubectl('config', 'set-credentials', 'reader', `--token=${token}`);
    assert.ok('kubeconfig' in cluster);
    await playground.kubectl(
      'config',
      'set-context',
      'reader',
      '--user=reader',
      `--namespace=${playground.namespace}`,
      `--cluster=${await playground.kubectl('config', 'view', '-o', 'jsonpath={.contexts[0].context.cluster}')}`,
    );
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const reader = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName: 'reader', source }));
    assert.deepEqual([...(await reader.denied()).keys()], ['exec', 'forward', 'delete', 'annotate', 'scale']);
    assert.ok((await reader.sets()).ok);
    reader.close();
  });

  test('fields that kubectl manages are said, and taken over', async () => {
    await playground.kubectl('scale', 'statefulset/tried', '--replicas=1');
    const object = declared(text);
    const conflicting = value(await connection.plan(object));
    assert.match(conflicting.conflicts.join(), /^spec\.replicas: conflict with /);
    assert.deepEqual(conflicting.changes, [{ path: 'spec.replicas', before: 1, after: 0 }]);
    value(await connection.apply(object, conflicting));
    assert.equal(await playground.kubectl('get', 'statefulset', 'tried', '-o', 'jsonpath={.spec.replicas}'), '0');
  });
});
