import { PassThrough, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Exec } from '@kubernetes/client-node';
import type { WebSocket } from 'ws';
import type { Link } from './link.ts';
import { getText } from './request.ts';
import { type Failure, failed, failureOf, type Result, success } from './result.ts';

export interface ContainerTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface ExecRequest {
  readonly command: readonly string[];
  /** A terminal of this size, with input; without it the command gets no input but this. */
  readonly terminal?: TerminalSize;
  readonly input?: Uint8Array | undefined;
  readonly onOutput: (text: string, stream: 'stdout' | 'stderr') => void;
}

interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export type ExecEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** The server took the session but could not run the command (no such program, container gone). */
  | { readonly kind: 'notRun'; readonly message: string }
  /** The connection ended without a status: the command may still be running. */
  | { readonly kind: 'lost'; readonly message: string; readonly byUs: boolean };

export interface ExecSession {
  readonly ended: Promise<ExecEnd>;
  write(text: string): void;
  resize(size: TerminalSize): void;
  close(): void;
}

const openState = 1;
const frameBytes = 32_768;

/** Idle sessions die in proxies and load balancers without this. */
const pingEveryMs = 25_000;

export async function openExec(link: Link, target: ContainerTarget, request: ExecRequest): Promise<Result<ExecSession>> {
  const stdin = request.terminal === undefined && request.input === undefined ? null : new PassThrough();
  const onText = (text: string): void => request.onOutput(text, 'stdout');
  const stdout = request.terminal === undefined ? new Output(onText) : new Screen(onText, request.terminal);
  // With a terminal there is one stream: the server refuses a request for both.
  const stderr = request.terminal === undefined ? new Output((text) => request.onOutput(text, 'stderr')) : null;
  const end = new Ending();
  try {
    const exec = new Exec(link.kube);
    const { namespace, pod, container } = target;
    const status = (answer: unknown): void => end.resolve(endOfStatus(answer));
    const command = [...request.command];
    const socket = await exec.exec(
      encodeURIComponent(namespace),
      encodeURIComponent(pod),
      container,
      command,
      stdout,
      stderr,
      stdin,
      request.terminal !== undefined,
      status,
    );
    if (stdin && request.input) feed(stdin, request.input);
    return success(sessionOn(socket, stdin, stdout, end));
  } catch (error) {
    return { ok: false, failure: await explain(link, target, request, error) };
  }
}

/** In frames that every server takes. The end is not told: not all servers can be. */
function feed(stdin: PassThrough, input: Uint8Array): void {
  for (let at = 0; at < input.length; at += frameBytes) stdin.write(input.subarray(at, at + frameBytes));
}

function sessionOn(socket: WebSocket, stdin: PassThrough | null, stdout: Output, end: Ending): ExecSession {
  const ping = setInterval(() => socket.readyState === openState && socket.ping(), pingEveryMs);
  const lost = (message: string): void => end.resolve({ kind: 'lost', message, byUs: false });
  socket.onerror = (event) => lost(`The connection broke: ${event.message}`);
  // The status frame comes before the close frame, so a close that settles anything is a loss.
  socket.onclose = (event) => lost(`The connection was closed (${event.code}${event.reason === '' ? '' : `, ${event.reason}`}).`);
  void end.promise.then(() => {
    clearInterval(ping);
    stdin?.destroy();
    socket.close();
  });
  return {
    ended: end.promise,
    write: (text) => void stdin?.write(text),
    resize: (size) => stdout instanceof Screen && stdout.resize(size),
    close: () => end.resolve({ kind: 'lost', message: 'Closed here.', byUs: true }),
  };
}

/** How a session ended; the first word counts. */
class Ending {
  readonly promise: Promise<ExecEnd>;
  resolve: (end: ExecEnd) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }
}

class Output extends Writable {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onText: (text: string) => void;

  constructor(onText: (text: string) => void) {
    super();
    this.#onText = onText;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#emitText(this.#decoder.write(chunk));
    done();
  }

  override _final(done: () => void): void {
    this.#emitText(this.#decoder.end());
    done();
  }

  #emitText(text: string): void {
    if (text !== '') this.#onText(text);
  }
}

/** client-node opens a resize channel for a stream that has these two fields and says `resize`, as a TTY of Node does. */
class Screen extends Output {
  columns: number;
  rows: number;

  constructor(onText: (text: string) => void, size: TerminalSize) {
    super(onText);
    this.columns = size.columns;
    this.rows = size.rows;
  }

  resize(size: TerminalSize): void {
    if (this.columns === size.columns && this.rows === size.rows) return;
    this.columns = size.columns;
    this.rows = size.rows;
    this.emit('resize');
  }
}

interface ExecStatus {
  readonly status?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

export function endOfStatus(answer: unknown): ExecEnd {
  const status: ExecStatus = typeof answer === 'object' && answer !== null ? answer : {};
  if (status.status === 'Success') return { kind: 'exited', code: 0 };
  const code = status.details?.causes?.find((cause) => cause.reason === 'ExitCode')?.message;
  if (code !== undefined && /^\d+$/.test(code)) return { kind: 'exited', code: Number(code) };
  return { kind: 'notRun', message: status.message ?? 'The server gave no reason.' };
}

/** The WebSocket library drops the body of a refused handshake; the same address asked plainly gives the reason and runs nothing. */
async function explain(link: Link, target: ContainerTarget, request: ExecRequest, error: unknown): Promise<Failure> {
  const inner = typeof error === 'object' && error !== null && 'error' in error ? error.error : error;
  const message = inner instanceof Error ? inner.message : '';
  if (!/Unexpected server response/.test(message)) {
    if (/handshake has timed out/.test(message)) return failed('timeout', `${link.server} did not open the session in time.`).failure;
    return failureOf(inner, link.server);
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(target.namespace)}/pods/${encodeURIComponent(target.pod)}/exec`;
  const plain = await getText(link, { path, query: { container: target.container, command: request.command[0] ?? '', stdout: 'true' } });
  if (!plain.ok && !/upgrade/i.test(plain.failure.message)) return plain.failure;
  return { kind: 'server', message: `${link.server} refused the session: ${message}` };
}

export interface RunResult {
  /** undefined when it never ran or the connection was lost; `end` says which. */
  readonly end: ExecEnd;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, without input or with these bytes. */
export async function run(link: Link, target: ContainerTarget, command: readonly string[], limits: RunLimits, input?: Uint8Array): Promise<Result<RunResult>> {
  const text = { stdout: '', stderr: '' };
  const onOutput = (more: string, stream: 'stdout' | 'stderr'): void => {
    if (text[stream].length < limits.maxChars) text[stream] += more;
  };
  const opened = await openExec(link, target, { command, onOutput, input });
  if (!opened.ok) return opened;
  const session = opened.value;
  let stopped: Failure | undefined;
  const stop = (failure: Failure): void => {
    stopped = failure;
    session.close();
  };
  const timer = setTimeout(() => stop({ kind: 'timeout', message: `The command did not end within ${limits.timeoutMs / 1000} s.` }), limits.timeoutMs);
  const cancel = (): void => stop({ kind: 'cancelled', message: 'Cancelled.' });
  limits.signal?.addEventListener('abort', cancel);
  if (limits.signal?.aborted === true) cancel();
  const end = await session.ended;
  clearTimeout(timer);
  limits.signal?.removeEventListener('abort', cancel);
  return stopped === undefined ? success({ end, ...text }) : { ok: false, failure: stopped };
}

export interface RunLimits {
  readonly timeoutMs: number;
  readonly maxChars: number;
  readonly signal?: AbortSignal | undefined;
}
