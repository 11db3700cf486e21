import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { isKustomization } from '../kube/kustomize.ts';
import { toDiagnostics } from './convert.ts';
import { Documents } from './documents.ts';
import type { Server } from './feature.ts';
import { FEATURES } from './features/index.ts';
import { SettingsCache } from './settings.ts';
import { WorkspaceFiles } from './workspaceFiles.ts';

export interface ServeOptions {
  readonly version: string;
  readonly ruleUrl: (rule: string) => string | undefined;
}

/** Answers a client on a connection. Speaks to nobody else: no network, no process, no cluster. */
export function serve(connection: Connection, options: ServeOptions): void {
  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const folders = params.workspaceFolders?.map((f) => f.uri) ?? (params.rootUri ? [params.rootUri] : []);
    const files = new WorkspaceFiles(folders);
    const settings = new SettingsCache(connection, params.capabilities.workspace?.configuration === true, params.initializationOptions, folders);
    const documents = new Documents({
      settingsOf: async (uri) => {
        const own = await settings.of(uri);
        return files.isPatch(uri) ? settings.ofPatch(own) : own;
      },
      closedFiles: () => files.objects(),
      publish: (uri, version, analysis) => {
        const diagnostics = analysis.chunks.flatMap((placed) => toDiagnostics(placed, { uri, ruleUrl: options.ruleUrl }));
        void connection.sendDiagnostics({ uri, version, diagnostics });
      },
      clear: (uri) => void connection.sendDiagnostics({ uri, diagnostics: [] }),
    });
    listen(connection, documents, settings, files, params);
    const server: Server = {
      connection,
      documents,
      ruleUrl: options.ruleUrl,
      offersExplain: (params.initializationOptions as { explainCommand?: unknown } | null | undefined)?.explainCommand === true,
    };
    for (const feature of FEATURES) feature.register(server);
    return { serverInfo: { name: 'petset-language-server', version: options.version }, capabilities: capabilities() };
  });
  connection.listen();
}

function capabilities(): ServerCapabilities {
  const own: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
  };
  return Object.assign(own, ...FEATURES.map((f) => f.capabilities));
}

function listen(connection: Connection, documents: Documents, settings: SettingsCache, files: WorkspaceFiles, params: InitializeParams): void {
  connection.onInitialized(() => {
    if (params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: '**/*.{yaml,yml}' }, { globPattern: '**/Kustomization' }],
      });
    }
    if (params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'petset' });
    }
    void files.readAll(() => {
      documents.settingsChanged();
      documents.objectsChanged();
    });
  });
  connection.onDidOpenTextDocument(({ textDocument: d }) => documents.didOpen(d.uri, d.languageId, d.version, d.text));
  connection.onDidChangeTextDocument(({ textDocument: d, contentChanges }) => documents.didChange(d.uri, d.version, contentChanges));
  connection.onDidCloseTextDocument(({ textDocument: d }) => {
    documents.didClose(d.uri);
    settings.forget(d.uri);
  });
  connection.onDidChangeConfiguration(({ settings: pushed }) => {
    settings.changed(pushed);
    documents.settingsChanged();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    // Of open files the documents know more, but for what a kustomization says of others.
    const news = changes.filter((c) => !documents.isOpen(c.uri) || isKustomization(c.uri)).map((c) => c.uri);
    if (news.length === 0) return;
    void files.reread(news).then(() => {
      if (news.some(isKustomization)) documents.settingsChanged();
      documents.objectsChanged();
    });
  });
}
