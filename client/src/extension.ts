import os from 'node:os';
import * as vscode from 'vscode';
import { apiFilesIn } from './apiFiles.ts';
import { loadCluster } from './clusterLoader.ts';
import { runCommand } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { Connections } from './connections.ts';
import type { Context, Server } from './context.ts';
import { LiveDocuments } from './documents.ts';
import { firstLookIn } from './firstLook.ts';
import { ForwardStatus } from './forwardStatus.ts';
import { createServer } from './languageClient.ts';
import { LiveLenses } from './liveLenses.ts';
import { OpenManifests } from './openManifests.ts';
import { Panels } from './panel/webview.ts';
import { Recognition } from './recognition.ts';
import { readSettings } from './settings.ts';
import { ScriptedUi, type TestingApi, testingApi } from './testing.ts';
import { openPetView } from './views/tree.ts';
import { createUi } from './vscodeUi.ts';

let server: Server | undefined;

/** Reads no kubeconfig, opens no socket, waits for nothing. */
export function activate(extension: vscode.ExtensionContext): TestingApi | undefined {
  const log = vscode.window.createOutputChannel('Pets', { log: true });
  const documents = new LiveDocuments();
  const connections = new Connections(loadCluster, () => ({ setting: readSettings().kubeconfig, env: process.env, home: os.homedir() }));
  if (!vscode.workspace.isTrusted) connections.show({ kind: 'untrusted' });
  const view = openPetView(connections);
  const native = createUi(documents);
  const scripted = extension.extensionMode === vscode.ExtensionMode.Test ? new ScriptedUi(native) : undefined;
  server = createServer(extension, log);
  const manifests = new OpenManifests(server);
  const forwards = new ForwardStatus(connections);
  const lenses = new LiveLenses(connections, manifests);
  const run = (id: string, argument: unknown): void => {
    const command = commands.find((each) => each.id === id);
    if (command !== undefined) void runCommand(context, command, argument);
  };
  const panels = new Panels(extension.extensionUri, connections, (id, target) => run(id, { contextValue: '', target }));
  const context: Context = {
    ui: scripted ?? native,
    log,
    connections,
    server,
    manifests,
    apiFiles: apiFilesIn(extension.globalStorageUri),
    firstLook: firstLookIn(extension.extensionUri, extension.globalStorageUri),
    settings: readSettings,
    isTrusted: () => vscode.workspace.isTrusted,
    refreshTree: () => view.refresh(),
    forwardsChanged: () => {
      forwards.update();
      view.repaint();
    },
    revealSet: (target) => view.reveal(target),
    showPanel: (target) => panels.show(target),
  };
  const registered = commands.map((each) => vscode.commands.registerCommand(each.id, (argument: unknown) => runCommand(context, each, argument)));
  const trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => connections.show({ kind: 'notConnected' }));
  extension.subscriptions.push(log, documents, view, panels, manifests, lenses, forwards, trusted, new Recognition(server), ...registered);
  return scripted === undefined ? undefined : testingApi(scripted, context);
}

export const deactivate = async (): Promise<void> => await server?.stop();
