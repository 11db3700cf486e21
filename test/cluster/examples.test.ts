// The examples on a real Kubernetes, seen through the client's own code and then through a real VS Code.

import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { Pet } from '../../client/src/cluster/pets.ts';
import type { PetsSet } from '../../client/src/cluster/sets.ts';
import { passesOnExamples } from '../editor/onExamples.ts';
import { clusterForTests } from './cluster.ts';
import { places } from './places.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

const root = join(import.meta.dirname, '../..');
const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images of the examples';

describe('the examples on a real Kubernetes', { skip, timeout: 600_000 }, () => {
  let playground: Playground;
  let connection: Connection;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-examples');
    for (const name of ['statefulset_vm.yaml', 'statefulset_peers.yaml']) await playground.kubectl('apply', '-f', join(root, 'examples', name));
    for (const set of ['vm', 'web']) await playground.kubectl('rollout', 'status', `statefulset/${set}`, '--timeout=180s');
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const kubeconfig = value(await readKubeconfig(source));
    connection = value(await connect({ kubeconfig, contextName: cluster.context, source }));
  });
  after(() => playground?.remove());

  async function setCalled(name: string): Promise<PetsSet> {
    const set = value(await connection.sets()).find((each) => each.name === name);
    assert.ok(set, name);
    return set;
  }

  async function petsOf(name: string): Promise<readonly Pet[]> {
    return value(await connection.pets(await setCalled(name)));
  }

  test('sets, pets by ordinal, init steps and claims are read', async () => {
    assert.deepEqual(
      value(await connection.sets()).map((s) => `${s.kind} ${s.name} ${s.ready}/${s.desired} ${s.serviceName}`),
      ['StatefulSet vm 2/2 ub', 'StatefulSet web 2/2 nginx'],
    );
    const pets = await petsOf('vm');
    assert.deepEqual(
      pets.map((p) => `${p.name} ${p.pod?.phase} ${p.pod?.ready}`),
      ['vm-0 Running true', 'vm-1 Running true'],
    );
    assert.deepEqual(
      pets[0]?.pod?.initContainers.map((c) => c.name),
      ['rootfs'],
    );
    const claims = value(await connection.claims(await setCalled('vm'), pets[0] as Pet));
    assert.deepEqual(
      claims.map((c) => `${c.name} ${c.phase}`),
      ['usr-vm-0 Bound', 'etc-vm-0 Bound'],
    );
  });

  test('a terminal: type, read, resize, exit code', async () => {
    let screen = '';
    const target = { namespace: playground.namespace, pod: 'vm-1', container: 'ub' };
    const session = value(
      await connection.exec(target, { command: ['bash', '--norc'], terminal: { columns: 80, rows: 24 }, onOutput: (text) => (screen += text) }),
    );
    const reads = async (wanted: RegExp): Promise<void> => {
      for (let i = 0; i < 200 && !wanted.test(screen); i++) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.match(screen, wanted);
    };
    session.write('echo grü$((40+2))ße\n');
    await reads(/grü42ße/);
    session.resize({ columns: 101, rows: 33 });
    // The size goes another way than what is typed, and may come later.
    session.write('until [ "$(stty size)" = "33 101" ]; do sleep 0.1; done; stty size\n');
    await reads(/[\r\n]33 101/);
    session.write('exit 5\n');
    assert.deepEqual(await session.ended, { kind: 'exited', code: 5 });
  });

  test('a command gets its arguments as they are, whatever a shell would make of them', async () => {
    const target = { namespace: playground.namespace, pod: 'vm-0', container: 'ub' };
    const odd = `a b'c"d$(touch /tmp/pasted);\n*`;
    const result = value(await connection.run(target, ['printf', '%s', odd], { timeoutMs: 20_000, maxChars: 1000 }));
    assert.equal(result.stdout, odd);
  });

  test('logs of an init step', async () => {
    let text = '';
    value(
      await connection.logs(
        { namespace: playground.namespace, pod: 'web-1', container: 'peerfinder' },
        { follow: false, previous: false, tailLines: 100 },
        (more) => (text += more),
      ),
    );
    assert.match(text, /web-0\.nginx\.petset-examples\.svc\.cluster\.local/);
  });

  test('the on-start script of the example runs again with the peers of now, and says how it ended', async () => {
    const [set, pet] = [await setCalled('web'), (await petsOf('web'))[1] as Pet];
    assert.deepEqual(
      pet.pod?.initContainers.map((each) => each.hooks),
      [[{ flag: 'on-start', command: '/scripts/on-start', finder: '' }]],
    );
    let text = '';
    const question = { set, pet, container: 'nginx', command: '(read first; echo "$first is the first"; exit 4)', runner: 'shell', paths: [] } as const;
    const end = value(await connection.tryHook(question, (more) => (text += more), new AbortController().signal));
    assert.match(text, /^web-0\.nginx\.petset-examples\.svc\.cluster\.local is the first$/m);
    assert.deepEqual(end, { kind: 'ran', code: 4 });
  });

  test('a port of a pet on this machine', async () => {
    const forward = value(await connection.forward({ namespace: playground.namespace, pod: 'web-0', port: 80 }, assert.fail));
    for (const _ of [1, 2]) assert.match(await (await fetch(`http://127.0.0.1:${forward.localPort}/`)).text(), /^This is web-0\.$/m);
    forward.stop();
    await assert.rejects(fetch(`http://127.0.0.1:${forward.localPort}/`));
    const faults: string[] = [];
    const closed = value(await connection.forward({ namespace: playground.namespace, pod: 'web-0', port: 4711 }, (message) => faults.push(message)));
    await assert.rejects(fetch(`http://127.0.0.1:${closed.localPort}/`));
    closed.stop();
    assert.match(faults.join('\n'), /refused/);
  });

  test('each pet finds all peers', async () => {
    const set = await setCalled('web');
    for (const pet of await petsOf('web')) {
      const report = value(await connection.peers(set, pet, 'nginx'));
      assert.deepEqual(
        report.peers.map((p) => [p.name.split('.')[0], p.found]),
        [
          ['web-0', true],
          ['web-1', true],
        ],
        report.output,
      );
    }
  });

  test('a peer finder of this machine is copied into a pet once, and run there', async () => {
    const set = await setCalled('web');
    const pet = (await petsOf('web'))[1];
    assert.ok(pet);
    const target = { namespace: playground.namespace, pod: pet.name, container: 'nginx' };
    const { binaries } = JSON.parse(await readFile(places.builds, 'utf8')) as { readonly binaries: { readonly peerFinder: string } };
    const path = value(await connection.bringProgram(target, binaries.peerFinder));
    assert.equal(value(await connection.bringProgram(target, binaries.peerFinder)), path);
    const size = value(await connection.run(target, ['sh', '-c', 'wc -c < "$1"', 'sh', path], { timeoutMs: 20_000, maxChars: 100 }));
    assert.equal(Number(size.stdout), (await stat(binaries.peerFinder)).size);
    const report = value(await connection.peers(set, pet, 'nginx', undefined, path));
    assert.deepEqual([report.way, report.peers.map((p) => p.found)], [path, [true, true]], report.output);
    const missing = await connection.bringProgram(target, '/no/such/program');
    assert.ok(!missing.ok && /cannot be read from \/no\/such\/program/.test(missing.failure.message));
  });

  test('what is changed in a pet of the VM pattern survives its re-creation: its init container is idempotent', async () => {
    const target = { namespace: playground.namespace, pod: 'vm-0', container: 'ub' };
    const write = await connection.run(target, ['sh', '-c', 'echo changed > /etc/motd && rm /etc/issue'], { timeoutMs: 20_000, maxChars: 1000 });
    assert.ok(write.ok);
    const before = (await petsOf('vm'))[0]?.pod?.uid;
    await playground.kubectl('delete', 'pod', 'vm-0', '--wait=true');
    await playground.kubectl('rollout', 'status', 'statefulset/vm', '--timeout=120s');
    assert.notEqual((await petsOf('vm'))[0]?.pod?.uid, before);
    const read = value(await connection.run(target, ['sh', '-c', 'cat /etc/motd; ls /etc/issue'], { timeoutMs: 20_000, maxChars: 1000 }));
    assert.equal(read.stdout, 'changed\n');
  });

  test('in a real VS Code: connect, the tree, a terminal, logs, peers', async (t) => {
    await playground.explaining(passesOnExamples(t, 'live', { settings: { 'petset.kubeconfig': playground.kubeconfig }, timeoutMs: 240_000 }));
  });
});
