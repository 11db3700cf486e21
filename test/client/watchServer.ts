import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
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

/** One stream, as a WebSocket or as a plain answer. */
interface OpenWatch {
  readonly path: string;
  write(text: string): void;
  end(): void;
  cut(): void;
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
  /** Answered with 503, whatever is asked. */
  readonly brokenPaths = new Set<string>();
  readonly forbiddenPaths = new Set<string>();
  /** What answers a handshake: the server, a proxy that knows no WebSocket and passes the request on, or one that refuses it. */
  sockets: 'yes' | 'ignored' | 'refused' = 'yes';
  readonly #sockets = new WebSocketServer({ noServer: true });

  readonly gitVersion: string;
  readonly setPath: string;

  private constructor(gitVersion: string, setPath: string) {
    this.gitVersion = gitVersion;
    this.setPath = setPath;
    this.#server = http.createServer((request, response) => this.#answer(new URL(request.url ?? '/', 'http://x'), response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
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
    for (const watch of this.#watches) if (watch.path === path) watch.write(JSON.stringify(event));
  }

  /** Every stream ends: properly, or as when the network goes. */
  endWatches(how: 'end' | 'cut'): void {
    for (const watch of this.#watches) how === 'end' ? watch.end() : watch.cut();
    this.#watches.clear();
  }

  down(): void {
    this.#isDown = true;
    this.#cutAll();
  }

  up(): void {
    this.#isDown = false;
  }

  async close(): Promise<void> {
    this.#cutAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #cutAll(): void {
    for (const watch of this.#watches) watch.cut();
    this.#watches.clear();
    this.#server.closeAllConnections();
  }

  /** A server that does not know WebSockets answers as if none had been asked for; one that refuses them says 400. */
  #upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://x');
    const refusal = this.nextWatches[0] ?? 'serve';
    if (url.searchParams.get('watch') !== 'true') {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    if (this.#isDown || this.brokenPaths.has(url.pathname)) {
      socket.destroy();
      return;
    }
    if (this.sockets !== 'yes' || refusal === 'http410' || refusal === 'forbidden') {
      this.#refuse(request, socket, refusal);
      return;
    }
    this.nextWatches.shift();
    this.requests.push(`${url.pathname}${url.search}`);
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      if (refusal === 'event410' || refusal === 'expired410') client.send(JSON.stringify(goneEvent(refusal)));
      if (refusal !== 'serve') return client.close(1000);
      this.#keep(url.pathname, client);
    });
  }

  #keep(path: string, client: WebSocket): void {
    const watch: OpenWatch = { path, write: (text) => client.send(text), end: () => client.close(1000), cut: () => client.terminate() };
    this.#watches.add(watch);
    client.on('close', () => this.#watches.delete(watch));
  }

  #refuse(request: http.IncomingMessage, socket: Duplex, refusal: Refusal): void {
    if (this.sockets !== 'yes') {
      const status = this.sockets === 'ignored' ? '200 OK' : '400 Bad Request';
      this.requests.push(`upgrade ${request.url ?? ''}`);
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.nextWatches.shift();
    this.requests.push(request.url ?? '');
    const [status, body] =
      refusal === 'forbidden'
        ? ['403 Forbidden', 'Forbidden: "watch"']
        : ['410 Gone', JSON.stringify({ kind: 'Status', message: 'too old resource version', code: 410 })];
    socket.end(`HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  }

  #answer(url: URL, response: http.ServerResponse): unknown {
    if (this.#isDown) return response.destroy();
    this.requests.push(`${url.pathname}${url.search}`);
    const json = (status: number, body: unknown): unknown => {
      response.writeHead(status, { 'content-type': 'application/json' });
      return response.end(JSON.stringify(body));
    };
    if (this.brokenPaths.has(url.pathname)) return json(503, { kind: 'Status', message: 'no endpoints available', code: 503 });
    if (this.forbiddenPaths.has(url.pathname)) return json(403, { kind: 'Status', message: 'forbidden', code: 403 });
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
    if (refusal === 'event410' || refusal === 'expired410') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(`${JSON.stringify(goneEvent(refusal))}\n`);
    }
    if (refusal === 'http410') {
      response.writeHead(410, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ kind: 'Status', message: 'too old resource version', code: 410 }));
    }
    response.writeHead(refusal === 'forbidden' ? 403 : 200, { 'content-type': 'application/json' });
    if (refusal !== 'serve') return response.end(refusal === 'forbidden' ? 'Forbidden: "watch"' : '');
    response.flushHeaders();
    const watch: OpenWatch = {
      path: url.pathname,
      write: (text) => void response.write(`${text}\n`),
      end: () => void response.end(),
      cut: () => void response.destroy(),
    };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    return undefined;
  }
}

/** Both forms of "too old", as 1.4.4 says it. */
function goneEvent(refusal: 'event410' | 'expired410') {
  const [reason, message] =
    refusal === 'event410' ? ['Gone', 'too old resource version: 3335 (3508)'] : ['Expired', '401: The event in requested index is outdated and cleared'];
  return { type: 'ERROR', object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code: 410 } };
}
