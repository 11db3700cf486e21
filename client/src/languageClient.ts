import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import type { Explanation, Server } from './context.ts';

/** Files on disk and their stand-ins; not the left sides of diffs, whose findings would only be doubled. */
const schemes = ['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-test-web', 'memfs'];

/** The language server starts with the first YAML document, not with the view: who looks at pets needs no linter. */
export function createServer(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  let client: LanguageClient | undefined;
  let isStopped = false;
  const start = (): void => {
    if (client !== undefined || isStopped) return;
    subscription.dispose();
    client = createClient(extension, log);
    client.start().catch((error: unknown) => log.error(`The language server did not start: ${error instanceof Error ? error.message : String(error)}`));
  };
  const subscription = vscode.workspace.onDidOpenTextDocument((document) => isOurs(document) && start());
  extension.subscriptions.push(subscription);
  if (vscode.workspace.textDocuments.some(isOurs)) start();
  return {
    restart: async () => (client === undefined ? start() : await client.restart()),
    explain: async () => await explainAtCursor(client),
    ask: async <T>(method: string, uri: string, more: object = {}) => {
      // The document may be the first that is opened, and by ourselves.
      start();
      try {
        return (await client?.sendRequest<T | null>(method, { textDocument: { uri }, ...more })) ?? undefined;
      } catch (error) {
        // It may be ending or starting again: then nobody knows, and that is an answer too.
        log.error(`${method}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
    stop: async () => {
      isStopped = true;
      subscription.dispose();
      await client?.dispose();
      client = undefined;
    },
  };
}

async function explainAtCursor(client: LanguageClient | undefined): Promise<Explanation | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (client === undefined || editor === undefined || !isOurs(editor.document)) return undefined;
  const { document, selection } = editor;
  const position = { line: selection.active.line, character: selection.active.character };
  const markdown = await client.sendRequest<string | null>('petset/explain', {
    textDocument: { uri: client.code2ProtocolConverter.asUri(document.uri) },
    position,
  });
  return markdown === null ? undefined : { name: `explained/${document.uri.path.split('/').at(-1) ?? 'manifest'}.md`, markdown };
}

const isOurs = (document: vscode.TextDocument): boolean => document.languageId === 'yaml' && schemes.includes(document.uri.scheme);

/** Settings are not pushed: the server asks for `petset` and registers for its changes itself. */
function createClient(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const module = extension.asAbsolutePath('bin/petset-language-server.cjs');
  const server: ServerOptions = { module, transport: TransportKind.ipc };
  const options: LanguageClientOptions = {
    documentSelector: schemes.map((scheme) => ({ language: 'yaml', scheme })),
    outputChannel: log,
    // The server offers "Explain this verdict" only to clients that have the command.
    initializationOptions: { explainCommand: true },
  };
  // The first argument names the setting `petset.trace.server`.
  return new LanguageClient('petset', 'Pets', server, options);
}
