// What sessions leave in a real pet whose first process waits for nobody, and what trying a hook does to its files.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { Pet } from '../../client/src/cluster/pets.ts';
import type { PetsSet } from '../../client/src/cluster/sets.ts';
import { holdsOf } from '../../client/src/views/holding.ts';
import { petNode } from '../../client/src/views/petNode.ts';
import { scriptWrites } from '../../server/src/idempotence/writes.ts';
import { CutWire } from '../client/cutWire.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { until, value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images';

const images = { box: 'docker.io/library/busybox:1.36', deb: 'docker.io/library/debian:12', finder: 'registry.k8s.io/e2e-test-images/pets/peer-finder:1.7' };

/** For the pets that shall be unwell in time: not before they are told. */
const readiness = ", readinessProbe: {exec: {command: [sh, -c, '[ ! -e /conf/unwell ]']}, periodSeconds: 1, failureThreshold: 1}";

/** The first process is sleep itself: it waits for none of its children. */
const manifest = Object.entries(images)
  .map(([name, image]) =>
    `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: ${name}}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${name}
  replicas: 1
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - {name: main, image: '${image}', command: [sleep, '100000'], volumeMounts: [{name: conf, mountPath: /conf}]READY}
      volumes: [{name: conf, emptyDir: {}}]
`.replace('READY', name === 'deb' ? readiness : ''),
  )
  .join('---\n');

/** Names and states of all processes but the first and the one that looks. */
const processes =
  'for s in /proc/[0-9]*/status; do while read -r k v w; do case $k in Name:) n=$v ;; State:) t=$v ;; Pid:) p=$v ;; esac; done <"$s"; [ "$p" = 1 ] || [ "$p" = $$ ] || echo "$n $t"; done';

describe('sessions in pets whose first process waits for nobody', { skip, timeout: 240_000 }, () => {
  let playground: Playground;
  let connection: Connection;
  let wire: CutWire;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-sessions');
    const file = join(tmpdir(), 'petset-sessions.yaml');
    await writeFile(file, manifest);
    await playground.kubectl('apply', '-f', file);
    for (const name of Object.keys(images)) await playground.kubectl('rollout', 'status', `statefulset/${name}`, '--timeout=90s');
    const text = await readFile(playground.kubeconfig, 'utf8');
    const server = /server: (\S+)/.exec(text)?.[1] ?? '';
    wire = await CutWire.to(server);
    await writeFile(playground.kubeconfig, text.replaceAll(server, wire.url(server)));
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const pace = { firstMs: 50, mostMs: 500, scoutMs: 300 };
    connection = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName: cluster.context, source, pace }));
  });
  after(async () => {
    connection?.close();
    wire?.mend();
    wire?.thaw();
    await playground?.remove();
    await wire?.close();
  });

  async function petOf(name: string): Promise<{ readonly set: PetsSet; readonly pet: Pet }> {
    const set = value(await connection.sets()).find((each) => each.name === name);
    assert.ok(set);
    const [pet] = value(await connection.pets(set));
    assert.ok(pet);
    return { set, pet };
  }

  const target = (name: string) => ({ namespace: playground.namespace, pod: `${name}-0`, container: 'main' });
  async function run(name: string, ...command: readonly string[]): Promise<string> {
    return value(await connection.run(target(name), command, { timeoutMs: 20_000, maxChars: 10_000 })).stdout;
  }
  const left = async (name: string): Promise<readonly string[]> => (await run(name, 'sh', '-c', processes)).split('\n').filter((line) => line !== '');
  /** What still runs may end by itself; a zombie stays. */
  async function nothingLeft(name: string, patienceMs = 25_000): Promise<void> {
    const end = Date.now() + patienceMs;
    let seen = await left(name);
    while (seen.length > 0 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen = await left(name);
    }
    assert.deepEqual(seen, []);
  }

  for (const name of Object.keys(images)) {
    test(`${name}: three questions, three more in one session, a cancel and a cut leave no process`, async () => {
      const { set, pet } = await petOf(name);
      assert.deepEqual(await left(name), []);
      for (let count = 0; count < 3; count++) {
        const report = value(await connection.peers(set, pet, 'main'));
        assert.deepEqual(
          report.peers.map((each) => [each.name, each.found]),
          [[`${name}-0`, true]],
          report.output,
        );
      }
      assert.deepEqual(await left(name), [], 'after three questions');
      const session = value(await connection.followPeers(set, pet, 'main'));
      for (let count = 0; count < 3; count++) assert.ok(value(await session.ask()).peers[0]?.found);
      assert.equal((await left(name)).length, 1, 'one process follows');
      session.close();
      await nothingLeft(name);
      const cancelled = connection.peers(set, pet, 'main', AbortSignal.timeout(40));
      await cancelled;
      await nothingLeft(name);
      const cut = value(await connection.followPeers(set, pet, 'main'));
      assert.ok((await cut.ask()).ok);
      const hanging = cut.ask();
      wire.cut();
      const end = await hanging;
      assert.ok(end.ok || end.failure.kind === 'unreachable', JSON.stringify(end));
      cut.close();
      wire.mend();
      await nothingLeft(name);
    });
  }

  /** As the command does it: look, ask the interpreter, try. */
  async function attempt(name: string, command: string, signal = new AbortController().signal) {
    const { set, pet } = await petOf(name);
    const question = { set, pet, container: 'main', command };
    const look = value(await connection.lookAtHook({ ...question, finders: ['peer-finder', '/peer-finder'] }));
    const { writes } = scriptWrites({ script: command, workingDir: look.workingDir, mounts: ['/conf'] });
    const paths = writes.filter(({ isExact, isFolder }) => isExact && !isFolder).map(({ path }) => path);
    const { runner } = connection.hookRunner('', command, look);
    let text = '';
    const end = value(await connection.tryHook({ ...question, runner, paths }, (more) => (text += more), signal));
    return { end, text, runner, paths };
  }

  const guide = async (): Promise<string> => {
    const text = await readFile('examples/petset_peers.yaml', 'utf8');
    return /"-on-start=(\(readarray[\s\S]*?)",\n/.exec(text)?.[1]?.replaceAll('\\"', '"').replace('/usr/share/nginx/html', '/conf') ?? '';
  };

  test("the guide's own script runs as with its peer-finder, and is undone on request", async () => {
    await run('deb', 'sh', '-c', 'echo before >/conf/nginx.conf');
    const { end, text, runner, paths } = await attempt('deb', await guide());
    assert.deepEqual([runner, paths, end.kind === 'ran' && end.code], ['shell', ['/conf/index.html', '/conf/nginx.conf'], 0], text);
    assert.match(await run('deb', 'cat', '/conf/nginx.conf'), /^events \{\} http \{ server \{ root/);
    assert.ok(end.kind === 'ran' && end.kept !== undefined);
    value(await connection.settleCopies(target('deb'), end.kept, 'restore'));
    assert.equal(await run('deb', 'sh', '-c', 'cat /conf/nginx.conf; ls /conf; ls -d /tmp/petset-kept-*'), 'before\nnginx.conf\n');
    assert.deepEqual(await left('deb'), []);
  });

  test('where the image has no bash nothing is run, and nothing is overwritten', async () => {
    await run('box', 'sh', '-c', 'echo before >/conf/nginx.conf');
    const { end } = await attempt('box', await guide());
    assert.equal(end.kind, 'notRun', JSON.stringify(end));
    assert.equal(await run('box', 'sh', '-c', 'cat /conf/nginx.conf; ls /conf'), 'before\nnginx.conf\n');
  });

  test('the peer-finder of Kubernetes is known in its image, and runs a program', async () => {
    await run('finder', 'sh', '-c', 'printf "#!/bin/sh\\ncat >/conf/list\\n" >/conf/hook; chmod 755 /conf/hook');
    const { end, runner } = await attempt('finder', '/conf/hook');
    assert.deepEqual([runner, end.kind === 'ran' && end.code], ['program', 0]);
    assert.equal(await run('finder', 'cat', '/conf/list'), 'finder-0.finder.petset-sessions.svc.cluster.local');
  });

  test('a script that fails, is cancelled, or loses its connection is undone by the pet', async () => {
    const spoil = (rest: string): string => `(echo spoilt >/conf/nginx.conf; echo x >/conf/new; ${rest})`;
    await run('deb', 'sh', '-c', 'echo before >/conf/nginx.conf');
    const same = async (how: string): Promise<void> => {
      const end = Date.now() + 15_000;
      const look = async (): Promise<string> => await run('deb', 'sh', '-c', 'cat /conf/nginx.conf; ls /conf');
      while ((await look()) !== 'before\nnginx.conf\n' && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
      assert.equal(await look(), 'before\nnginx.conf\n', how);
    };
    const failed = await attempt('deb', spoil('exit 7'));
    assert.deepEqual(failed.end, { kind: 'ran', code: 7 });
    await same('failed');
    const spoilt = async (): Promise<void> => {
      const end = Date.now() + 15_000;
      while (
        (await playground.kubectl(
          `--kubeconfig=${'kubeconfig' in cluster ? cluster.kubeconfig : ''}`,
          '-n',
          playground.namespace,
          'exec',
          'deb-0',
          '--',
          'cat',
          '/conf/nginx.conf',
        )) !== 'spoilt' &&
        Date.now() < end
      )
        await new Promise((resolve) => setTimeout(resolve, 200));
    };
    const cancel = new AbortController();
    const cancelled = attempt('deb', spoil('sleep 300; exit 0'), cancel.signal);
    await spoilt();
    cancel.abort();
    assert.equal((await cancelled).end.kind, 'cut');
    await same('cancelled');
    const lost = attempt('deb', spoil('sleep 300; exit 0'));
    await spoilt();
    wire.cut();
    assert.equal((await lost).end.kind, 'cut');
    wire.mend();
    await same('lost');
    assert.deepEqual(
      (await left('deb')).filter((each) => !each.endsWith(' Z')),
      [],
      'nothing runs on',
    );
  });

  test('a frozen network is told while it lasts; then all watches are right within 5 s of each other', async () => {
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    assert.ok('kubeconfig' in cluster);
    const pace = { pingMs: 1_000, pongMs: 1_000, firstMs: 200, mostMs: 30_000 };
    const other = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName: cluster.context, source, timeoutMs: 2_000, pace }));
    const set = (await petOf('box')).set;
    const stops = [{ kind: 'sets' } as const, { kind: 'pods', set } as const, { kind: 'claims', set } as const].map((topic) =>
      other.watch(topic, () => undefined),
    );
    value(await other.sets());
    value(await other.pets(set));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal(other.trouble, undefined, 'a real server gives its sign of life');
    wire.freeze();
    await until(() => other.trouble !== undefined, 'the silence');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'scale', 'statefulset/box', '--replicas=2');
    wire.thaw();
    const thawed = Date.now();
    await until(() => other.trouble === undefined, 'healing');
    assert.ok(Date.now() - thawed < 5_000, `${Date.now() - thawed} ms`);
    assert.equal(value(await other.sets()).find(({ name }) => name === 'box')?.desired, 2);
    for (const stop of stops) stop();
    other.close();
    // Its connections of before are dead, and it watched nothing that could have told.
    await connection.sets();
  });

  test('a pet that the server refuses shows why; one that is not wanted says for whom it stays', async () => {
    assert.ok('kubeconfig' in cluster);
    const { set } = await petOf('deb');
    const stops = [{ kind: 'sets' } as const, { kind: 'pods', set } as const].map((topic) => connection.watch(topic, () => undefined));
    const used = value(await connection.sets()).length + 1;
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'create', 'quota', 'few', `--hard=pods=${used}`);
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'scale', 'statefulset/deb', '--replicas=3');
    let wanted = { ...set, desired: 3 };
    await connection.pets(wanted);
    stops.push(connection.watch({ kind: 'events', namespace: set.namespace, pod: set.name }, () => undefined));
    const lines = async (): Promise<string> => {
      const pets = value(await connection.pets(wanted));
      const holdOf = holdsOf(wanted, pets, await connection.setEvents(wanted));
      return pets.map((pet) => `${pet.name} ${petNode(connection, '', wanted, pet, holdOf(pet)).description}`).join('\n');
    };
    let seen = '';
    const end = Date.now() + 40_000;
    while (!/deb-\d not created · .*exceeded quota: few/.test(seen) && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      seen = await lines();
    }
    assert.match(seen, /deb-\d not created · .*exceeded quota: few/);
    // Now the first is not well, and the set shall shrink: the controller takes none away meanwhile.
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'delete', 'quota', 'few');
    wanted = { ...set, desired: 2 };
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'rollout', 'status', 'statefulset/deb', '--timeout=60s');
    await run('deb', 'touch', '/conf/unwell');
    const unready = Date.now() + 30_000;
    while (!/^deb-0 Running, not ready/m.test(await lines()) && Date.now() < unready) await new Promise((resolve) => setTimeout(resolve, 200));
    await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'scale', 'statefulset/deb', '--replicas=2');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    seen = await lines();
    assert.match(seen, /^deb-2 Running · not wanted any more · stays until deb-0 is ready \(Running, not ready\)$/m);
    for (const stop of stops) stop();
  });
});
