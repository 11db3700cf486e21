import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import type { Command } from '../../../client/src/commands/command.ts';
import { runCommand } from '../../../client/src/commands/command.ts';
import { commands } from '../../../client/src/commands/index.ts';
import { outline } from '../../../client/src/views/outline.ts';
import { rootNodes } from '../../../client/src/views/root.ts';
import { type Answers, type Behaviour, fixture, kubeconfigFor, startApiServer } from '../apiServer.ts';
import { nodeAt, runner, type TestContextOptions, testContext, until } from '../testContext.ts';

const old: Answers = {
  ...fixture<Answers>('kubernetes-1.4.4.json'),
  '/api/v1/namespaces/default/events': { status: 200, body: { items: [] } },
  '/api/v1/namespaces/default/services/ub': { status: 200, body: { spec: { clusterIP: 'None', ports: [{ port: 80 }], selector: { app: 'ub' } } } },
};
const load = async () => cluster;

function command(id: string): Command {
  const found = commands.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

async function world(behaviour: Partial<Behaviour> = {}, options: Partial<TestContextOptions> = {}) {
  const server = await startApiServer({ answers: old, ...behaviour });
  const context = testContext({ load, kubeconfig: await kubeconfigFor(server.url), ...options });
  const run = runner(context);
  return { server, context, run };
}

test('connect asks where to, shows the tree, and disconnect empties it', async (t) => {
  const { server, context, run } = await world();
  t.after(server.close);
  context.ui.answer('here');
  await run('petset.connect');
  assert.deepEqual(context.ui.prompts, [{ title: 'Connect to a Kubernetes context', labels: ['here', 'other'] }]);
  assert.equal(context.connections.state.kind, 'connected');
  assert.equal(
    await outline(await rootNodes(context.connections)),
    `[plug] here  namespace default
  [layers] vm  PetSet · 1 wanted
    [pass-filled] vm-0  Running
      [pass-filled] rootfs  init 1/1 · Completed, exit 0
      [package] ub  container · running
      [database] usr-vm-0  claim · Bound, 300Mi
      [database] lib-vm-0  claim · Bound, 1Gi
      [database] etc-vm-0  claim · Bound, 150Mi
      [history] Events
        [info] No events
`,
  );
  assert.ok(!context.lines.join('\n').includes('t0'), 'the log holds no token');
  await run('petset.disconnect');
  assert.equal(context.connections.state.kind, 'notConnected');
  assert.deepEqual(await rootNodes(context.connections), []);
});

test('each failure to connect has its state, its message and its line in the log', async (t) => {
  const { server, context, run } = await world({}, { kubeconfig: '/no/such/kubeconfig' });
  t.after(server.close);
  await run('petset.connect');
  assert.equal(context.connections.state.kind, 'noKubeconfig');
  assert.match(context.ui.messages[0]?.text ?? '', /No kubeconfig found/);
  const closed = await world();
  await closed.server.close();
  closed.context.ui.answer('here');
  await closed.run('petset.connect');
  assert.equal(closed.context.connections.state.kind, 'error');
  assert.match(closed.context.lines.at(-1) ?? '', /error: .*refused/);
});

test('turning away at the first prompt connects to nothing', async (t) => {
  const { server, context, run } = await world();
  t.after(server.close);
  context.ui.answer(undefined);
  await run('petset.connect');
  assert.equal(server.requests.length, 0);
  assert.equal(context.connections.state.kind, 'notConnected');
});

test('an empty namespace is a state of its own, and both contexts stand in one tree', async (t) => {
  const { server, context, run } = await world();
  t.after(server.close);
  context.ui.answer('other', 'here');
  await run('petset.connect');
  assert.deepEqual(await rootNodes(context.connections), []);
  assert.equal(context.connections.state.kind, 'noSets');
  await run('petset.connect');
  assert.equal(context.connections.state.kind, 'connected');
  const text = await outline(await rootNodes(context.connections));
  assert.match(text, /^\[plug\] other {2}namespace empty\n {2}\[info\] No PetSets or StatefulSets in namespace empty\n\[plug\] here/);
  context.ui.answer('other');
  await run('petset.disconnect');
  assert.deepEqual(
    context.connections.open.map((each) => each.context.name),
    ['here'],
  );
});

test('an untrusted workspace is refused before anything is read', async (t) => {
  let loads = 0;
  const counted = async () => {
    loads++;
    return cluster;
  };
  const { server, context, run } = await world({}, { isTrusted: false, load: counted });
  t.after(server.close);
  for (const each of commands.filter((row) => row.needsTrust)) await run(each.id);
  assert.equal(loads, 0);
  assert.equal(context.ui.messages.length, commands.filter((row) => row.needsTrust).length);
  assert.ok(context.ui.messages.every((message) => /Restricted Mode/.test(message.text)));
  await run('petset.showLog');
  await run('petset.restartServer');
  assert.deepEqual(context.counts, { forwards: 0, refreshed: 0, restarted: 1, logShown: 1 });
});

test('exec from the palette: connects, then opens a terminal, and tells the end', async (t) => {
  const onMessage: Behaviour['onMessage'] = (peer, channel, text) => {
    if (channel !== 0) return;
    peer.send(1, `you typed ${text}`);
    if (text === 'exit\r') peer.send(3, JSON.stringify({ status: 'Success' }));
  };
  const { server, context, run } = await world({ onExec: (peer) => peer.send(1, '# '), onMessage });
  t.after(server.close);
  context.ui.answer('here');
  await run('petset.exec');
  const terminal = context.ui.terminals[0];
  assert.equal(terminal?.name, 'vm-0 · ub');
  terminal?.type('ls\r');
  await until(() => terminal?.output().includes('you typed ls') === true, 'the echo');
  context.programs[0]?.resize({ columns: 50, rows: 10 });
  terminal?.type('exit\r');
  await until(() => /Session ended, exit status 0/.test(terminal?.output() ?? ''), 'the end');
  const [peer] = server.execs;
  assert.deepEqual(peer?.url.searchParams.getAll('command').slice(0, 2), ['sh', '-c']);
  assert.deepEqual(
    peer?.received.filter((message) => message.channel === 4).map((message) => JSON.parse(message.text)),
    [
      { width: 90, height: 20 },
      { width: 50, height: 10 },
    ],
  );
  terminal?.type('\r');
  await until(() => terminal?.output().endsWith('# ') === true, 'a second session');
  context.programs[0]?.stop();
  const keys = () => server.execs[1]?.received.filter((message) => message.channel === 0).map((message) => message.text);
  await until(() => keys()?.length === 2, 'the hang-up');
  assert.deepEqual(keys(), ['\x03', '\x04'], 'a shell left alone would run on in the pet');
});

test('a lost session says so and any other key closes', async (t) => {
  const { server, context, run } = await world({ onExec: (peer) => setTimeout(() => peer.cut(), 30) }, { settings: { shell: '/bin/ash' } });
  t.after(server.close);
  context.ui.answer('here');
  await run('petset.connect');
  await run('petset.exec', await nodeAt(context, 'here', 'vm', 'vm-0', 'ub'));
  const terminal = context.ui.terminals[0];
  await until(() => /Session lost/.test(terminal?.output() ?? ''), 'the loss');
  assert.deepEqual(server.execs[0]?.url.searchParams.getAll('command'), ['/bin/ash']);
  terminal?.type('x');
  assert.deepEqual(context.closed, ['vm-0 · ub']);
});

test('logs of an init step, from the tree; the server says why there are none', async (t) => {
  const log = '/api/v1/namespaces/default/pods/vm-0/log';
  const { server, context, run } = await world({ answers: { ...old, [log]: { status: 200, text: "'/usr/a' -> '/usrmnt/a'\n" } } });
  t.after(server.close);
  context.ui.answer('here');
  await run('petset.connect');
  await run('petset.logs', await nodeAt(context, 'here', 'vm', 'vm-0', 'rootfs'));
  assert.equal(context.documents.get('here/default/vm-0/rootfs.log'), "'/usr/a' -> '/usrmnt/a'\n");
  const request = server.requests.find((each) => each.startsWith(log));
  assert.match(request ?? '', /container=rootfs/);
  assert.ok(!/follow/.test(request ?? ''), 'an ended container is not followed');
});

test('peers found against peers expected', async (t) => {
  const list = { metadata: { name: 'vm' }, spec: { replicas: 2, serviceName: 'ub', selector: { matchLabels: { app: 'ub' } } } };
  const onExec: Behaviour['onExec'] = (peer) => {
    peer.send(2, 'peers by nslookup\n');
    peer.send(1, '2026/11/22 19:18:04 Peer list updated\nwas []\nnow [vm-0.ub.default.svc.cluster.local alien.ub.default.svc.cluster.local]\n');
    peer.send(3, JSON.stringify({ status: 'Success' }));
  };
  const { server, context, run } = await world({
    answers: { ...old, '/apis/apps/v1alpha1/namespaces/default/petsets': { status: 200, body: { items: [list] } } },
    onExec,
  });
  t.after(server.close);
  context.ui.answer('here');
  await run('petset.findPeers');
  const text = context.documents.get('here/default/vm-0/peers.txt') ?? '';
  assert.match(
    text,
    /through the Service ub, by nslookup:\n1 of 2 found\.\n\n {2}found {4}vm-0\n {2}MISSING {2}vm-1 {2}there is no such pod\n {2}stranger alien\.ub/,
  );
  const command = server.execs[0]?.url.searchParams.getAll('command') ?? [];
  assert.deepEqual(
    [command.slice(0, 2), command.slice(3)],
    [
      ['sh', '-c'],
      ['sh', '-service=ub', '-ns=default', '-pets=vm-0 vm-1'],
    ],
  );
});

test('an exception in a command is told and logged', async () => {
  const broken = async () => {
    throw new Error('no such bundle');
  };
  const context = testContext({ load: broken, kubeconfig: '' });
  await runCommand(context, command('petset.connect'), undefined);
  assert.match(context.ui.messages[0]?.text ?? '', /petset\.connect failed: no such bundle/);
  assert.match(context.lines[0] ?? '', /no such bundle/);
});
