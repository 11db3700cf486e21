import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Diagnostics {
  readonly uri: string;
  readonly diagnostics: readonly { readonly range: { readonly start: { readonly line: number } }; readonly severity?: number }[];
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** A language client on stdio that does as little as possible, so that what is timed is the server. */
export class LeanClient {
  private readonly child: ChildProcess;
  private readonly settings: Readonly<Record<string, unknown>>;
  private buffer = Buffer.alloc(0);
  private nextId = 0;
  private readonly pending = new Map<number, (result: unknown) => void>();
  onDiagnostics: (params: Diagnostics) => void = () => {};

  constructor(command: readonly string[], settings: Readonly<Record<string, unknown>>) {
    this.settings = settings;
    this.child = spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'ignore'] });
    this.child.stdout?.on('data', (data: Buffer) => this.read(data));
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.nextId;
    this.send({ id, method, params });
    return new Promise((resolve) => this.pending.set(id, resolve));
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** Waits for published diagnostics that satisfy the test; rejects after `limit` ms. */
  until(test: (params: Diagnostics) => boolean, limit = 60_000): Promise<Diagnostics> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no such diagnostics in time')), limit);
      this.onDiagnostics = (params) => {
        if (!test(params)) return;
        clearTimeout(timer);
        resolve(params);
      };
    });
  }

  /** Resident memory in MiB: now and at its peak. Linux only; 0 elsewhere. */
  memory(): { readonly now: number; readonly peak: number } {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      const of = (key: string): number => Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
      return { now: of('VmRSS'), peak: of('VmHWM') };
    } catch {
      return { now: 0, peak: 0 };
    }
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  private send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.child.stdin?.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin?.write(body);
  }

  private read(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const head = this.buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.subarray(0, head).toString())?.[1]);
      if (this.buffer.length < head + 4 + length) return;
      const body = this.buffer.subarray(head + 4, head + 4 + length).toString();
      this.buffer = this.buffer.subarray(head + 4 + length);
      this.handle(JSON.parse(body) as Message);
    }
  }

  private handle(message: Message): void {
    if (message.id !== undefined && message.method === 'workspace/configuration') {
      const { items } = message.params as { items: readonly { section?: string }[] };
      this.send({ id: message.id, result: items.map((i) => (i.section ? (this.settings[i.section] ?? null) : null)) });
    } else if (message.id !== undefined && message.method) this.send({ id: message.id, result: null });
    else if (message.id !== undefined) {
      this.pending.get(message.id)?.(message.result);
      this.pending.delete(message.id);
    } else if (message.method === 'textDocument/publishDiagnostics') this.onDiagnostics(message.params as Diagnostics);
  }
}
