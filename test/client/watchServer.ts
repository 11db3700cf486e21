import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fixture } from './apiServer.ts';

export interface RecordedEvent {
  readonly atMs: number;
  readonly event: {
    readonly type: string;
    readonly object: { readonly metadata: { readonly name: string; readonly resourceVersion?: string; readonly labels?: Readonly<Record<string, string>> } };
  };
}

interface Recording {
  readonly startedFrom: Readonly<Record<string, string>>;
  readonly streams: Readonly<Record<'petsets' | 'pods' | 'persistentvolumeclaims', readonly RecordedEvent[]>>;
}

/** Watch streams of whole scenarios as a real Kubernetes 1.4.4 sent them (cut down to what the client reads). */
export const recordings = fixture<Readonly<Record<'a-create' | 'b-delete-pod' | 'c-scale' | 'f-initialized-false', Recording>>>('watches-1.4.4.json');

/** What a watch gets when it opens; `serve` is the ordinary thing. */
type Refusal = 'serve' | 'http410' | 'event410' | 'expired410' | 'endAtOnce' | 'forbidden';

interface OpenWatch {
  readonly path: string;
  readonly response: http.ServerResponse;
}

/** A stand-in API server with a memory: lists what it holds, streams what changes, and can be told to misbehave. */
export class WatchServer {
  readonly requests: string[] = [];
  readonly #objects = new Map<string, Map<string, unknown>>();
  readonly #watches = new Set<OpenWatch>();
  readonly #server: http.Server;
  #version = 1000;
  #isDown = false;
  nextWatches: Refusal[] = [];

  readonly gitVersion: string;
  readonly setPath: string;

  private constructor(gitVersion: string, setPath: string) {
    this.gitVersion = gitVersion;
    this.setPath = setPath;
    this.#server = http.createServer((request, response) => this.#answer(new URL(request.url ?? '/', 'http://x'), response));
  }

  static async start(kind: 'old' | 'current' = 'old'): Promise<WatchServer> {
    const server = kind === 'old' ? new WatchServer('v1.4.4', '/apis/apps/v1alpha1') : new WatchServer('v1.34.4', '/apis/apps/v1');
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get watches(): readonly string[] {
    return [...this.#watches].map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).toSorted();
  }

  /** Requests since the last call. */
  take(): readonly string[] {
    return this.requests.splice(0);
  }

  /** Puts an event into the collection and on every stream that watches it. */
  emit(path: string, type: string, object: { readonly metadata: { readonly name: string; readonly resourceVersion?: string } }): void {
    const collection = this.#objects.get(path) ?? new Map<string, unknown>();
    this.#objects.set(path, collection);
    this.#version = Math.max(this.#version + 1, Number(object.metadata.resourceVersion ?? 0));
    if (type === 'DELETED') collection.delete(object.metadata.name);
    else collection.set(object.metadata.name, object);
    const stamped = { ...object, metadata: { resourceVersion: String(this.#version), ...object.metadata } };
    this.send(path, { type, object: stamped });
  }

  /** As it is, on every stream of this path. */
  send(path: string, event: unknown): void {
    for (const watch of this.#watches) if (watch.path === path) watch.response.write(`${JSON.stringify(event)}\n`);
  }

  /** Every stream ends: properly, or as when the network goes. */
  endWatches(how: 'end' | 'cut'): void {
    for (const { response } of this.#watches) how === 'end' ? response.end() : response.destroy();
    this.#watches.clear();
  }

  down(): void {
    this.#isDown = true;
    this.#server.closeAllConnections();
    this.#watches.clear();
  }

  up(): void {
    this.#isDown = false;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(url: URL, response: http.ServerResponse): unknown {
    if (this.#isDown) return response.destroy();
    this.requests.push(`${url.pathname}${url.search}`);
    const json = (status: number, body: unknown): unknown => {
      response.writeHead(status, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(body));
    };
    const isOld = this.setPath.endsWith('v1alpha1');
    if (url.pathname === '/version') return json(200, { gitVersion: this.gitVersion });
    if (url.pathname === '/apis/apps') return json(200, { versions: [{ version: isOld ? 'v1alpha1' : 'v1' }] });
    if (url.pathname === this.setPath) return json(200, { resources: [{ name: 'petsets' }] });
    if (url.searchParams.get('watch') === 'true') return this.#watch(url, response);
    const items = [...(this.#objects.get(url.pathname)?.values() ?? [])];
    return json(200, { metadata: { resourceVersion: String(this.#version) }, items });
  }

  #watch(url: URL, response: http.ServerResponse): unknown {
    const refusal = this.nextWatches.shift() ?? 'serve';
    const gone = (reason: string, message: string): unknown => {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(
        `${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code: 410 } })}\n`,
      );
    };
    if (refusal === 'event410') return gone('Gone', 'too old resource version: 3335 (3508)');
    if (refusal === 'expired410') return gone('Expired', '401: The event in requested index is outdated and cleared');
    if (refusal === 'http410') {
      response.writeHead(410, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ kind: 'Status', message: 'too old resource version', code: 410 }));
    }
    response.writeHead(refusal === 'forbidden' ? 403 : 200, { 'content-type': 'application/json' });
    if (refusal !== 'serve') return response.end(refusal === 'forbidden' ? 'Forbidden: "watch"' : '');
    response.flushHeaders();
    const watch = { path: url.pathname, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    return undefined;
  }
}
