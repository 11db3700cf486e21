import * as vscode from 'vscode';
import type { Connections } from './connections.ts';
import { LiveManifests, type LiveObject } from './liveManifests.ts';
import type { Manifest } from './manifests.ts';
import { type OpenManifests, toRange } from './openManifests.ts';

/** Above each set of a manifest: how it lives in the clusters that are connected. Below: what may not be changed any more. */
export class LiveLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #manifests: OpenManifests;
  readonly #live: LiveManifests;
  readonly #objects = new Map<string, readonly LiveObject[]>();
  readonly #forbidden = vscode.languages.createDiagnosticCollection('petset-live');
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(connections: Connections, manifests: OpenManifests) {
    this.#manifests = manifests;
    this.#live = new LiveManifests(
      connections,
      () => this.#visible(),
      (uri, objects) => void this.#show(uri, objects),
    );
    this.#subscriptions = [
      this.#forbidden,
      vscode.languages.registerCodeLensProvider({ language: 'yaml' }, this),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#live.update()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.languageId === 'yaml' && this.#live.update()),
    ];
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    return (this.#objects.get(uri.toString()) ?? []).flatMap(({ object, status, target }) => {
      const range = toRange(object.range);
      const argument = { contextValue: 'petset.set', target };
      const lens = (title: string, command: string, more: readonly unknown[] = []): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: [...more] });
      return [lens(status, 'petset.reveal', [argument]), lens('Panel', 'petset.showPanel', [argument]), lens('Diff', 'petset.diff', [])];
    });
  }

  dispose(): void {
    this.#live.stop();
    for (const each of this.#subscriptions) each.dispose();
  }

  async #visible(): Promise<readonly Manifest[]> {
    const documents = new Set(vscode.window.visibleTextEditors.map((editor) => editor.document));
    const manifests = await Promise.all([...documents].map((document) => this.#manifests.read(document)));
    return manifests.filter((manifest) => manifest !== undefined);
  }

  async #show(uri: string, objects: readonly LiveObject[]): Promise<void> {
    this.#objects.set(uri, objects);
    this.#changed.fire();
    const diagnostics = await Promise.all(objects.map((live) => this.#diagnostics(uri, live)));
    this.#forbidden.set(vscode.Uri.parse(uri), diagnostics.flat());
  }

  async #diagnostics(uri: string, { object, target, forbidden }: LiveObject): Promise<readonly vscode.Diagnostic[]> {
    if (forbidden.length === 0) return [];
    const ranges = await this.#manifests.locate(
      uri,
      object,
      forbidden.map(({ path }) => path),
    );
    return forbidden.map(({ message }, index) => {
      const diagnostic = new vscode.Diagnostic(ranges[index] ?? toRange(object.kindRange), message, vscode.DiagnosticSeverity.Warning);
      diagnostic.source = `live in ${target.connection.context.name}`;
      return diagnostic;
    });
  }
}
