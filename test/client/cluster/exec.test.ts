import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfStatus } from '../../../client/src/cluster/exec.ts';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import { type Answers, type Behaviour, type ExecPeer, fixture, kubeconfigFor, startApiServer } from '../apiServer.ts';

const old = fixture<Answers>('kubernetes-1.4.4.json');
const target = { namespace: 'default', pod: 'vm-0', container: 'ub' };
const succeeded = '{"metadata":{},"status":"Success"}';
const exited = (code: number): string =>
  JSON.stringify({ status: 'Failure', reason: 'NonZeroExitCode', message: 'x', details: { causes: [{ reason: 'ExitCode', message: String(code) }] } });

async function connected(behaviour: Partial<Behaviour>): Promise<{ connection: Connection; execs: readonly ExecPeer[]; close: () => Promise<void> }> {
  const server = await startApiServer({ answers: old, ...behaviour });
  const source = { setting: await kubeconfigFor(server.url), env: {}, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const connection = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source });
  assert.ok(connection.ok);
  return { connection: connection.value, execs: server.execs, close: server.close };
}

const limits = { timeoutMs: 5_000, maxChars: 1_000 };

test('a command: its output by stream, its exit status, its arguments as they are', async (t) => {
  const script = (peer: ExecPeer): void => {
    // The empty frame that every session begins with, and a character cut in two.
    peer.send(1, '');
    peer.send(1, Buffer.from([0x47, 0xc3]));
    peer.send(1, Buffer.from([0xbc, 0x0a]));
    peer.send(2, 'oh\n');
    peer.send(3, exited(7));
    peer.close(1000);
  };
  const { connection, execs, close } = await connected({ onExec: script });
  t.after(close);
  const command = ['sh', '-c', 'echo "$1"', 'sh', `a b&c=d;'"`];
  const result = await connection.run(target, command, limits);
  assert.ok(result.ok);
  assert.deepEqual(result.value, { end: { kind: 'exited', code: 7 }, stdout: 'Gü\n', stderr: 'oh\n' });
  const url = execs[0]?.url;
  assert.equal(url?.pathname, '/api/v1/namespaces/default/pods/vm-0/exec');
  assert.deepEqual(url?.searchParams.getAll('command'), command);
  assert.deepEqual([url?.searchParams.get('tty'), url?.searchParams.get('stdin')], ['false', 'false']);
});

test('a terminal: keys, sizes, end', async (t) => {
  const answer = (peer: ExecPeer, channel: number, text: string): void => {
    if (channel !== 0) return;
    peer.send(1, text.toUpperCase());
    if (text === 'q') peer.send(3, succeeded);
  };
  const { connection, execs, close } = await connected({ onExec: () => undefined, onMessage: answer });
  t.after(close);
  let output = '';
  const opened = await connection.exec(target, { command: ['sh'], terminal: { columns: 80, rows: 24 }, onOutput: (text) => (output += text) });
  assert.ok(opened.ok);
  const session = opened.value;
  session.resize({ columns: 80, rows: 24 });
  session.resize({ columns: 101, rows: 33 });
  session.write('a');
  session.write('q');
  assert.deepEqual(await session.ended, { kind: 'exited', code: 0 });
  assert.equal(output, 'AQ');
  const sizes = execs[0]?.received.filter((message) => message.channel === 4).map((message) => JSON.parse(message.text));
  assert.deepEqual(sizes, [
    { width: 80, height: 24 },
    { width: 101, height: 33 },
  ]);
  assert.equal(execs[0]?.url.searchParams.get('tty'), 'true');
  assert.equal(execs[0]?.url.searchParams.get('stderr'), 'false');
  session.write('after the end');
  session.resize({ columns: 1, rows: 1 });
  session.close();
});

test('a connection that is cut, closed without a status, or never ends', async (t) => {
  const cut = await connected({ onExec: (peer) => setTimeout(() => peer.cut(), 20) });
  t.after(cut.close);
  const first = await cut.connection.run(target, ['sleep'], limits);
  assert.ok(first.ok && first.value.end.kind === 'lost', JSON.stringify(first));
  const closing = await connected({ onExec: (peer) => peer.close(1000) });
  t.after(closing.close);
  const second = await closing.connection.run(target, ['sleep'], limits);
  assert.ok(second.ok && second.value.end.kind === 'lost' && /1000/.test(second.value.end.message), JSON.stringify(second));
  const endless = await connected({ onExec: () => undefined });
  t.after(endless.close);
  const third = await endless.connection.run(target, ['sleep'], { ...limits, timeoutMs: 100 });
  assert.ok(!third.ok && third.failure.kind === 'timeout');
  const fourth = await endless.connection.run(target, ['sleep'], { ...limits, signal: AbortSignal.timeout(50) });
  assert.ok(!fourth.ok && fourth.failure.kind === 'cancelled');
});

test('a refused handshake says what the server said', async (t) => {
  const path = '/api/v1/namespaces/default/pods/vm-0/exec';
  const message = 'container nope is not valid for pod vm-0';
  const { connection, close } = await connected({ answers: { ...old, [path]: { status: 400, body: { message } } } });
  t.after(close);
  const result = await connection.run(target, ['sh'], limits);
  assert.ok(!result.ok && result.failure.message.includes(message), JSON.stringify(result));
});

test('the forms of a status', () => {
  assert.deepEqual(endOfStatus({ status: 'Success' }), { kind: 'exited', code: 0 });
  assert.deepEqual(endOfStatus(JSON.parse(exited(137))), { kind: 'exited', code: 137 });
  assert.deepEqual(endOfStatus({ status: 'Failure', message: 'container not found ("main")' }), { kind: 'notRun', message: 'container not found ("main")' });
  assert.deepEqual(endOfStatus(null), { kind: 'notRun', message: 'The server gave no reason.' });
});

test('logs come as they are; a refusal says why', async (t) => {
  const path = '/api/v1/namespaces/default/pods/vm-0/log';
  const { connection, close } = await connected({ answers: { ...old, [path]: { status: 200, text: 'one\ntwö\n' } } });
  t.after(close);
  let text = '';
  assert.ok((await connection.logs(target, { follow: true, previous: false, tailLines: 10 }, (more) => (text += more))).ok);
  assert.equal(text, 'one\ntwö\n');
  const waiting = 'container "main" in pod "ini" is waiting to start: PodInitializing';
  const other = await connected({ answers: { ...old, [path]: { status: 400, body: { message: waiting } } } });
  t.after(other.close);
  const refused = await other.connection.logs(target, { follow: false, previous: true, tailLines: 10 }, () => undefined);
  assert.ok(!refused.ok && refused.failure.message.includes(waiting));
});
