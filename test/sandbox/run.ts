// Executes init containers as a cluster would start them, restart them and lose them, and says what that did.

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Observed, SandboxCase } from './case.ts';
import { ensureRoots, type Roots } from './roots.ts';
import type { Left, Wanted } from './starts.ts';
import type { Reply, Request } from './worker.ts';

export interface Sandbox {
  execute(c: SandboxCase): Promise<Observed>;
  /** What each of several starts leaves. */
  starts(c: SandboxCase, wanted: Wanted): Promise<readonly Left[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** Each start waits for its processes most of the time: a few cases at once keep the cores busy. */
const atOnce = availableParallelism() + 2;

export async function openSandbox(): Promise<Sandbox> {
  const roots = await ensureRoots();
  const scratch = scratchOf(roots);
  mkdirSync(scratch, { recursive: true });
  return new Worker(launch(JSON.stringify({ roots, scratch })));
}

/** The folder below which containers are put together. */
export function scratchOf(roots: Roots): string {
  return join(dirname(roots.deb), 'scratch');
}

function launch(settings: string): ChildProcessByStdio<Writable, Readable, null> {
  const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc'];
  const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
  return spawn('/usr/bin/unshare', [...namespaces, process.execPath, '--disable-warning=ExperimentalWarning', worker, settings], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

class Worker implements Sandbox {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #next = 0;
  #ended = false;
  readonly #closed: Promise<void>;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => this.#settle(JSON.parse(line) as Reply));
    this.#closed = new Promise((resolve) => {
      child.once('close', () => {
        this.#ended = true;
        for (const waiting of this.#waiting.values()) waiting.reject(new Error('the sandbox ended'));
        this.#waiting.clear();
        resolve();
      });
    });
  }

  async execute(c: SandboxCase): Promise<Observed> {
    const { observed, error } = await this.#inTurn({ case: c });
    if (!observed) throw new Error(error);
    return observed;
  }

  async starts(c: SandboxCase, wanted: Wanted): Promise<readonly Left[]> {
    const { left, error } = await this.#inTurn({ case: c, starts: wanted });
    if (!left) throw new Error(error);
    return left;
  }

  async #inTurn(request: Omit<Request, 'id'>): Promise<Reply> {
    if (this.#running >= atOnce) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running++;
    try {
      return await this.#ask(request);
    } finally {
      const next = this.#queue.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }

  #ask(asked: Omit<Request, 'id'>): Promise<Reply> {
    if (this.#ended) return Promise.reject(new Error('the sandbox ended'));
    const request: Request = { id: this.#next++, ...asked };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    waiting?.resolve(reply);
  }
}
