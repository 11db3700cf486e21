import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Connections } from '../connections.ts';
import type { SetTarget, Target } from '../target.ts';
import { panelPage } from './html.ts';
import { PetsPanel } from './petsPanel.ts';

/** The panels on the screen, one for each set; asked for again, the one that is there comes to the front. */
export class Panels implements vscode.Disposable {
  readonly #open = new Map<string, vscode.WebviewPanel>();
  readonly #extension: vscode.Uri;
  readonly #connections: Connections;
  /** Runs a command of ours for a pet. */
  readonly #run: (command: string, target: Target) => void;

  constructor(extension: vscode.Uri, connections: Connections, run: (command: string, target: Target) => void) {
    this.#extension = extension;
    this.#connections = connections;
    this.#run = run;
  }

  show(target: SetTarget): void {
    const { connection, set } = target;
    const key = `${connection.id}/${set.kind}/${set.name}`;
    const known = this.#open.get(key);
    known?.reveal();
    if (known !== undefined) return;
    const folders = ['dist', 'media'].map((name) => vscode.Uri.joinPath(this.#extension, name));
    const options = { enableScripts: true, enableForms: false, localResourceRoots: folders };
    const panel = vscode.window.createWebviewPanel('petset.panel', `Pets of ${set.name}`, vscode.ViewColumn.Active, options);
    this.#open.set(key, panel);
    this.#fill(panel, target, () => this.#open.delete(key));
  }

  dispose(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }

  #fill(panel: vscode.WebviewPanel, target: SetTarget, onClose: () => void): void {
    const { webview } = panel;
    const pets = new PetsPanel(this.#connections, target, { paint: (body) => void webview.postMessage({ body }), run: this.#run });
    const address = (...parts: readonly string[]): string => webview.asWebviewUri(vscode.Uri.joinPath(this.#extension, ...parts)).toString();
    webview.onDidReceiveMessage((message: unknown) => pets.act(message));
    panel.onDidChangeViewState(() => pets.setVisible(panel.visible));
    panel.onDidDispose(() => {
      pets.dispose();
      onClose();
    });
    // A hidden page is forgotten by the editor and loaded anew: it says `ready` then, and is painted.
    webview.html = panelPage(address('dist', 'panel.js'), address('media', 'panel.css'), randomUUID(), webview.cspSource);
    pets.setVisible(panel.visible);
  }
}
