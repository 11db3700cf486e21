import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runnerOf } from '../../../client/src/cluster/hook.ts';
import { existsScript, hookScript, lookScript, restoreScript } from '../../../client/src/cluster/hookScript.ts';
import * as cluster from '../../../client/src/cluster/index.ts';
import { peersScript } from '../../../client/src/cluster/peersScript.ts';
import type { Result } from '../../../client/src/cluster/result.ts';
import { changeText } from '../../../client/src/commands/watchPeers.ts';
import { type Behaviour, type ExecPeer, kubeconfigFor, startApiServer } from '../apiServer.ts';
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

function expectOk<T>(result: Result<T>): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

const pod = {
  metadata: { name: 'web-0', labels: { app: 'web' } },
  spec: {
    initContainers: [{ name: 'finder', command: ['/peer-finder'], args: ['-service=web', '-on-start=/scripts/on-start --now', '--on-change=/reload'] }],
    containers: [{ name: 'main' }],
  },
  status: { containerStatuses: [{ name: 'main', state: { running: {} } }] },
};

async function world(
  t: { after(done: () => unknown): void },
  behaviour: Omit<Behaviour, 'answers'>,
  settings: { readonly peerFinder?: string } = {},
  answers: Readonly<Record<string, unknown>> = {},
) {
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
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(server.url), settings, answers });
  t.after(() => {
    for (const each of context.connections.open) context.connections.disconnect(each);
  });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, server };
}

/** A pet that answers the three kinds of commands that a trial needs. */
function petThatTries(look: string, existing: string, ends: (peer: ExecPeer) => void) {
  return (peer: ExecPeer): void => {
    const script = peer.url.searchParams.getAll('command')[2] ?? '';
    const done = (text: string): void => {
      peer.send(1, text);
      peer.send(3, JSON.stringify({ status: 'Success' }));
      peer.close(1000);
    };
    if (script === lookScript) done(look);
    else if (script === existsScript) done(existing);
    else if (script === peersScript) done('now [web-0.web web-1.web]\n');
    else ends(peer);
  };
}

const ends = (peer: ExecPeer): void => {
  peer.send(1, 'tried\nkept /tmp/petset-kept-1\n');
  peer.send(3, JSON.stringify({ status: 'Success' }));
  peer.close(1000);
};

const writes = {
  writes: [
    { path: '/conf/nginx.conf', how: 'writes', isFolder: false, isExact: true },
    { path: '/conf', how: 'writes', isFolder: true, isExact: true },
    { path: '/data/new', how: 'writes', isFolder: false, isExact: true },
    { path: '/data/old', how: 'deletes', isFolder: false, isExact: true },
    { path: '/data/$HOSTNAME', how: 'writes', isFolder: false, isExact: false },
  ],
  unknown: ['frobnicate'],
};

test('a script is tried as its peer-finder would: the question says how, and what it overwrites; copies are kept and put back', async (t) => {
  const { context, run, server } = await world(
    t,
    { onExec: petThatTries('bash yes\ncwd /work\n', '1 file 312\n2 folder\n4 file 9\n', ends) },
    {},
    { 'petset/scriptWrites': writes },
  );
  context.ui.answer('/scripts/on-start --now', undefined);
  await run('petset.tryHook');
  assert.deepEqual(context.ui.prompts.at(-2)?.labels, ['/scripts/on-start --now', '/reload', 'Another command...']);
  const question = context.ui.prompts.at(-1)?.labels.join('\n') ?? '';
  for (const line of [
    'Runs with bash in container main, like the peer-finder of 2016.',
    'Overwrites: /conf/nginx.conf (312 bytes).',
    'Deletes: /data/old (9 bytes).',
    'Makes: /data/new.',
    'only known at run time: /data/$HOSTNAME.',
    'effects are unknown: frobnicate.',
    'Copies of these files are kept in the pet',
  ])
    assert.ok(question.includes(line), `${line}\n${question}`);
  assert.equal(server.execs.length, 2, 'turned away: the pet was only looked at');
  context.ui.answer('Another command...', `echo "$HOME"; 'x`, 'Run', 'Restore the Files');
  await run('petset.tryHook');
  const [tried, restored] = server.execs.slice(-2).map((peer) => peer.url.searchParams.getAll('command'));
  assert.deepEqual(
    [tried?.[2], tried?.slice(4, 6), tried?.slice(7)],
    [hookScript, ['shell', `echo "$HOME"; 'x`], ['web-0.web web-1.web', '/conf/nginx.conf', '/data/new', '/data/old']],
  );
  assert.match(tried?.[6] ?? '', /^petset-kept-\w+$/);
  assert.deepEqual([restored?.[2], restored?.slice(4)], [restoreScript, ['/tmp/petset-kept-1', 'restore']]);
  const text = context.documents.get('here/default/web-0/hook.log') ?? '';
  assert.match(text, /tried\n.*--- exit status 0 ---\n--- the files are restored ---\n$/s);
});

test('without a language server the question says that nobody knows what is written; nothing is promised', async (t) => {
  const { context, run } = await world(t, { onExec: petThatTries('bash no\ncwd /\n', '', ends) });
  context.ui.answer('/reload', undefined);
  await run('petset.tryHook');
  const question = context.ui.prompts.at(-1)?.labels.join('\n') ?? '';
  assert.match(question, /Runs as a program, without a shell, in container main, like the peer-finder of Kubernetes \(the container has no bash/);
  assert.match(question, /The files that it writes are not known\. Its changes are not undone\./);
  assert.ok(!question.includes('Copies'), question);
});

test('a trial whose connection is cut says that the pet undoes it', async (t) => {
  const { context, run } = await world(t, { onExec: petThatTries('bash yes\ncwd /\n', '', (peer) => peer.cut()) }, {}, { 'petset/scriptWrites': writes });
  context.ui.answer('/reload', 'Run');
  await run('petset.tryHook');
  assert.match(
    context.documents.get('here/default/web-0/hook.log') ?? '',
    /--- The connection (?:was closed|broke).* The pet stops the script and restores the files\. ---/,
  );
});

test('who starts the scripts: the image that names them, else what is in the pet', () => {
  const look = (finder?: 'shell' | 'program', hasBash = true) => ({
    hasBash,
    workingDir: '/',
    ...(finder === undefined ? {} : { finder: { path: '/f', runner: finder } }),
  });
  const table = [
    ['gcr.io/google_containers/peer-finder:0.1', 'a; b', look('program'), 'shell'],
    ['registry.k8s.io/e2e-test-images/pets/peer-finder:1.7', 'a; b', look('shell'), 'program'],
    ['registry.example/pets/peer-finder@sha256:00', '/x', look(), 'program'],
    ['docker.io/library/debian:12', '/x', look('shell'), 'shell'],
    ['docker.io/library/debian:12', 'a; b', look('program'), 'program'],
    ['', '/on-start.sh', look(), 'shell'],
    ['', '/on-start.sh', look(undefined, false), 'program'],
    ['', 'a | b', look(undefined, false), 'shell'],
  ] as const;
  for (const [image, command, seen, wanted] of table) assert.equal(runnerOf(image, command, seen).runner, wanted, `${image} ${command}`);
});

test('peers are followed in one session until the connection goes', async (t) => {
  let asked = 0;
  const { context, run, server } = await world(t, {
    onExec: () => undefined,
    onMessage: (peer, channel, text) => {
      asked++;
      assert.deepEqual([channel, text], [0, 'web-0\n']);
      peer.send(1, 'now [web-0.web]\nansw');
      peer.send(1, 'ered 0\n');
    },
  });
  const [connection] = context.connections.open;
  assert.ok(connection);
  const [set] = expectOk(await connection.sets());
  assert.ok(set);
  const [pet] = expectOk(await connection.pets(set));
  assert.ok(pet);
  const session = expectOk(await connection.followPeers(set, pet, 'main'));
  t.after(() => session.close());
  for (const _ of [1, 2, 3])
    assert.deepEqual(
      expectOk(await session.ask()).peers.map(({ name, found }) => [name, found]),
      [['web-0', true]],
    );
  assert.deepEqual([asked, server.execs.length], [3, 1]);
  const pods = server.requests.filter((each) => each.startsWith('/api/v1/namespaces/default/pods?limit'));
  session.close();
  assert.ok(pods.length <= 2, `the pods are watched, not listed for each question: ${pods.join(' ')}`);
  const last = await session.ask();
  assert.ok(!last.ok && last.failure.kind === 'cancelled', JSON.stringify(last));
  const done = run('petset.watchPeers');
  const text = (): string => context.documents.get('here/default/web-0/peers.log') ?? '';
  await until(() => text().includes('now [web-0]'), 'the first answer');
  context.connections.disconnect(connection);
  await done;
  assert.match(text(), /Disconnected\.\n$/);
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
