// What goes wrong between the client and a real Kubernetes: 401, 410, a slow answer, a cut session.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { parse, stringify } from 'yaml';
import { EventLines, reduce } from '../../client/src/cluster/collection.ts';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import { openLink } from '../../client/src/cluster/link.ts';
import { getStream } from '../../client/src/cluster/request.ts';
import { CutWire } from '../client/cutWire.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { withoutApiServer } from './start.ts';
import { until, value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'PETSET_TEST_KUBECONFIG names a cluster that may not have the images';

describe('faults on the way to a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let playground: Playground;
  let wire: CutWire;
  let tokenFile: string;
  const open: Connection[] = [];

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-faults');
    const text = await readFile(playground.kubeconfig, 'utf8');
    const server = /server: (\S+)/.exec(text)?.[1] ?? '';
    wire = await CutWire.to(server);
    await playground.kubectl('create', 'serviceaccount', 'watcher');
    await playground.kubectl('create', 'rolebinding', 'watcher', '--clusterrole=admin', `--serviceaccount=${playground.namespace}:watcher`);
    tokenFile = `${playground.kubeconfig}.token`;
    await playground.kubectl(
      'run',
      'sleeper',
      '--image=docker.io/library/busybox:1.36',
      '--image-pull-policy=IfNotPresent',
      '--command',
      '--',
      'sleep',
      '100000',
    );
    await playground.kubectl('wait', '--for=condition=Ready', 'pod/sleeper', '--timeout=60s');
    const config = parse(text.replaceAll(server, wire.url(server)));
    config.users.push({ name: 'rotating', user: { tokenFile } });
    config.contexts.push({ name: 'rotating', context: { ...config.contexts[0].context, user: 'rotating' } });
    await writeFile(playground.kubeconfig, stringify(config));
  });
  after(async () => {
    for (const each of open) each.close();
    wire?.mend();
    await playground?.remove();
    await wire?.close();
  });

  async function connected(contextName: string, timeoutMs = 5_000): Promise<Connection> {
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const pace = { firstMs: 50, mostMs: 300, steadyMs: 2_000, streamSeconds: 60 };
    const connection = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName, source, timeoutMs, pace }));
    open.push(connection);
    return connection;
  }

  test('401: a token that is not taken any more is said, and a new one in its file heals', async () => {
    assert.ok('kubeconfig' in cluster);
    const fresh = async (): Promise<void> =>
      await writeFile(tokenFile, await playground.kubectl(`--kubeconfig=${cluster.kubeconfig}`, '-n', playground.namespace, 'create', 'token', 'watcher'));
    await fresh();
    const connection = await connected('rotating');
    connection.watch({ kind: 'sets' }, () => undefined);
    value(await connection.sets());
    await writeFile(tokenFile, 'not-a-token');
    connection.relist();
    await until(() => connection.trouble?.kind === 'unauthorized', '401');
    value(await connection.sets());
    await fresh();
    connection.relist();
    await until(() => connection.trouble === undefined, 'healing');
  });

  test('410: a version that the server has forgotten ends the watch as one that must list again', async () => {
    assert.ok('kubeconfig' in cluster);
    // A cluster of some minutes remembers its first version; an API server that was started later does not.
    await withoutApiServer(async () => undefined);
    const source = { setting: cluster.kubeconfig, env: {}, home: tmpdir() };
    const link = value(openLink(value(await readKubeconfig(source)), cluster.context, source, 5_000));
    const lines = new EventLines();
    const ends: unknown[] = [];
    const query = { watch: 'true', resourceVersion: '1', timeoutSeconds: '2' };
    const result = await getStream(link, { path: '/api/v1/pods', query }, (chunk) =>
      ends.push(reduce({ items: new Map(), version: '1' }, lines.push(chunk), String).end),
    );
    const seen = result.ok ? ends : [{ kind: result.failure.kind }];
    assert.deepEqual(seen.filter((end) => end !== undefined)[0], { kind: 'gone' }, JSON.stringify(result));
  });

  test('a slow answer is not waited for longer than the time-out, and is taken when it comes in time', async () => {
    const connection = await connected(contextOf(), 700);
    wire.isSlow = true;
    const slow = await connection.sets();
    assert.ok(!slow.ok && slow.failure.kind === 'timeout', JSON.stringify(slow));
    const inTime = connection.sets();
    setTimeout(() => wire.mend(), 300);
    assert.ok((await inTime).ok);
  });

  test('a cut session says that the command may still be running', async () => {
    const connection = await connected(contextOf());
    const target = { namespace: playground.namespace, pod: 'sleeper', container: 'sleeper' };
    let text = '';
    const session = value(await connection.exec(target, { command: ['sh', '-c', 'echo up; sleep 1000'], onOutput: (more) => (text += more) }));
    await until(() => text.includes('up'), 'the session');
    wire.cut();
    const end = await session.ended;
    assert.equal(end.kind, 'lost', JSON.stringify(end));
    wire.mend();
    const again = value(await connection.run(target, ['echo', 'back'], { timeoutMs: 10_000, maxChars: 100 }));
    assert.deepEqual([again.stdout, again.end], ['back\n', { kind: 'exited', code: 0 }]);
  });

  test('many requests share a few connections', async () => {
    const connection = await connected(contextOf());
    const before = wire.count;
    for (let index = 0; index < 20; index++) value(await connection.sets());
    assert.ok(wire.count - before <= 1, `${wire.count - before} connections`);
  });

  const contextOf = (): string => ('kubeconfig' in cluster ? cluster.context : '');
});
