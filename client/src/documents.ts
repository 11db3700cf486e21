import * as vscode from 'vscode';
import type { LiveDocument, NamedText } from './ui.ts';

const scheme = 'petset-view';
/** What a followed log may hold; the oldest goes first. VS Code takes the whole text anew with every change. */
const maxChars = 2_000_000;
const paintEveryMs = 150;

interface Page {
  text: string;
  timer: NodeJS.Timeout | undefined;
  readonly closing: AbortController;
  /** Lines of the text as it was last painted; undefined for a text that stands. */
  lines: number | undefined;
}

/** Read-only documents that live as long as their tab: logs that grow, reports that stand. */
export class LiveDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #pages = new Map<string, Page>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#followEnd(document)),
      // The document itself outlives its tab by minutes, and a followed log must not.
      vscode.window.tabGroups.onDidChangeTabs((event) => this.#forgetAll(event.closed.flatMap(urisOf))),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#pages.get(uri.toString())?.text ?? '';
  }

  async open(name: string, text?: string): Promise<LiveDocument> {
    const { uri, page } = this.#begin(name, text);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    if (text !== undefined) editor.selection = new vscode.Selection(0, 0, 0, 0);
    return { append: (text) => this.#append(uri, page, text), closed: page.closing.signal };
  }

  async diff(title: string, left: NamedText, right: NamedText): Promise<void> {
    const [before, after] = [left, right].map(({ name, text }) => this.#begin(name, text).uri);
    await vscode.commands.executeCommand('vscode.diff', before, after, title, { preview: false });
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.closing.abort();
    for (const each of this.#subscriptions) each.dispose();
  }

  #begin(name: string, text: string | undefined): { readonly uri: vscode.Uri; readonly page: Page } {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#forget(uri);
    const page: Page = { text: text ?? '', timer: undefined, closing: new AbortController(), lines: text === undefined ? 1 : undefined };
    this.#pages.set(uri.toString(), page);
    this.#changed.fire(uri);
    return { uri, page };
  }

  #append(uri: vscode.Uri, page: Page, text: string): void {
    page.text = keepEnd(page.text + text);
    page.timer ??= setTimeout(() => {
      page.timer = undefined;
      this.#changed.fire(uri);
    }, paintEveryMs);
  }

  /** A cursor at the end moves on with the text; whoever reads further up has put it there and is left alone. */
  #followEnd(document: vscode.TextDocument): void {
    const page = document.uri.scheme === scheme ? this.#pages.get(document.uri.toString()) : undefined;
    if (page?.lines === undefined) return;
    const end = document.lineAt(document.lineCount - 1).range.end;
    for (const editor of vscode.window.visibleTextEditors) {
      // The editor's own cursor is still where it was before this change.
      if (editor.document === document && editor.selection.active.line >= page.lines - 1) editor.revealRange(new vscode.Range(end, end));
    }
    page.lines = document.lineCount;
  }

  #forgetAll(closed: readonly vscode.Uri[]): void {
    const shown = new Set(vscode.window.tabGroups.all.flatMap((group) => group.tabs.flatMap(urisOf)).map((uri) => uri.toString()));
    for (const uri of closed) if (!shown.has(uri.toString())) this.#forget(uri);
  }

  /** Also for a document that is opened again: its older stream must not write into the new one. */
  #forget(uri: vscode.Uri): void {
    const page = this.#pages.get(uri.toString());
    if (page === undefined) return;
    clearTimeout(page.timer);
    page.closing.abort();
    this.#pages.delete(uri.toString());
  }
}

function keepEnd(text: string): string {
  if (text.length <= maxChars) return text;
  const cut = text.length - maxChars;
  return text.slice(text.indexOf('\n', cut) + 1);
}

function urisOf({ input }: vscode.Tab): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputTextDiff) return [input.original, input.modified];
  return input instanceof vscode.TabInputText ? [input.uri] : [];
}
