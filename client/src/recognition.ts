import * as vscode from 'vscode';
import type { Server } from './context.ts';
import { describe, type Recognized } from './recognized.ts';

const paintAfterMs = 200;

/** Says of the document at the cursor what it was recognized as: in the language status, where other tools say theirs. */
export class Recognition implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem('petset.recognized', { language: 'yaml' });
  readonly #server: Server;
  readonly #subscriptions: readonly vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server) {
    this.#server = server;
    this.#item.name = 'Pets';
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(() => this.#soon()),
      vscode.window.onDidChangeTextEditorSelection(() => this.#soon()),
      vscode.languages.onDidChangeDiagnostics(() => this.#soon()),
    ];
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#item.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#paint(), paintAfterMs);
  }

  async #paint(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'yaml') return;
    const { line } = editor.selection.active;
    // Asked at every keystroke and move: of this document only, not of a file of a thousand.
    const [here] = (await this.#server.ask<readonly Recognized[]>('petset/recognized', editor.document.uri.toString(), { line })) ?? [];
    const { text, detail } = describe(here);
    this.#item.text = text;
    this.#item.detail = detail;
  }
}
