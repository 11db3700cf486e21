// Streams that die without a word. The intervals are shortened: what counts is their order, and that they end. The real ones are looked at by their sum.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Pace, usualPace } from '../../../client/src/cluster/backoff.ts';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { CutWire } from '../cutWire.ts';
import { until } from '../testContext.ts';
import { WatchServer } from '../watchServer.ts';

const sets = '/apis/apps/v1/namespaces/default/statefulsets';
const pods = '/api/v1/namespaces/default/pods';
const limit = { timeout: 20_000 };
const answerMs = 800;
/** As 1 to 100 of the usual pace, but for pauses, which are as long as usual: so it is seen when one is waited out. */
const quick: Partial<Pace> = { firstMs: 4_000, mostMs: 30_000, steadyMs: 0, pingMs: 200, pongMs: 400, plainMs: 250, scoutMs: 200 };

async function world(t: TestContext, pace: Partial<Pace> = quick, sockets: WatchServer['sockets'] = 'yes') {
  const server = await WatchServer.start('current');
  server.sockets = sockets;
  const wire = await CutWire.to(server.url);
  t.after(async () => {
    await server.close();
    await wire.close();
  });
  const source = { setting: await kubeconfigFor(wire.url(server.url)), env: {}, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const connected = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source, timeoutMs: answerMs, pace: { ...usualPace, ...pace } });
  assert.ok(connected.ok);
  const connection = connected.value;
  t.after(() => connection.close());
  const web = { metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } } } };
  server.emit(sets, 'ADDED', web);
  connection.watch({ kind: 'sets' }, () => undefined);
  await until(() => server.watches.length === 1, 'the first watch');
  return { server, wire, connection };
}

async function watchPods({ server, connection }: { readonly server: WatchServer; readonly connection: Connection }): Promise<void> {
  const found = await connection.sets();
  assert.ok(found.ok && found.value[0] !== undefined);
  const set = found.value[0];
  connection.watch({ kind: 'pods', set }, () => undefined);
  connection.watch({ kind: 'claims', set }, () => undefined);
  await until(() => server.watches.length === 3, 'three watches');
}

const podNames = async (connection: Connection): Promise<string> => {
  const found = await connection.sets();
  assert.ok(found.ok && found.value[0] !== undefined);
  const pets = await connection.pets(found.value[0]);
  assert.ok(pets.ok);
  return pets.value
    .filter((pet) => pet.pod !== undefined)
    .map((pet) => pet.name)
    .join(' ');
};

const seconds = async (count: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, count * 1_000));

test('with the usual pace a dead stream is noticed within 45 s, whichever way it goes', () => {
  const answer = 15_000;
  assert.ok(usualPace.pingMs + usualPace.pongMs <= 45_000);
  assert.ok(usualPace.plainMs + answer <= 45_000);
});

test('one stream dies without a word while the server answers: it is noticed, and what was missed is seen', limit, async (t) => {
  const at = await world(t, { ...quick, firstMs: 1_000 });
  await watchPods(at);
  const { server, wire, connection } = at;
  assert.equal(wire.killStreams(`${pods}?`), 1);
  server.emit(pods, 'ADDED', { metadata: { name: 'web-0' } });
  assert.equal(await podNames(connection), '');
  await until(() => connection.trouble !== undefined, 'the silence');
  assert.match(connection.trouble?.message ?? '', /does not respond: a watch received no answer/);
  await until(() => connection.trouble === undefined, 'healing');
  assert.equal(await podNames(connection), 'web-0');
  assert.deepEqual(server.watches.filter((each) => each === 'statefulsets').length, 1, 'the others were left alone');
});

test('a frozen network is told while it lasts; afterwards one that gets through wakes all, long before their pauses end', limit, async (t) => {
  const at = await world(t);
  await watchPods(at);
  const { server, wire, connection } = at;
  wire.freeze();
  server.emit(pods, 'ADDED', { metadata: { name: 'web-0' } });
  await until(() => connection.trouble !== undefined, 'the silence');
  await seconds(1.5);
  assert.notEqual(connection.trouble, undefined, 'it lasts');
  wire.thaw();
  const thawed = performance.now();
  await until(() => connection.trouble === undefined, 'healing of all');
  assert.ok(performance.now() - thawed < 1_500, `${performance.now() - thawed} ms; the shortest pause is 2000`);
  assert.equal(await podNames(connection), 'web-0');
});

test('a server that was away: one cheap question for all watches, and all come back together', limit, async (t) => {
  const at = await world(t);
  await watchPods(at);
  const { server, connection } = at;
  server.down();
  await until(() => connection.trouble !== undefined, 'the trouble');
  await seconds(1);
  server.take();
  server.up();
  const upAgain = performance.now();
  await until(() => connection.trouble === undefined && server.watches.length === 3, 'healing of all');
  assert.ok(performance.now() - upAgain < 1_500, `${performance.now() - upAgain} ms; the shortest pause is 2000`);
  const asked = server.take();
  const count = (pattern: RegExp): number => asked.filter((each) => pattern.test(each)).length;
  assert.equal(count(/watch=true/), 3, asked.join('\n'));
  // One that had broken only once goes on from its version without a list.
  assert.ok(count(/limit=/) <= 3 && count(/^\/version/) <= 1, asked.join('\n'));
});

test('quiet and healthy: signs of life, and not one request', limit, async (t) => {
  const at = await world(t);
  await watchPods(at);
  at.server.take();
  await seconds(2);
  assert.deepEqual(at.server.take(), []);
  assert.equal(at.connection.trouble, undefined);
});

test('nobody looks: no question, also while the server is away', limit, async (t) => {
  const { server, wire, connection } = await world(t);
  wire.freeze();
  await until(() => connection.trouble !== undefined, 'the silence');
  connection.close();
  await seconds(0.3);
  const before = wire.count;
  await seconds(1);
  assert.equal(wire.count, before);
  assert.deepEqual(server.watches.length <= 1, true);
});

for (const sockets of ['ignored', 'refused'] as const)
  test(`a proxy without WebSockets (${sockets}): plain streams, asked again before silence is long`, limit, async (t) => {
    const at = await world(t, { ...quick, firstMs: 1_000 }, sockets);
    await watchPods(at);
    const { server, wire, connection } = at;
    server.take();
    await until(() => server.requests.length >= 3, 'the next answers');
    assert.ok(
      server.take().every((each) => each.startsWith('/') && each.includes('watch=true')),
      'what is known of the proxy is not tried again',
    );
    assert.equal(connection.trouble, undefined);
    wire.freeze();
    server.emit(pods, 'ADDED', { metadata: { name: 'web-0' } });
    await until(() => connection.trouble !== undefined, 'the silence');
    wire.thaw();
    await until(() => connection.trouble === undefined, 'healing');
    assert.equal(await podNames(connection), 'web-0');
  });

test('a probe that is answered while the watches stay broken is sent ever less often', limit, async (t) => {
  const at = await world(t, { ...quick, firstMs: 10, mostMs: 5_000 });
  at.server.brokenPaths.add(sets);
  at.server.endWatches('cut');
  await until(() => at.connection.trouble !== undefined, 'the trouble');
  at.server.take();
  await seconds(2);
  const probes = at.server.take().filter((each) => each === '/version');
  assert.ok(probes.length >= 1 && probes.length <= 5, `${probes.length} probes`);
});
