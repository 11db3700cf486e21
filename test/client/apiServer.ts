import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
}

export type Answers = Readonly<Record<string, Answer>>;

/** One WebSocket session on the server's side: channel by channel, as Kubernetes frames it. */
export interface ExecPeer {
  readonly url: URL;
  readonly received: { readonly channel: number; readonly text: string }[];
  send(channel: number, text: string | Buffer): void;
  close(code: number): void;
  /** As a dying proxy does: no close frame. */
  cut(): void;
}

export interface ApiServer {
  readonly url: string;
  readonly requests: string[];
  readonly execs: ExecPeer[];
  close(): Promise<void>;
}

export interface Behaviour {
  readonly answers: Answers;
  /** What the handshake of exec is refused with; the same address asked plainly is answered so too. */
  readonly refusal?: Answer;
  /** Answers the handshake of exec; without it every handshake is refused with 400. */
  readonly onExec?: (peer: ExecPeer) => void;
  readonly onMessage?: (peer: ExecPeer, channel: number, text: string) => void;
}

/** A stand-in API server on a real socket: recorded answers by path, and WebSocket exec. A path that is not known never gets an answer when `hang` is its text. */
export async function startApiServer(behaviour: Behaviour): Promise<ApiServer> {
  const requests: string[] = [];
  const execs: ExecPeer[] = [];
  const sockets = new Set<Duplex>();
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    requests.push(request.url ?? '');
    const refusal = pathname.endsWith('/exec') ? behaviour.refusal : undefined;
    const answer = refusal ??
      behaviour.answers[pathname] ?? { status: 404, body: { kind: 'Status', message: 'the server could not find the requested resource' } };
    if (answer.text === 'hang') return;
    response.writeHead(answer.status, { 'content-type': answer.text === undefined ? 'application/json' : 'text/plain' });
    response.end(answer.text ?? JSON.stringify(answer.body));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket) => {
    requests.push(request.url ?? '');
    // Watches go by WebSocket too; this server serves them as none of its answers.
    if (behaviour.onExec === undefined || (request.url ?? '').includes('watch=true')) {
      socket.end(`HTTP/1.1 ${behaviour.refusal?.status ?? 400} Refused\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const peer = accept(request, socket, behaviour);
    execs.push(peer);
    behaviour.onExec(peer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    execs,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function accept(request: http.IncomingMessage, socket: Duplex, behaviour: Behaviour): ExecPeer {
  const key = request.headers['sec-websocket-key'] ?? '';
  const hash = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const headers = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${hash}`];
  socket.write(`${[...headers, 'Sec-WebSocket-Protocol: v4.channel.k8s.io'].join('\r\n')}\r\n\r\n`);
  const received: { channel: number; text: string }[] = [];
  const peer: ExecPeer = {
    url: new URL(request.url ?? '/', 'http://x'),
    received,
    send: (channel, text) => void socket.write(frame(2, Buffer.concat([Buffer.from([channel]), Buffer.from(text)]))),
    close: (code) => void socket.write(frame(8, Buffer.from([code >> 8, code & 255]))),
    cut: () => void socket.destroy(),
  };
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let next = unframe(rest); next !== undefined; next = unframe(rest)) {
      rest = next.rest;
      if (next.op !== 2 && next.op !== 1) continue;
      const message = { channel: next.payload[0] ?? -1, text: next.payload.subarray(1).toString('utf8') };
      received.push(message);
      behaviour.onMessage?.(peer, message.channel, message.text);
    }
  });
  return peer;
}

function frame(op: number, payload: Buffer): Buffer {
  const head = payload.length < 126 ? Buffer.from([0x80 | op, payload.length]) : Buffer.from([0x80 | op, 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, payload]);
}

function unframe(data: Buffer): { readonly op: number; readonly payload: Buffer; readonly rest: Buffer<ArrayBuffer> } | undefined {
  if (data.length < 6) return undefined;
  const short = (data[1] ?? 0) & 127;
  const at = short === 126 ? 4 : 2;
  const length = short === 126 ? data.readUInt16BE(2) : short;
  if (data.length < at + 4 + length) return undefined;
  const mask = data.subarray(at, at + 4);
  const payload = Buffer.from(data.subarray(at + 4, at + 4 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { op: (data[0] ?? 0) & 15, payload, rest: Buffer.from(data.subarray(at + 4 + length)) };
}

export const fixture = <T>(name: string): T => JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'));

/** A kubeconfig file for this server, in a folder of its own. */
export async function kubeconfigFor(server: string, user = 'token: t0'): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'petset-'));
  const file = path.join(folder, 'config');
  const text = `apiVersion: v1
kind: Config
current-context: here
clusters: [{name: c, cluster: {server: '${server}'}}]
users: [{name: u, user: {${user}}}]
contexts: [{name: here, context: {cluster: c, user: u}}, {name: other, context: {cluster: c, user: u, namespace: empty}}]
`;
  await writeFile(file, text);
  return file;
}
