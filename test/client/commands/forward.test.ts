import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import { outline } from '../../../client/src/views/outline.ts';
import { rootNodes } from '../../../client/src/views/root.ts';
import { type Answers, type Behaviour, kubeconfigFor, startApiServer } from '../apiServer.ts';
import { runner, testContext, until } from '../testContext.ts';

const pod = {
  metadata: { name: 'web-0', uid: 'u', labels: { app: 'web' } },
  spec: {
    containers: [
      {
        name: 'main',
        ports: [
          { containerPort: 53, protocol: 'UDP' },
          { containerPort: 80, name: 'http' },
        ],
      },
    ],
  },
  status: { phase: 'Running', containerStatuses: [{ name: 'main', state: { running: {} } }] },
};

const answersOf = (gitVersion: string): Answers => ({
  '/version': { status: 200, body: { gitVersion } },
  '/apis/apps': { status: 200, body: { versions: [{ version: 'v1' }] } },
  '/apis/apps/v1/namespaces/default/statefulsets': {
    status: 200,
    body: { items: [{ metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } } } }] },
  },
  '/api/v1/namespaces/default/pods': { status: 200, body: { items: [pod] } },
  '/api/v1/namespaces/default/events': { status: 200, body: { items: [] } },
});

async function world(t: { after(done: () => unknown): void }, behaviour: Behaviour) {
  const server = await startApiServer(behaviour);
  t.after(() => server.close());
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(server.url) });
  t.after(() => {
    for (const each of context.connections.open) context.connections.disconnect(each);
  });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, server };
}

/** What a pet's port says before it closes. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const portFrame = (port: number): Buffer => Buffer.from([port & 255, port >> 8]);

test('a port of a pet on this machine: bytes both ways, shown under the pet, stopped with the command and with the connection', async (t) => {
  const { context, run, server } = await world(t, {
    answers: answersOf('v1.34.4'),
    onExec: (peer) => {
      for (const channel of [0, 1]) peer.send(channel, portFrame(80));
    },
    onMessage: (peer, channel, text) => {
      peer.send(channel, `heard ${text}`);
      peer.close(1000);
    },
  });
  context.ui.answer('80');
  await run('petset.forward');
  assert.deepEqual(context.ui.prompts.at(-1)?.labels, ['80', 'Another port...']);
  const [forward] = context.connections.open[0]?.forwards ?? [];
  assert.ok(forward);
  assert.equal(context.ui.messages.at(-1)?.text, `Port 80 of web-0 is localhost:${forward.localPort} on this machine until you stop it.`);
  assert.match(await outline(await rootNodes(context.connections)), new RegExp(`localhost:${forward.localPort} {2}leads to port 80`));
  assert.deepEqual(await Promise.all([talk(forward.localPort, 'a'), talk(forward.localPort, 'b')]), ['heard a', 'heard b']);
  assert.ok(server.requests.includes('/api/v1/namespaces/default/pods/web-0/portforward?ports=80'));
  context.ui.answer(/localhost/);
  await run('petset.stopForward');
  assert.deepEqual([context.connections.open[0]?.forwards, await talk(forward.localPort, 'c')], [[], '']);
  context.ui.answer('80');
  await run('petset.forward');
  const again = context.connections.open[0]?.forwards[0];
  assert.ok(again);
  for (const each of context.connections.open) context.connections.disconnect(each);
  assert.equal(await talk(again.localPort, 'd'), '');
  assert.equal(context.counts.forwards, 3);
});

test('what the pet refuses is in the log, and the connection ends', async (t) => {
  const { context, run } = await world(t, {
    answers: answersOf('v1.34.4'),
    onExec: (peer) => {
      for (const channel of [0, 1]) peer.send(channel, portFrame(81));
      peer.send(1, 'connection refused');
    },
  });
  context.ui.answer('Another port...', '81');
  await run('petset.forward');
  assert.equal(await talk(context.connections.open[0]?.forwards[0]?.localPort ?? 0, 'x'), '');
  await until(() => context.lines.includes('error: port 81 of web-0: connection refused'), 'the reason');
});

test('a server of 2016 forwards by SPDY only: that is said, and nothing is opened', async (t) => {
  const { context, run, server } = await world(t, { answers: answersOf('v1.4.4') });
  await run('petset.forward');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /v1\.4\.4 forwards ports by SPDY only.*kubectl port-forward web-0/);
  assert.ok(!server.requests.some((each) => each.includes('portforward')));
});
