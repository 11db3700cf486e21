import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import { Connections } from '../../../client/src/connections.ts';
import { ageText } from '../../../client/src/views/age.ts';
import { Live } from '../../../client/src/views/live.ts';
import { type Line, Painter } from '../../../client/src/views/painter.ts';
import { rootNodes } from '../../../client/src/views/root.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { until } from '../testContext.ts';
import { recordings, WatchServer } from '../watchServer.ts';

const petSets = '/apis/apps/v1alpha1/namespaces/default/petsets';
const pods = '/api/v1/namespaces/default/pods';
const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const quick = { firstMs: 5, mostMs: 40, steadyMs: 0, streamSeconds: 60 };

/** The tree as VS Code drives it: it asks for children of what is open, and again for what is fired. */
class Editor {
  readonly fired: string[] = [];
  readonly #open = new Set<string>();
  readonly #painter: Painter;
  readonly live: Live;
  #lines: readonly Line[] = [];

  constructor(connections: Connections) {
    this.#painter = new Painter(
      () => rootNodes(connections),
      (line) => {
        this.fired.push(line?.node.id ?? '');
        if (line === undefined || line.node.startsOpen === true || this.#open.has(line.node.id)) void this.#ask(line);
      },
    );
    this.live = new Live(connections, this.#painter);
  }

  async show(): Promise<void> {
    this.live.setVisible(true);
    this.#lines = await this.#ask();
  }

  async expand(id: string): Promise<readonly string[]> {
    this.#open.add(id);
    return (await this.#ask(this.line(id))).map((line) => `${line.node.label}  ${line.node.description}`);
  }

  collapse(id: string): void {
    this.#open.delete(id);
    this.#painter.close(this.line(id));
    this.live.update();
  }

  line(id: string): Line {
    const line = this.#known.get(id);
    assert.ok(line, id);
    return line;
  }

  readonly #known = new Map<string, Line>();

  async #ask(line?: Line): Promise<readonly Line[]> {
    this.#painter.begin(line);
    this.live.update();
    const lines = await this.#painter.children(line);
    this.live.update();
    for (const each of lines) this.#known.set(each.node.id, each);
    for (const each of lines) if (each.node.startsOpen === true || this.#open.has(each.node.id)) await this.#ask(each);
    return lines;
  }

  get roots(): readonly string[] {
    return this.#lines.map((line) => `${line.node.label}  ${line.node.description}`);
  }
}

async function world(t: { after(done: () => unknown): void }) {
  const server = await WatchServer.start();
  t.after(() => server.close());
  const setting = await kubeconfigFor(server.url);
  const load = async () => ({ ...cluster, connect: (request: cluster.ConnectRequest) => cluster.connect({ ...request, pace: quick }) });
  const connections = new Connections(load, () => ({ setting, env: {}, home: '/nowhere' }));
  const kubeconfig = await connections.readKubeconfig();
  assert.ok(kubeconfig.ok);
  assert.ok((await connections.connect(kubeconfig.value, 'here', new AbortController().signal)).ok);
  for (const each of recordings['a-create'].streams.petsets) server.emit(petSets, each.event.type, each.event.object);
  const editor = new Editor(connections);
  t.after(() => editor.live.dispose());
  return { server, connections, editor };
}

const vm = 'here/default/PetSet/vm';

test('nothing is watched before the view shows, each opened line opens one, and hiding ends them all', async (t) => {
  const { server, editor } = await world(t);
  server.take();
  assert.deepEqual(server.watches, []);
  await editor.show();
  await until(() => server.watches.length === 1, 'the sets');
  assert.deepEqual(server.take().length, 2, 'one list and one watch');
  await editor.expand(vm);
  await until(() => server.watches.length === 4, 'pods and claims, and what the controller says while pets are missing');
  assert.deepEqual(server.watches, ['events', 'persistentvolumeclaims', 'petsets', 'pods']);
  await editor.expand(`${vm}/0`);
  await editor.expand(`${vm}/0/events`);
  await until(() => server.watches.length === 5, 'the events of the pet');
  editor.collapse(`${vm}/0/events`);
  await until(() => server.watches.length === 4, 'events closed');
  editor.collapse(vm);
  await until(() => server.watches.length === 1, 'set closed');
  editor.collapse('here');
  await until(() => server.watches.length === 0, 'context closed');
  await editor.expand('here');
  await until(() => server.watches.length === 1, 'context open again');
  editor.live.setVisible(false);
  await until(() => server.watches.length === 0, 'hidden');
  server.take();
  server.emit(petSets, 'DELETED', { metadata: { name: 'vm' } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(server.take(), [], 'hidden: no request at all');
  assert.equal(editor.live.size, 0);
});

test('the recorded life of a set is painted line by line', async (t) => {
  const { server, editor } = await world(t);
  await editor.show();
  assert.deepEqual(await editor.expand(vm), ['vm-0  not created', 'vm-1  not created · waits for vm-0 (not created)']);
  await until(() => server.watches.length === 4, 'the watches');
  editor.fired.length = 0;
  for (const { event } of recordings['a-create'].streams.persistentvolumeclaims) server.emit(claims, event.type, event.object);
  const seen = new Set<string>();
  for (const { event } of recordings['a-create'].streams.pods) {
    server.emit(pods, event.type, event.object);
    await new Promise((resolve) => setTimeout(resolve, 70));
    seen.add([0, 1].map((ordinal) => editor.line(`${vm}/${ordinal}`).node.description).join(' | '));
  }
  const told = [...seen];
  assert.ok(told.includes('Init:0/1 | not created · waits for vm-0 (Init:0/1)'), told.join('\n'));
  assert.ok(
    told.includes('Running | not created') || told.includes('Running | Pending') || told.some((each) => /^Running \| Init/.test(each)),
    told.join('\n'),
  );
  assert.equal(told.at(-1), 'Running | Running');
  assert.ok(
    editor.fired.every((id) => id === `${vm}/0` || id === `${vm}/1`),
    editor.fired.join('\n'),
  );
  assert.ok(editor.fired.length <= recordings['a-create'].streams.pods.length * 2);
});

test('a scale-down leaves claims behind, and the tree says so', async (t) => {
  const { server, editor } = await world(t);
  for (const { event } of recordings['a-create'].streams.pods) server.emit(pods, event.type, event.object);
  for (const { event } of recordings['a-create'].streams.persistentvolumeclaims) server.emit(claims, event.type, event.object);
  await editor.show();
  await editor.expand(vm);
  await until(() => server.watches.length === 3, 'the watches');
  const { petsets, pods: changes, persistentvolumeclaims } = recordings['c-scale'].streams;
  for (const { event } of petsets) server.emit(petSets, event.type, event.object);
  for (const { event } of persistentvolumeclaims) server.emit(claims, event.type, event.object);
  for (const { event } of changes) server.emit(pods, event.type, event.object);
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.deepEqual(await editor.expand(vm), ['vm-0  Running', '6 claims without a pet  kept after a scale-down']);
});

test('a cut cluster says so at its context, keeps its pets, and heals', async (t) => {
  const { server, editor } = await world(t);
  await editor.show();
  await editor.expand(vm);
  await until(() => server.watches.length === 4, 'the watches');
  server.down();
  await until(() => /not live, trying again/.test(editor.line('here').node.description), 'the word at the context');
  assert.match(editor.line('here').node.tooltip, /may be old: .*(closed|reached|refused)/);
  assert.equal(editor.line(vm).node.description, 'PetSet · 2 wanted');
  server.up();
  await until(() => editor.line('here').node.description === 'namespace default', 'healing');
});

const failing = (name: string, message: string, reason = 'FailedCreate', at = '2026-11-22T12:00:00Z', kind = 'PetSet') => ({
  metadata: { name },
  type: reason === 'FailedCreate' ? 'Warning' : 'Normal',
  reason,
  message,
  lastTimestamp: at,
  involvedObject: { kind, name: 'vm' },
});

test('a pet that cannot be made shows why, until it can; what is said of others does not count', async (t) => {
  const { server, editor } = await world(t);
  await editor.show();
  await editor.expand(vm);
  await until(() => server.watches.includes('events'), 'the events');
  const events = '/api/v1/namespaces/default/events';
  const why = 'pods "vm-0" is forbidden: exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1';
  server.emit(events, 'ADDED', failing('a', 'create Pod vm-01 in PetSet vm failed error: not this one'));
  server.emit(events, 'ADDED', failing('b', 'create Claim data-vm-0 failed error: nor this one', 'FailedCreate', '2026-11-22T12:00:09Z', 'Service'));
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(editor.line(`${vm}/0`).node.description, 'not created');
  server.emit(events, 'ADDED', failing('c', `create Pod vm-0 in PetSet vm failed error: ${why}`));
  await until(() => editor.line(`${vm}/0`).node.description === `not created · ${why}`, 'the reason');
  assert.equal(editor.line(`${vm}/0`).node.icon.color, 'testing.iconFailed');
  assert.equal(editor.line(`${vm}/1`).node.description, 'not created · waits for vm-0 (not created)');
  server.emit(events, 'ADDED', failing('d', 'create Pod vm-0 in PetSet vm successful', 'SuccessfulCreate', '2026-11-22T12:00:05Z'));
  await until(() => editor.line(`${vm}/0`).node.description === 'not created', 'the success');
});

test('who may not read events sees the rest live', async (t) => {
  const { server, editor } = await world(t);
  server.forbiddenPaths.add('/api/v1/namespaces/default/events');
  await editor.show();
  await editor.expand(vm);
  await until(() => server.requests.some((each) => each.includes('/events')), 'the question');
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(editor.line('here').node.description, 'namespace default');
});

test('disconnecting ends the watches; a set that is made while the view is empty shows', async (t) => {
  const { server, editor, connections } = await world(t);
  server.emit(petSets, 'DELETED', { metadata: { name: 'vm' } });
  await editor.show();
  assert.equal(connections.state.kind, 'noSets');
  await until(() => server.watches.length === 1, 'the watch');
  server.emit(petSets, 'ADDED', { metadata: { name: 'late' } });
  await until(() => connections.state.kind === 'connected' && editor.fired.includes(''), 'the new set');
  const [connection] = connections.open;
  assert.ok(connection);
  connections.disconnect(connection);
  editor.live.update();
  await until(() => server.watches.length === 0, 'no watch');
});

test('ten thousand pods: the first paint, and one change', async (t) => {
  const { server, editor } = await world(t);
  const big = { metadata: { name: 'big' }, spec: { replicas: 10_000, serviceName: 'big', selector: { matchLabels: { app: 'big' } } } };
  server.emit(petSets, 'ADDED', big);
  const pod = (index: number, phase: string) => ({ metadata: { name: `big-${index}`, labels: { app: 'big' } }, status: { phase } });
  for (let index = 0; index < 10_000; index++) server.emit(pods, 'ADDED', pod(index, 'Pending'));
  await editor.show();
  const id = 'here/default/PetSet/big';
  const started = performance.now();
  assert.equal((await editor.expand(id)).length, 10_000);
  const first = performance.now() - started;
  await until(() => server.watches.length === 2, 'the watch');
  const times: number[] = [];
  for (const phase of ['Failed', 'Unknown', 'Succeeded', 'Failed', 'Unknown']) {
    editor.fired.length = 0;
    const changed = performance.now();
    server.emit(pods, 'MODIFIED', pod(5_000, phase));
    await until(() => editor.line(`${id}/5000`).node.description === phase, 'the change');
    times.push(Math.round(performance.now() - changed));
    assert.deepEqual(editor.fired, [`${id}/5000`], 'one line is painted, and no other');
  }
  const memory = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
  t.diagnostic(`list, read and paint: ${Math.round(first)} ms; changes: ${times.join(', ')} ms; heap with the stand-in server: ${memory} MiB`);
});

test('ages as kubectl writes them', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const ages = ['2026-11-22T12:00:00Z', '2026-11-22T11:58:30Z', '2026-11-22T08:30:10Z', '2026-11-19T08:00:00Z', 'nonsense'];
  assert.deepEqual(
    ages.map((since) => ageText(since, now)),
    ['0s', '1m30s', '3h29m', '3d4h', ''],
  );
});
