import net from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { PortForward } from '@kubernetes/client-node';
import type { WebSocket } from 'ws';
import type { Link } from './link.ts';
import { failed, failureOf, type Result, success } from './result.ts';

export interface ForwardTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/** A port of this machine (loopback only) that leads to a port of a pet. It goes by the pet's name: a pet that is made anew is reached again. */
export interface Forward {
  readonly target: ForwardTarget;
  readonly localPort: number;
  stop(): void;
}

/** Ports below this one belong to the system. */
const firstFree = 1024;
const mostBuffered = 1_000_000;
const drainMs = 20;

/** On the same number where it is free, else on any. `onFault`: a connection that did not come about, in words. */
export async function openForward(link: Link, target: ForwardTarget, onFault: (message: string) => void): Promise<Result<Forward>> {
  const sockets = new Set<net.Socket>();
  // A client that has said all may still listen: its end is not the end of the answer.
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void carry(link, target, socket, onFault);
  });
  const wanted = target.port >= firstFree ? target.port : 0;
  const listening = (await listen(server, wanted)) || (wanted !== 0 && (await listen(server, 0)));
  const address = server.address();
  if (!listening || address === null || typeof address === 'string') return failed('server', 'No port of this machine could be opened.');
  const stop = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return success({ target, localPort: address.port, stop });
}

function listen(server: net.Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const refuse = (): void => resolve(false);
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuse);
      resolve(true);
    });
  });
}

/** One connection is one WebSocket: bytes both ways, each side waiting for the other when it is slow. */
async function carry(link: Link, { namespace, pod, port }: ForwardTarget, socket: net.Socket, onFault: (message: string) => void): Promise<void> {
  const input = new PassThrough();
  let far: WebSocket | undefined;
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!socket.write(chunk)) {
        far?.pause();
        socket.once('drain', () => far?.resume());
      }
      done();
    },
  });
  const errors = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      // The first frame of each channel names the port and is empty here.
      if (chunk.length > 0) {
        onFault(chunk.toString('utf8').trim());
        socket.destroy();
      }
      done();
    },
  });
  try {
    socket.pause();
    const opened = await new PortForward(link.kube).portForward(encodeURIComponent(namespace), encodeURIComponent(pod), [port], output, errors, input);
    // It hands out a function only when it is told to connect again by itself.
    if (typeof opened === 'function') return;
    far = opened;
    join(socket, opened, input);
  } catch (error) {
    const inner = typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
    onFault(failureOf(inner, link.server).message);
    socket.destroy();
  }
}

function join(socket: net.Socket, far: WebSocket, input: PassThrough): void {
  far.onclose = () => socket.end();
  far.onerror = () => socket.destroy();
  socket.on('close', () => far.close());
  socket.on('data', (chunk: Buffer) => {
    input.write(chunk);
    if (far.bufferedAmount > mostBuffered) pauseUntilSent(socket, far);
  });
  if (socket.destroyed) far.close();
  else socket.resume();
}

function pauseUntilSent(socket: net.Socket, far: WebSocket): void {
  socket.pause();
  const timer = setInterval(() => {
    if (far.bufferedAmount > mostBuffered && !socket.destroyed) return;
    clearInterval(timer);
    socket.resume();
  }, drainMs);
}
