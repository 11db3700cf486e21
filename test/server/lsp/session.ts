import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CodeAction,
  type CompletionItem,
  createMessageConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type MessageConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const ROOT = join(dirnameOf(import.meta.url), '../../..');

function dirnameOf(url: string): string {
  return fileURLToPath(new URL('.', url));
}

/** How long the server may take to publish what a test waits for, in ms. */
const PATIENCE_MS = 15_000;

/** A session with the real server process over stdio, as any editor has one. */
export class Session {
  readonly connection: MessageConnection;
  private readonly child: ChildProcess;
  private readonly latest = new Map<string, PublishDiagnosticsParams>();
  private readonly listeners = new Set<() => void>();
  private readonly versions = new Map<string, number>();
  settings: unknown = null;
  /** What the server told the user. */
  readonly messages: string[] = [];

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.child = child;
    this.connection = connection;
    connection.onRequest('workspace/configuration', (params: { items: readonly unknown[] }) => params.items.map(() => this.settings));
    connection.onRequest('client/registerCapability', () => null);
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.messages.push(message);
    });
    connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
      this.messages.push(message);
      return null;
    });
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.latest.set(params.uri, params);
      for (const listener of this.listeners) listener();
    });
    connection.listen();
    // A failing test must not wait for a server that nobody stops.
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) (pipe as { unref?: () => void } | null)?.unref?.();
  }

  static async start(options: { readonly folder?: string; readonly capabilities?: object; readonly settings?: unknown } = {}): Promise<Session> {
    const child = spawn(process.execPath, [join(ROOT, 'bin/petset-language-server.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!child.stdout || !child.stdin) throw new Error('no pipes');
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const session = new Session(child, connection);
    session.settings = options.settings ?? null;
    const folder = options.folder ?? null;
    await session.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: folder ? [{ uri: folder, name: 'folder' }] : null,
      capabilities: options.capabilities ?? { workspace: { configuration: true } },
    });
    await session.connection.sendNotification('initialized', {});
    return session;
  }

  async open(uri: string, text: string): Promise<readonly Diagnostic[]> {
    this.versions.set(uri, 1);
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return this.diagnostics(uri);
  }

  async change(uri: string, text: string, range?: Range): Promise<readonly Diagnostic[]> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [range ? { range, text } : { text }] });
    return this.diagnostics(uri);
  }

  /** The diagnostics of the newest version; a hover afterwards makes sure that they are the last of it. */
  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    await this.hover(uri, 0, 0);
    const version = this.versions.get(uri);
    const now = this.latest.get(uri);
    if (now?.version === version) return now?.diagnostics ?? [];
    await this.when(`diagnostics of version ${version} of ${uri}`, () => this.latest.get(uri)?.version === version);
    return this.published(uri);
  }

  /** Waits until published diagnostics satisfy the test, for what the server does by its own. */
  until(uri: string, test: (diagnostics: readonly Diagnostic[]) => boolean): Promise<void> {
    return this.when(
      `other diagnostics of ${uri}`,
      () => test(this.published(uri)),
      () => JSON.stringify(this.published(uri)),
    );
  }

  /** Resolves when a publication makes it true; rejects when none does in time, so that a failing test ends and says why. */
  private when(what: string, isTrue: () => boolean, now: () => string = () => 'nothing'): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.listeners.delete(listener);
        reject(new Error(`waited ${PATIENCE_MS} ms for ${what}; published is ${now()}`));
      }, PATIENCE_MS);
      const listener = (): void => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
      listener();
    });
  }

  /** The diagnostics as they stand, without waiting. */
  published(uri: string): readonly Diagnostic[] {
    return this.latest.get(uri)?.diagnostics ?? [];
  }

  hover(uri: string, line: number, character: number): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
  }

  completion(uri: string, line: number, character: number): Promise<CompletionItem[] | { items: CompletionItem[] } | null> {
    return this.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position: { line, character } });
  }

  codeActions(uri: string, range: Range, diagnostics: readonly Diagnostic[] = []): Promise<CodeAction[] | null> {
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics } });
  }

  symbols(uri: string): Promise<DocumentSymbol[] | null> {
    return this.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
  }

  async stop(): Promise<number | null> {
    const exit = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await exit;
    this.connection.dispose();
    return code;
  }
}
