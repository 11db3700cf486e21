// That the cluster does what the other tests take for granted: pets start, have claims, names and peers, and can be spoken to.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { clusterForTests } from './cluster.ts';
import { places } from './places.ts';

const execute = promisify(execFile);
const manifest = join(import.meta.dirname, 'smoke.yaml');
const cluster = await clusterForTests();

describe('two pets', { skip: reasonToSkip(), timeout: 180_000 }, () => {
  before(async () => {
    await remove();
    await kubectl('apply', '-f', manifest);
    await kubectl('rollout', 'status', 'statefulset/web', '--timeout=90s');
  });
  after(remove);

  test('run, each with a bound claim', async () => {
    assert.equal(await kubectl('get', 'pods', '--selector=app=web', '-o', 'jsonpath={.items[*].status.phase}'), 'Running Running');
    assert.equal(await claims('.metadata.name'), 'data-web-0 data-web-1');
    assert.equal(await claims('.status.phase'), 'Bound Bound');
  });

  test("find each other's address by name", async () => {
    const address = await kubectl('get', 'pod', 'web-1', '-o', 'jsonpath={.status.podIP}');
    const answer = await inPet('web-0', 'getent hosts web-1.web.default.svc.cluster.local');
    assert.equal(answer.split(/\s+/)[0], address);
  });

  test('reach each other', async () => {
    const ask = "exec 3<>/dev/tcp/web-1.web/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; tail -n 1 <&3";
    assert.equal(await inPet('web-0', ask), 'page of web-1');
  });

  test('are found by the peer finder, those that were there', async () => {
    const [first, second] = ['web-0.web.default.svc.cluster.local', 'web-1.web.default.svc.cluster.local'];
    assert.equal(await inPet('web-0', 'cat /usr/share/nginx/html/peers'), first);
    assert.equal(await inPet('web-1', 'cat /usr/share/nginx/html/peers'), `${first}\n${second}`);
  });

  test('answer with the exit code of a command', async () => {
    await assert.rejects(inPet('web-0', 'exit 7'), { code: 7 });
  });
});

function reasonToSkip(): string | false {
  if ('skip' in cluster) return cluster.skip;
  return cluster.images ? false : 'PETSET_TEST_KUBECONFIG names another cluster, and this tests the one that is built here';
}

async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await execute(places.kubectl, [`--kubeconfig=${places.kubeconfig}`, ...args]);
  return stdout.trim();
}

function inPet(pet: string, script: string): Promise<string> {
  return kubectl('exec', pet, '--container=web', '--', 'bash', '-c', script);
}

function claims(field: string): Promise<string> {
  return kubectl('get', 'persistentvolumeclaims', '--selector=app=web', '-o', `jsonpath={.items[*]${field}}`);
}

async function remove(): Promise<void> {
  await kubectl('delete', '--ignore-not-found', '-f', manifest);
  await kubectl('wait', '--for=delete', 'pod', '--selector=app=web', '--timeout=60s');
  await kubectl('delete', '--ignore-not-found', 'persistentvolumeclaims', '--selector=app=web');
}
