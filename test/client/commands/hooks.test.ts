import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import { changeText } from '../../../client/src/commands/watchPeers.ts';
import { type Behaviour, kubeconfigFor, startApiServer } from '../apiServer.ts';
import { runner, testContext, until } from '../testContext.ts';

test('who came, who went and why, in the words of peer-finder; nothing when nothing changed', () => {
  const lines = (text: string): readonly string[] => text.trimEnd().split('\n').slice(1);
  const both = new Map([
    ['web-0', ''],
    ['web-1', 'the pod is not ready'],
  ]);
  assert.deepEqual(lines(changeText(undefined, both)), ['was []', 'now [web-0]', '  + web-0', '    web-1 is missing: the pod is not ready']);
  assert.equal(changeText(both, both), '');
  const other = new Map([
    ['web-0', 'there is no such pod'],
    ['web-1', ''],
  ]);
  assert.deepEqual(lines(changeText(both, other)), ['was [web-0]', 'now [web-1]', '  + web-1', '  - web-0: there is no such pod']);
  assert.deepEqual(lines(changeText(other, new Map())), ['was [web-1]', 'now []', '  - web-1: not wanted any more']);
});

const pod = {
  metadata: { name: 'web-0', labels: { app: 'web' } },
  spec: {
    initContainers: [{ name: 'finder', command: ['/peer-finder'], args: ['-service=web', '-on-start=/scripts/on-start --now', '--on-change=/reload'] }],
    containers: [{ name: 'main' }],
  },
  status: { containerStatuses: [{ name: 'main', state: { running: {} } }] },
};

async function world(t: { after(done: () => unknown): void }, behaviour: Omit<Behaviour, 'answers'>, settings: { readonly peerFinder?: string } = {}) {
  const server = await startApiServer({
    ...behaviour,
    answers: {
      '/version': { status: 200, body: { gitVersion: 'v1.4.4' } },
      '/apis/apps': { status: 200, body: { versions: [{ version: 'v1' }] } },
      '/apis/apps/v1/namespaces/default/statefulsets': {
        status: 200,
        body: { items: [{ metadata: { name: 'web' }, spec: { replicas: 1, serviceName: 'web' } }] },
      },
      '/api/v1/namespaces/default/pods': { status: 200, body: { items: [pod] } },
    },
  });
  t.after(() => server.close());
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(server.url), settings });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, server };
}

test('a script of peer-finder is tried: offered from the manifest, asked first, passed as an argument', async (t) => {
  const { context, run, server } = await world(t, {
    onExec: (peer) => {
      peer.send(1, 'tried\n');
      peer.send(3, JSON.stringify({ status: 'Success' }));
      peer.close(1000);
    },
  });
  context.ui.answer('/scripts/on-start --now', undefined);
  await run('petset.tryHook');
  assert.equal(server.execs.length, 0, 'turned away');
  assert.deepEqual(context.ui.prompts.at(-2)?.labels, ['/scripts/on-start --now', '/reload', 'Another command...']);
  assert.match(context.ui.prompts.at(-1)?.labels.join('\n') ?? '', /\/scripts\/on-start --now\nIt gets the peers.*container main/);
  context.ui.answer('Another command...', `echo "$HOME"; 'x`, 'Run');
  await run('petset.tryHook');
  assert.deepEqual(server.execs[0]?.url.searchParams.getAll('command').slice(3), [
    'sh',
    '-service=web',
    '-ns=default',
    '-pets=web-0',
    '-own=none',
    `-on-start=echo "$HOME"; 'x`,
  ]);
  assert.equal(context.documents.get('here/default/web-0/hook.log'), `$ echo "$HOME"; 'x\ntried\n--- exit status 0 ---\n`);
});

test('peers are watched until the connection goes; a fault is said once', async (t) => {
  let asked = 0;
  const { context, run } = await world(t, {
    onExec: (peer) => {
      asked++;
      peer.send(1, 'now [web-0.web]\n');
      peer.send(3, JSON.stringify({ status: 'Success' }));
      peer.close(1000);
      for (const each of context.connections.open) context.connections.disconnect(each);
    },
  });
  const done = run('petset.watchPeers');
  const text = (): string => context.documents.get('here/default/web-0/peers.log') ?? '';
  await until(() => text().includes('Disconnected'), 'the end');
  await done;
  assert.equal(asked, 1);
});

test('a peer finder of the user is copied only after a question, and run from where it was put', async (t) => {
  const program = new URL('../fixtures/exec-1.4.4.json', import.meta.url).pathname;
  const { context, run, server } = await world(
    t,
    {
      onExec: (peer) => {
        const command = peer.url.searchParams.getAll('command');
        if (command[0] === 'test') peer.send(3, JSON.stringify({ status: 'Failure', details: { causes: [{ reason: 'ExitCode', message: '1' }] } }));
        else {
          if (command.some((word) => word.startsWith('-own='))) peer.send(1, 'now [web-0.web]\n');
          peer.send(3, JSON.stringify({ status: 'Success' }));
        }
        peer.close(1000);
      },
    },
    { peerFinder: program },
  );
  context.ui.answer(undefined);
  await run('petset.findPeers');
  assert.deepEqual([server.execs.length, context.documents.size], [0, 0], 'turned away');
  assert.match(context.ui.prompts.at(-1)?.labels.join('\n') ?? '', /exec-1\.4\.4\.json, the setting petset\.peerFinder, is copied to \/tmp of container main/);
  context.ui.answer('Copy');
  await run('petset.findPeers');
  const [asked, copied, found] = server.execs.map((peer) => peer.url.searchParams.getAll('command'));
  const path = asked?.at(-1) ?? '';
  assert.match(path, /^\/tmp\/petset-peer-finder-[0-9a-f]{12}$/);
  assert.equal(copied?.at(-2), path);
  assert.equal(found?.at(-1), `-own=${path}`);
  assert.match(context.documents.get('here/default/web-0/peers.txt') ?? '', /1 of 1 found/);
});
