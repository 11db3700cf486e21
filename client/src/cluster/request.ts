import http from 'node:http';
import https from 'node:https';
import { addressOf } from './address.ts';
import type { Link } from './link.ts';
import { type Failure, failed, failureOf, failureOfStatus, type Result, success } from './result.ts';

export interface Call {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** The form of the answer. */
  readonly accept?: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: { readonly type: string } & ({ readonly json: unknown } | { readonly text: string });
  /**
   * `body`: the time-out covers the whole answer. `answer`: only until it begins, for streams.
   * `connection`: only until connected, for answers that may not even begin (followed logs).
   */
  readonly within?: 'body' | 'answer' | 'connection';
  /** The server took the request: its answer begins. */
  readonly onOpen?: () => void;
  /** What the server has to say beside its answer: fields that are deprecated or do nothing. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

const keepAliveMs = 30_000;

export async function getJson<T>(link: Link, call: Call): Promise<Result<T>> {
  const text = await getText(link, call);
  if (!text.ok) return text;
  try {
    const json: T = JSON.parse(text.value);
    return success(json);
  } catch {
    return failed('server', `${link.server} did not answer with JSON: is it a Kubernetes API server?`);
  }
}

export async function getText(link: Link, call: Call): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  const result = await getStream(link, call, (chunk) => chunks.push(chunk));
  return result.ok ? success(Buffer.concat(chunks).toString('utf8')) : result;
}

/** Own transport on Node's client with client-node's credentials: its generated API is far larger, loses bare-text errors and cannot time out. */
export async function getStream(link: Link, call: Call, onData: (chunk: Buffer) => void): Promise<Result<undefined>> {
  const body = call.body === undefined ? undefined : 'text' in call.body ? call.body.text : JSON.stringify(call.body.json);
  // With its length: Node sends the body of a DELETE without any framing otherwise.
  const about = call.body === undefined ? {} : { 'Content-Type': call.body.type, 'Content-Length': Buffer.byteLength(body ?? '') };
  const options: https.RequestOptions = { method: call.method ?? 'GET', headers: { Accept: call.accept ?? 'application/json, */*', ...about } };
  try {
    await link.kube.applyToHTTPSOptions(options);
  } catch (error) {
    return { ok: false, failure: failureOf(error, link.server) };
  }
  if (call.signal?.aborted === true) return failed('cancelled', 'Cancelled.');
  return await send(link, { ...call, text: body }, options, onData);
}

type Ready = Call & { readonly text: string | undefined };

interface Sent {
  readonly result: Result<undefined>;
  /** A connection that rested was closed by the server just then: the request was not heard. */
  readonly isStale: boolean;
}

/** What only reads is asked again when it was not heard; what changes something may have been. */
async function send(link: Link, call: Ready, options: https.RequestOptions, onData: (chunk: Buffer) => void): Promise<Result<undefined>> {
  const first = await sendOnce(link, call, options, onData);
  if (!first.isStale || options.method !== 'GET') return first.result;
  return (await sendOnce(link, call, options, onData)).result;
}

function sendOnce(link: Link, call: Ready, options: https.RequestOptions, onData: (chunk: Buffer) => void): Promise<Sent> {
  return new Promise((resolve) => {
    const url = addressOf(link, call);
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    let state: 'sent' | 'answered' | 'settled' = 'sent';
    const settle = (result: Result<undefined>, isComplete = false): void => {
      if (state === 'settled') return;
      const isStale = !result.ok && state === 'sent' && request.reusedSocket && result.failure.kind === 'unreachable';
      state = 'settled';
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', cancel);
      resolve({ result, isStale });
      // After a complete answer the connection is free for the next request.
      if (!isComplete) request.destroy();
    };
    const cancel = (): void => settle(failed('cancelled', 'Cancelled.'));
    const late: Failure = { kind: 'timeout', message: `${link.server} did not answer within ${link.timeoutMs / 1000} s.` };
    const timer = setTimeout(() => settle({ ok: false, failure: late }), link.timeoutMs);
    call.signal?.addEventListener('abort', cancel);
    request.on('error', (error) => settle({ ok: false, failure: failureOf(error, link.server) }));
    request.on('response', (response) => {
      if (state === 'sent') state = 'answered';
      if (call.within === 'answer') clearTimeout(timer);
      receive(response, link, call, onData, settle);
    });
    if (call.within === 'connection') whenConnected(request, url, () => clearTimeout(timer));
    // A stream may be silent for minutes: the system shall notice when the other side is gone.
    if (call.within !== undefined) request.setSocketKeepAlive(true, keepAliveMs);
    request.end(call.text);
  });
}

function whenConnected(request: http.ClientRequest, { protocol }: URL, then: () => void): void {
  request.on('socket', (socket) => {
    if (request.reusedSocket) then();
    else socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', then);
  });
}

function receive(
  response: http.IncomingMessage,
  link: Link,
  call: Call,
  onData: (chunk: Buffer) => void,
  settle: (result: Result<undefined>, isComplete?: boolean) => void,
): void {
  const status = response.statusCode ?? 0;
  const isFine = status >= 200 && status < 300;
  const errorBody: Buffer[] = [];
  if (isFine) call.onOpen?.();
  for (const text of warningsIn(response.headers.warning ?? '')) call.onWarning?.(text);
  response.on('data', (chunk: Buffer) => (isFine ? onData(chunk) : errorBody.push(chunk)));
  response.on('error', (error) => settle({ ok: false, failure: failureOf(error, link.server) }));
  // An answer without a length that breaks off ends with `close` alone: only `end` means that all of it came.
  response.on('close', () => settle(failed('unreachable', `${link.server} closed the connection before its answer was complete.`)));
  response.on('end', () => {
    if (isFine) return settle(success(undefined), true);
    settle({ ok: false, failure: failureOfStatus(status, Buffer.concat(errorBody).toString('utf8'), link.server) }, true);
  });
}

/** RFC 7234: a code, an agent, the text in quotes; several in one header are separated by commas. */
const warningsIn = (header: string): readonly string[] =>
  [...header.matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
