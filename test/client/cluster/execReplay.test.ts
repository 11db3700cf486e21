// What a real Kubernetes 1.4.4 said on the wire of exec, replayed frame by frame.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExecEnd } from '../../../client/src/cluster/exec.ts';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import { type Answers, type Behaviour, type ExecPeer, fixture, kubeconfigFor, startApiServer } from '../apiServer.ts';

interface Frame {
  readonly dir: 'client' | 'server';
  readonly channel: number;
  readonly text: string;
}

interface Recording {
  readonly status: number;
  readonly body?: unknown;
  readonly frames?: readonly Frame[];
}

const recordings = fixture<Readonly<Record<string, Recording>>>('exec-1.4.4.json');
const target = { namespace: 'exec', pod: 'one', container: 'main' };

function recording(name: string): Recording {
  const found = recordings[name];
  assert.ok(found, name);
  return found;
}

const firstSize = '80 x 24';

/** The server's JSON reader takes names in any case. */
function sizeOf(text: string): string {
  const { Width, Height, width = Width, height = Height } = JSON.parse(text);
  return `${width} x ${height}`;
}

/** The server speaks until it heard something in the recording, and closes with 1000 at the end; the TCP connection it leaves open. */
function replay(frames: readonly Frame[]): Pick<Behaviour, 'onExec' | 'onMessage'> {
  let at = 0;
  const speak = (peer: ExecPeer): void => {
    for (; frames[at]?.dir === 'server'; at++) peer.send(frames[at]?.channel ?? 0, frames[at]?.text ?? '');
    if (at === frames.length) peer.close(1000);
  };
  const hear = (peer: ExecPeer, channel: number, text: string): void => {
    // The first size goes out with the session; the one who recorded sent none.
    if (channel === 4 && sizeOf(text) === firstSize) return;
    const wanted = frames[at];
    assert.equal(`${channel} ${channel === 4 ? sizeOf(text) : text}`, `${wanted?.channel} ${channel === 4 ? sizeOf(wanted?.text ?? '{}') : wanted?.text}`);
    at++;
    speak(peer);
  };
  return { onExec: speak, onMessage: hear };
}

async function connected(t: { after(done: () => unknown): void }, behaviour: Partial<Behaviour>): Promise<Connection> {
  const server = await startApiServer({ answers: fixture<Answers>('kubernetes-1.4.4.json'), ...behaviour });
  t.after(() => server.close());
  const source = { setting: await kubeconfigFor(server.url), env: {}, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const connection = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source });
  assert.ok(connection.ok);
  return connection.value;
}

const exited = (code: number): ExecEnd => ({ kind: 'exited', code });

const sessions: Readonly<Record<string, { readonly end: ExecEnd; readonly stdout: string | RegExp; readonly stderr?: string }>> = {
  'stdout, stderr, exit 7': { end: exited(7), stdout: 'out\n', stderr: 'err\n' },
  'exit 0': { end: exited(0), stdout: '' },
  'missing command in the image': { end: exited(126), stdout: /no such file or directory/ },
  'missing command, found by shell (127)': { end: exited(127), stdout: '', stderr: 'sh: nosuch: not found\n' },
  'killed by a signal (kill -9)': { end: exited(137), stdout: '' },
  'UTF-8 output': { end: exited(0), stdout: 'grün\n' },
  'into a running init container': { end: exited(0), stdout: 'in init\n' },
  'main container while the pod initializes': {
    end: { kind: 'notRun', message: 'Internal error occurred: error executing command in container: container not found ("main")' },
    stdout: '',
  },
  'into an init container that ended': {
    end: { kind: 'notRun', message: 'Internal error occurred: error executing command in container: container not found ("i0")' },
    stdout: '',
  },
};

for (const [name, { end, stdout, stderr = '' }] of Object.entries(sessions)) {
  test(`exec on 1.4.4: ${name}`, async (t) => {
    const connection = await connected(t, replay(recording(name).frames ?? []));
    const result = await connection.run(target, ['x'], { timeoutMs: 5_000, maxChars: 10_000 });
    assert.ok(result.ok, JSON.stringify(result));
    assert.deepEqual([result.value.end, result.value.stderr], [end, stderr]);
    if (typeof stdout === 'string') assert.equal(result.value.stdout, stdout);
    else assert.match(result.value.stdout, stdout);
  });
}

const refusals: Readonly<Record<string, readonly [kind: string, message: RegExp]>> = {
  'unknown container': ['invalid', /^container nope is not valid for pod one/],
  'several containers, none named': ['invalid', /choose one of: \[a b\]/],
  'pod does not exist': ['notFound', /^pods "none" not found/],
  'pod that is not scheduled': ['invalid', /does not have a host assigned/],
  'reader without right': ['forbidden', /Forbidden/],
  'no credentials': ['unauthorized', /Unauthorized/],
};

for (const [name, [kind, message]] of Object.entries(refusals)) {
  test(`exec on 1.4.4 is refused: ${name}`, async (t) => {
    const { status, body } = recording(name);
    const connection = await connected(t, { refusal: { status, ...(typeof body === 'string' ? { text: body } : { body }) } });
    const result = await connection.run(target, ['x'], { timeoutMs: 5_000, maxChars: 10_000 });
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, kind);
    assert.match(result.failure.message, message);
  });
}

test('a terminal on 1.4.4: sizes and keys are heard as they were then, and it ends by itself', async (t) => {
  const frames = recording('TTY: resize, command, exit 3').frames ?? [];
  const asked = frames.filter((frame) => frame.dir === 'client');
  const connection = await connected(t, replay(frames));
  let output = '';
  const opened = await connection.exec(target, { command: ['sh'], terminal: { columns: 80, rows: 24 }, onOutput: (text) => (output += text) });
  assert.ok(opened.ok);
  for (const { channel, text } of asked) {
    if (channel === 0) opened.value.write(text);
    else {
      const { Width, Height } = JSON.parse(text);
      opened.value.resize({ columns: Width, rows: Height });
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.deepEqual(await opened.value.ended, exited(3));
  assert.equal(
    output,
    frames
      .filter((frame) => frame.dir === 'server' && frame.channel === 1)
      .map((frame) => frame.text)
      .join(''),
  );
});
