import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { delayMs, type Pace, usualPace } from '../../../client/src/cluster/backoff.ts';
import { type Collection, EventLines, reduce } from '../../../client/src/cluster/collection.ts';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import { arrange, toPodEntry } from '../../../client/src/cluster/pets.ts';
import { toSet } from '../../../client/src/cluster/sets.ts';
import type { WirePod } from '../../../client/src/cluster/wire.ts';
import { petStatus } from '../../../client/src/views/status.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { until } from '../testContext.ts';
import { recordings, WatchServer } from '../watchServer.ts';

const empty: Collection<unknown> = { items: new Map(), version: '1' };
const same = (object: unknown): unknown => object;
const quick: Pace = { ...usualPace, firstMs: 5, mostMs: 40, steadyMs: 60_000, streamSeconds: 60, scoutMs: 50 };
const petSets = '/apis/apps/v1alpha1/namespaces/default/petsets';
const petSet = (name: string, replicas = 1) => ({ metadata: { name }, spec: { replicas, selector: { matchLabels: { app: name } } } });

test('the recorded creation, deletion and scaling of 2016, event by event', () => {
  const vm = toSet('PetSet', 'apps/v1alpha1', 'default', { metadata: { name: 'vm' }, spec: { replicas: 2 } });
  let pods: Collection<WirePod> = { items: new Map(), version: '' };
  const told: string[] = [];
  for (const story of ['a-create', 'b-delete-pod', 'c-scale'] as const) {
    for (const { event } of recordings[story].streams.pods) {
      pods = reduce(pods, [event], (object) => object as WirePod).collection;
      assert.equal(pods.version, event.object.metadata.resourceVersion);
      const { pets } = arrange(vm, [...pods.items.values()].map(toPodEntry));
      const line = pets.map((pet) => `${pet.ordinal} ${petStatus(pet).text}`).join(', ');
      if (line !== told.at(-1)) told.push(line);
    }
  }
  const at = (wanted: string): number => told.indexOf(wanted);
  assert.ok(at('0 Init:0/1, 1 not created') >= 0, told.join('\n'));
  assert.ok(at('0 Running, 1 not created') > at('0 Init:0/1, 1 not created'), told.join('\n'));
  assert.ok(at('0 Running, 1 Running') > at('0 Running, 1 not created'), told.join('\n'));
  assert.ok(told.includes('0 Terminating, 1 Running') && told.includes('0 not created, 1 Running'), told.join('\n'));
  assert.ok(told.includes('0 Running, 1 Running, 2 Running'), told.join('\n'));
  assert.equal(told.at(-1), '0 Running, 1 not created');
});

test('both forms of "too old" are the same, and other errors are told', () => {
  const error = (code: number, message: string) => ({ type: 'ERROR', object: { code, message } });
  assert.deepEqual(reduce(empty, [error(410, 'too old resource version: 3335 (3508)')], same).end, { kind: 'gone' });
  assert.deepEqual(reduce(empty, [error(500, 'etcd is gone')], same).end, { kind: 'failed', message: 'etcd is gone' });
  assert.deepEqual(reduce(empty, [{ kind: 'Status', code: 500, message: 'invalid syntax' }], same).end, { kind: 'failed', message: 'invalid syntax' });
  const late = reduce(empty, [{ type: 'ADDED', object: { metadata: { name: 'a', resourceVersion: '7' } } }, error(410, '')], same);
  assert.deepEqual([[...late.collection.items.keys()], late.collection.version], [['a'], '7'], 'what came before the error counts');
});

test('a bookmark moves the version and nothing else; the collection before stays as it was', () => {
  const step = reduce(empty, [{ type: 'BOOKMARK', object: { metadata: { resourceVersion: '90' } } }], same);
  assert.deepEqual([step.collection.version, step.collection.items.size], ['90', 0]);
  reduce(empty, [{ type: 'ADDED', object: { metadata: { name: 'a' } } }], same);
  assert.equal(empty.items.size, 0);
});

test('events are read however the bytes are cut', () => {
  const text = `${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'grün' } } })}\n\n{"type":"BOOKMARK"}\nnonsense\n`;
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const lines = new EventLines();
    const events = [];
    for (let at = 0; at < bytes.length; at += size) events.push(...lines.push(bytes.subarray(at, at + size)));
    assert.deepEqual(events, [{ type: 'ADDED', object: { metadata: { name: 'grün' } } }, { type: 'BOOKMARK' }, {}], `pieces of ${size}`);
  }
});

test('pauses double, are bounded, and half of them is chance', () => {
  assert.deepEqual(
    [0, 1, 2, 20, 2_000].map((attempt) => delayMs(usualPace, attempt, 1)),
    [200, 400, 800, 30_000, 30_000],
  );
  assert.equal(delayMs(usualPace, 1, 0), 200);
});

async function watching(t: { after(done: () => unknown): void }, kind: 'old' | 'current' = 'old', pace = quick) {
  const server = await WatchServer.start(kind);
  t.after(() => server.close());
  const source = { setting: await kubeconfigFor(server.url), env: {}, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const connection = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source, timeoutMs: 1_000, pace });
  assert.ok(connection.ok);
  let changes = 0;
  const stop = connection.value.watch({ kind: 'sets' }, () => changes++);
  t.after(stop);
  await until(() => server.watches.length === 1, 'the watch');
  return { server, connection: connection.value, stop, changes: () => changes };
}

const namesOf = async (connection: Connection): Promise<string> => {
  const sets = await connection.sets();
  assert.ok(sets.ok);
  return sets.value.map((set) => `${set.name}:${set.desired}`).join(' ');
};

/** Reads are free while a watch is open. */
async function seen(connection: Connection, wanted: string): Promise<void> {
  const end = Date.now() + 5_000;
  for (let last = ''; last !== wanted; last = await namesOf(connection)) {
    if (Date.now() > end) assert.equal(last, wanted);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('while a watch is open, reading asks nobody', async (t) => {
  const { server, connection, stop } = await watching(t);
  server.take();
  server.emit(petSets, 'ADDED', petSet('vm'));
  await seen(connection, 'vm:1');
  server.emit(petSets, 'MODIFIED', petSet('vm', 3));
  await seen(connection, 'vm:3');
  assert.deepEqual(server.take(), []);
  stop();
  await until(() => server.watches.length === 0, 'the end of the watch');
  assert.equal(await namesOf(connection), 'vm:3');
  assert.equal(server.take().length, 1);
});

test('bookmarks are asked for where they exist; a version never with a list, always with a watch', async (t) => {
  for (const kind of ['old', 'current'] as const) {
    const { server } = await watching(t, kind);
    const asked = server.take();
    const [list, watch] = asked.filter((each) => each.includes('namespaces/default'));
    assert.ok(list?.includes('limit=500') && !list.includes('resourceVersion'), list);
    assert.match(watch ?? '', /watch=true&resourceVersion=1000&timeoutSeconds=60/);
    assert.equal(watch?.includes('allowWatchBookmarks'), kind === 'current');
  }
});

test('a watch that ends goes on from where it stood, also after a cut, and says nothing of a single cut', async (t) => {
  const { server, connection } = await watching(t, 'old', { ...quick, steadyMs: 0 });
  for (const how of ['end', 'cut'] as const) {
    server.emit(petSets, 'ADDED', petSet(`set-${how}`));
    await seen(connection, how === 'end' ? 'set-end:1' : 'set-cut:1 set-end:1');
    server.take();
    server.endWatches(how);
    await until(() => server.watches.length === 1, 'the next watch');
    const asked = server.take();
    assert.equal(asked.length, 1, how);
    assert.match(asked[0] ?? '', /watch=true&resourceVersion=100[12]&/);
    assert.equal(connection.trouble, undefined);
  }
  server.emit(petSets, 'ADDED', petSet('late'));
  await seen(connection, 'late:1 set-cut:1 set-end:1');
});

for (const form of ['http410', 'event410', 'expired410'] as const)
  test(`too old a version lists again: ${form}`, async (t) => {
    const { server, connection } = await watching(t);
    server.nextWatches = [form];
    server.take();
    server.endWatches('end');
    server.emit(petSets, 'ADDED', petSet('missed'));
    await seen(connection, 'missed:1');
    await until(() => server.watches.length === 1, 'the watch');
    const kinds = server.take().map((each) => (each.includes('watch=true') ? 'watch' : 'list'));
    assert.deepEqual(kinds, ['watch', 'list', 'watch']);
    assert.equal(connection.trouble, undefined);
  });

test('a server that is away is told of, keeps the last news, and heals by a new list', async (t) => {
  const { server, connection, changes } = await watching(t);
  server.emit(petSets, 'ADDED', petSet('vm'));
  await seen(connection, 'vm:1');
  server.down();
  await until(() => connection.trouble !== undefined, 'the trouble');
  const told = changes();
  assert.equal(await namesOf(connection), 'vm:1');
  server.emit(petSets, 'MODIFIED', petSet('vm', 2));
  server.take();
  server.up();
  await seen(connection, 'vm:2');
  await until(() => connection.trouble === undefined, 'healing');
  assert.ok(changes() > told);
  assert.ok(!server.take()[0]?.includes('watch=true'), 'after an outage the old version is worth nothing');
});

test('a proxy that ends every stream at once is not asked in a storm', async (t) => {
  const { server } = await watching(t, 'old', { ...quick, firstMs: 40, mostMs: 400 });
  server.nextWatches = Array.from({ length: 100 }, () => 'endAtOnce');
  server.take();
  server.endWatches('end');
  await new Promise((resolve) => setTimeout(resolve, 600));
  const count = server.take().length;
  assert.ok(count >= 3 && count <= 8, `${count} requests`);
});

test('who may list but not watch sees the list, and hears that it is not live', async (t) => {
  const { server, connection } = await watching(t);
  server.emit(petSets, 'ADDED', petSet('vm'));
  server.nextWatches = ['forbidden', 'forbidden', 'forbidden', 'forbidden'];
  server.endWatches('end');
  await until(() => connection.trouble?.kind === 'forbidden', 'the refusal');
  assert.equal(await namesOf(connection), 'vm:1');
});

test('refresh lists at once', async (t) => {
  const { server, connection } = await watching(t);
  server.take();
  connection.relist();
  await until(() => server.requests.length === 2, 'list and watch');
  assert.ok(!server.requests[0]?.includes('watch=true'));
});

test('a credential plugin that fails under a watch runs again for the user only: it may open a browser each time', async (t) => {
  const server = await WatchServer.start();
  t.after(() => server.close());
  const file = await kubeconfigFor(server.url, 'exec: {command: ./plugin}');
  const folder = path.dirname(file);
  const script = `#!/bin/sh\ncd "$(dirname "$0")"; echo run >>runs; test ! -e broken || exit 3\necho '{"status": {"token": "t", "expirationTimestamp": "2020-01-01T00:00:00Z"}}'\n`;
  await writeFile(path.join(folder, 'plugin'), script, { mode: 0o755 });
  const runs = async (): Promise<number> => (await readFile(path.join(folder, 'runs'), 'utf8')).split('\n').length - 1;
  const source = { setting: file, env: process.env, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const connection = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source, pace: quick });
  assert.ok(connection.ok);
  t.after(connection.value.watch({ kind: 'sets' }, () => undefined));
  await until(() => server.watches.length === 1, 'the watch');
  await writeFile(path.join(folder, 'broken'), '');
  server.endWatches('end');
  await until(() => connection.value.trouble?.kind === 'plugin', 'the trouble');
  const before = await runs();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(await runs(), before);
  await rm(path.join(folder, 'broken'));
  connection.value.relist();
  await until(() => connection.value.trouble === undefined && server.watches.length === 1, 'healing');
});
