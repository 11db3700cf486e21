import type { ClientRequest, IncomingMessage } from 'node:http';
import type https from 'node:https';
import { type RawData, WebSocket } from 'ws';
import { addressOf } from './address.ts';
import type { Pace } from './backoff.ts';
import type { Link } from './link.ts';
import { type Call, getStream } from './request.ts';
import { type Failure, failed, failureOf, failureOfStatus, type Result, success } from './result.ts';

export interface StreamCall extends Pick<Call, 'path' | 'query' | 'accept'> {
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
}

const mostErrorBytes = 100_000;

/**
 * One watch from its request to its end, whichever way it goes; ends well when the server, or this side on purpose, ends it.
 *
 * By WebSocket wherever it can be: API servers from 1.4 to today serve watches so (observed on 1.4.4 and 1.34.4), and a WebSocket can be asked for a
 * sign of life that costs no request. A proxy may refuse WebSockets; then a plain stream is used and opened again every `plainMs`.
 */
export async function watchStream(link: Link, pace: Pace, call: StreamCall, onData: (chunk: Buffer) => void): Promise<Result<undefined>> {
  const { network } = link;
  if (network.streams !== 'plain') {
    const wasProven = network.streams === 'sockets';
    const opened = { isOpen: false };
    const answer = await socketStream(link, pace, call, { onData, opened });
    if (answer.ok || opened.isOpen || call.signal.aborted) return answer;
    // Another network may lie between now: the next refusal is asked about again.
    network.streams = 'unknown';
    if (wasProven || certain.has(answer.failure.kind)) return answer;
  }
  return await plainStream(link, pace, call, onData);
}

/** Nothing is learned from asking the same again without a WebSocket. */
const certain: ReadonlySet<Failure['kind']> = new Set(['unauthorized', 'plugin', 'badKubeconfig', 'refused', 'timeout', 'cancelled', 'gone']);

async function plainStream(link: Link, pace: Pace, call: StreamCall, onData: (chunk: Buffer) => void): Promise<Result<undefined>> {
  const enough = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onOpen = (): void => {
    link.network.streams = 'plain';
    timer = setTimeout(() => enough.abort(), pace.plainMs);
    call.onOpen();
  };
  const stopWaking = link.network.onWake(() => timer !== undefined && enough.abort());
  const signal = AbortSignal.any([call.signal, enough.signal]);
  const result = await getStream(link, { ...call, signal, onOpen, within: 'answer' }, onData);
  clearTimeout(timer);
  stopWaking();
  return enough.signal.aborted && !call.signal.aborted ? success(undefined) : result;
}

interface Reading {
  readonly onData: (chunk: Buffer) => void;
  readonly opened: { isOpen: boolean };
}

async function socketStream(link: Link, pace: Pace, call: StreamCall, reading: Reading): Promise<Result<undefined>> {
  const options: https.RequestOptions = { headers: { Accept: call.accept ?? 'application/json, */*' } };
  try {
    await link.kube.applyToHTTPSOptions(options);
  } catch (error) {
    return { ok: false, failure: failureOf(error, link.server) };
  }
  if (call.signal.aborted) return failed('cancelled', 'Cancelled.');
  // Servers of 2016 refuse a WebSocket without an Origin. Our own time-out counts, not that for handshakes of exec.
  const headers = { ...options.headers, Origin: link.server };
  const url = addressOf(link, call);
  url.protocol = url.protocol.replace('http', 'ws');
  return await readSocket(new WebSocket(url, { ...options, headers, handshakeTimeout: undefined, perMessageDeflate: false }), link, pace, call, reading);
}

function readSocket(socket: WebSocket, link: Link, pace: Pace, call: StreamCall, { onData, opened }: Reading): Promise<Result<undefined>> {
  return new Promise((resolve) => {
    const settle = (result: Result<undefined>): void => {
      clearTimeout(late);
      pulse.stop();
      stopWaking();
      call.signal.removeEventListener('abort', cancel);
      resolve(result);
      socket.terminate();
    };
    const fail = (kind: Failure['kind'], message: string): void => settle(failed(kind, message));
    const cancel = (): void => fail('cancelled', 'Cancelled.');
    const late = setTimeout(() => fail('timeout', `${link.server} did not answer within ${link.timeoutMs / 1000} s.`), link.timeoutMs);
    const pulse = new Pulse(socket, pace, () => fail('timeout', `${link.server} does not respond: a watch received no answer to its ping.`));
    const stopWaking = link.network.onWake(() => opened.isOpen && pulse.ask(Math.min(pace.pongMs, pace.scoutMs)));
    call.signal.addEventListener('abort', cancel);
    socket.on('error', (error) => settle({ ok: false, failure: failureOf(error, link.server) }));
    socket.on('unexpected-response', (_request: ClientRequest, response: IncomingMessage) => readRefusal(response, link.server, settle));
    socket.on('open', () => {
      clearTimeout(late);
      opened.isOpen = true;
      link.network.streams = 'sockets';
      pulse.beat();
      call.onOpen();
    });
    socket.on('pong', () => pulse.beat());
    socket.on('message', (data) => {
      pulse.beat();
      // Each message is one event; not every server ends it with a line feed.
      for (const chunk of [bytesOf(data), lineFeed]) onData(chunk);
    });
    socket.on('close', (code) => {
      if (code === goneAway || code === normal) settle(success(undefined));
      else fail('unreachable', `${link.server} closed the connection before its answer was complete.`);
    });
  });
}

const normal = 1000;
const goneAway = 1001;
const lineFeed = Buffer.from('\n');

const bytesOf = (data: RawData): Buffer => (Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data));

/** The server or a proxy answered without a WebSocket: the status and the text say why. */
function readRefusal(response: IncomingMessage, server: string, settle: (result: Result<undefined>) => void): void {
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) {
    response.destroy();
    settle(failed('server', `${server} opens no WebSocket.`));
    return;
  }
  const body: Buffer[] = [];
  let size = 0;
  const tell = (): void => settle({ ok: false, failure: failureOfStatus(statusCode, Buffer.concat(body).toString('utf8'), server) });
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= mostErrorBytes) body.push(chunk);
  });
  response.on('end', tell);
  response.on('close', tell);
}

/** Asks a socket that has been silent for a sign of life, and says when none comes. */
class Pulse {
  readonly #socket: WebSocket;
  readonly #pace: Pace;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastBeat = 0;

  constructor(socket: WebSocket, pace: Pace, onSilence: () => void) {
    this.#socket = socket;
    this.#pace = pace;
    this.#onSilence = onSilence;
  }

  /** A sign of life. Under a storm of events this only notes the time. */
  beat(): void {
    this.#lastBeat = performance.now();
    this.#timer ??= setTimeout(() => this.#look(), this.#pace.pingMs);
  }

  ask(withinMs: number): void {
    const askedAt = performance.now();
    this.#socket.ping();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#lastBeat < askedAt) this.#onSilence();
      else this.#look();
    }, withinMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const left = this.#lastBeat + this.#pace.pingMs - performance.now();
    if (left <= 1) this.ask(this.#pace.pongMs);
    else this.#timer = setTimeout(() => this.#look(), left);
  }
}
