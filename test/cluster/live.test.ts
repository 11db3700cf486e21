// The live half on a real Kubernetes: what the watches tell while a set is made, hurt, scaled, and while the way to the server is cut.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { PetsSet } from '../../client/src/cluster/sets.ts';
import { petStatus } from '../../client/src/views/status.ts';
import { CutWire } from '../client/cutWire.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { until, value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images';

const manifest = `apiVersion: v1
kind: Service
metadata: {name: live}
spec: {clusterIP: None, selector: {app: live}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: live}
spec:
  serviceName: live
  replicas: 2
  selector: {matchLabels: {app: live}}
  template:
    metadata: {labels: {app: live}}
    spec:
      terminationGracePeriodSeconds: 0
      initContainers: [{name: first, image: 'docker.io/library/busybox:1.36', command: [sh, -c, sleep 1]}]
      containers:
        - {name: main, image: 'docker.io/library/busybox:1.36', command: [sh, -c, 'echo up; exec sleep 100000'], volumeMounts: [{name: scratch, mountPath: /scratch}]}
      volumes: [{name: scratch, emptyDir: {}}]
  volumeClaimTemplates:
    - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}
`;

describe('live on a real Kubernetes', { skip, timeout: 300_000 }, () => {
  let playground: Playground;
  let connection: Connection;
  let wire: CutWire;
  const stops: (() => void)[] = [];
  /** Every state of the pets that was seen, in order. */
  const story: string[] = [];

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-live');
    const text = await readFile(playground.kubeconfig, 'utf8');
    const server = /server: (\S+)/.exec(text)?.[1] ?? '';
    wire = await CutWire.to(server);
    await writeFile(playground.kubeconfig, text.replaceAll(server, wire.url(server)));
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const pace = { firstMs: 50, mostMs: 500, steadyMs: 2_000, streamSeconds: 60 };
    const kubeconfig = value(await readKubeconfig(source));
    connection = value(await connect({ kubeconfig, contextName: cluster.context, source, pace }));
    stops.push(connection.watch({ kind: 'sets' }, () => undefined));
  });
  after(async () => {
    for (const stop of stops) stop();
    connection?.close();
    wire?.mend();
    await playground?.remove();
    await wire?.close();
  });

  const apply = async (): Promise<void> => {
    const file = join(tmpdir(), 'petset-live.yaml');
    await writeFile(file, manifest);
    await playground.kubectl('apply', '-f', file);
  };
  const theSet = async (): Promise<PetsSet | undefined> => value(await connection.sets()).find((set) => set.name === 'live');
  const theLine = async (): Promise<string> => {
    const set = await theSet();
    if (set === undefined) return 'no set';
    const pets = value(await connection.pets(set));
    return pets.map((pet) => `${pet.ordinal} ${petStatus(pet).text}`).join(', ');
  };
  /** Looks at what the watches know: no request is made for it. */
  async function comes(wanted: RegExp, patienceMs = 60_000): Promise<void> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const line = await theLine();
      if (line !== story.at(-1)) story.push(line);
      if (wanted.test(line)) return;
      if (Date.now() > end) assert.match(line, wanted, story.join('\n'));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  test('made, initialized, ready: one after another', async () => {
    await comes(/^no set$/);
    await apply();
    await comes(/^0 \S/);
    const set = await theSet();
    assert.ok(set);
    for (const kind of ['pods', 'claims'] as const) stops.push(connection.watch({ kind, set }, () => undefined));
    await comes(/^0 Init:0\/1, 1 not created$/);
    await comes(/^0 Running, 1 Running$/, 120_000);
    assert.ok(
      story.some((line) => /^0 Running, 1 (not created|Pending|Init)/.test(line)),
      story.join('\n'),
    );
  });

  test('killed and made again', async () => {
    await playground.kubectl('delete', 'pod', 'live-0', '--wait=false');
    await comes(/^0 (Terminating|not created|Pending|Init\S*), 1 Running$/);
    await comes(/^0 Running, 1 Running$/);
  });

  test('scaled up and down; the claim that stays is known', async () => {
    await playground.kubectl('scale', 'statefulset/live', '--replicas=3');
    await comes(/^0 Running, 1 Running, 2 Running$/);
    await playground.kubectl('scale', 'statefulset/live', '--replicas=1');
    await comes(/^0 Running$/);
    const set = await theSet();
    assert.ok(set);
    const orphans = value(await connection.orphanClaims(set));
    assert.deepEqual(
      orphans.map((claim) => `${claim.name} ${claim.phase}`),
      ['data-live-1 Bound', 'data-live-2 Bound'],
    );
  });

  test('care: this very pod is deleted or none, scale and YAML', async () => {
    const set = await theSet();
    assert.ok(set);
    const wrong = await connection.deletePod(set.namespace, 'live-0', '00000000-0000-0000-0000-000000000000');
    assert.ok(!wrong.ok && wrong.failure.kind === 'conflict', JSON.stringify(wrong));
    const [pet] = value(await connection.pets(set));
    assert.deepEqual(pet?.pod?.emptyDirs, ['scratch']);
    value(await connection.deletePod(set.namespace, 'live-0', pet?.pod?.uid ?? ''));
    await comes(/^0 (Terminating|not created|Pending|Init\S*)$/);
    await comes(/^0 Running$/);
    value(await connection.scale(set, 2));
    await comes(/^0 Running, 1 Running$/);
    value(await connection.scale(set, 1));
    await comes(/^0 Running$/);
    assert.match(value(await connection.yaml({ kind: 'set', set })), /^kind: StatefulSet$/m);
    assert.ok(value(await connection.namespaces()).includes(playground.namespace));
    assert.ok(value(await connection.events(set, 'live-0')).some((event) => event.reason === 'Started'));
  });

  test('the way to the server is cut, and mended', async () => {
    assert.ok('kubeconfig' in cluster);
    wire.cut();
    await until(() => connection.trouble !== undefined, 'the trouble');
    assert.match(await theLine(), /^0 Running$/);
    const direct = `--kubeconfig=${cluster.kubeconfig}`;
    await playground.kubectl(direct, '-n', playground.namespace, 'scale', 'statefulset/live', '--replicas=2');
    const before = wire.count;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.ok(wire.count - before < 60, `${wire.count - before} connections in 3 s of three watches`);
    wire.mend();
    await comes(/^0 Running, 1 Running$/);
    await until(() => connection.trouble === undefined, 'healing');
  });
});
