import * as vscode from 'vscode';
import type { ServerFinding } from './cluster/serverFindings.ts';
import type { Server } from './context.ts';
import type { Manifest, ManifestObject, ManifestPlace, Manifests, Mark, Range, TextEdit, Wanted } from './manifests.ts';

/** A workspace of more manifests than this is a checkout of many projects. */
const mostFiles = 3_000;

/** The manifests in the editor, read by the language server, and what clusters say of them. */
export class OpenManifests implements Manifests, vscode.Disposable {
  readonly #server: Server;
  readonly #said = vscode.languages.createDiagnosticCollection('petset-server');
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = [
      this.#said,
      vscode.workspace.onDidChangeTextDocument((event) => this.#forgetEdited(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#said.delete(uri)),
    ];
  }

  async active(): Promise<Manifest | undefined> {
    const editor = vscode.window.activeTextEditor;
    return editor === undefined ? undefined : await this.read(editor.document, editor.selection.active.line);
  }

  async read({ uri, languageId }: vscode.TextDocument, line = -1): Promise<Manifest | undefined> {
    if (languageId !== 'yaml') return undefined;
    const objects = await this.#server.ask<readonly ManifestObject[]>('petset/objects', uri.toString());
    if (objects === undefined) return undefined;
    const current = objects.findLast((each) => each.line <= line);
    return { uri: uri.toString(), name: uri.path.split('/').at(-1) ?? '', objects, current };
  }

  async locate(uri: string, object: ManifestObject, paths: readonly string[]): Promise<readonly vscode.Range[]> {
    const ranges = await this.#server.ask<readonly Range[]>('petset/locate', uri, { line: object.line, paths });
    return paths.map((_, index) => toRange(ranges?.[index] ?? object.kindRange));
  }

  /** By their words first: only files that could declare it are opened and read. */
  async find({ kind, name, namespace }: Wanted): Promise<readonly ManifestPlace[]> {
    const places: ManifestPlace[] = [];
    for (const uri of await vscode.workspace.findFiles('**/*.{yaml,yml}', '**/node_modules/**', mostFiles)) {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      if (!text.includes(kind) || !text.includes(name)) continue;
      const manifest = await this.read(await vscode.workspace.openTextDocument(uri));
      const objects = (manifest?.objects ?? []).filter(
        (each) => each.kind === kind && each.name === name && (each.namespace === '' || each.namespace === namespace),
      );
      places.push(...objects.map(({ kindRange }) => ({ uri: uri.toString(), file: vscode.workspace.asRelativePath(uri), range: kindRange })));
    }
    return places.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  async show({ uri, range }: ManifestPlace): Promise<void> {
    const at = toRange(range);
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at.start, at.start) });
  }

  async edit({ uri }: Manifest, edits: readonly TextEdit[]): Promise<void> {
    const all = new vscode.WorkspaceEdit();
    all.set(
      vscode.Uri.parse(uri),
      edits.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)),
    );
    await vscode.workspace.applyEdit(all);
  }

  async mark({ uri }: Manifest, source: string, marks: readonly Mark[]): Promise<void> {
    const diagnostics: vscode.Diagnostic[] = [];
    for (const { object, findings } of marks) {
      const ranges = await this.locate(
        uri,
        object,
        findings.map(({ path }) => path),
      );
      diagnostics.push(...findings.map((finding, index) => toDiagnostic(finding, object, ranges[index], source)));
    }
    this.#said.set(vscode.Uri.parse(uri), diagnostics);
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  /** What the server said of a field is not true any more once the field is edited; the rest moves with its lines. */
  #forgetEdited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const before = this.#said.get(document.uri) ?? [];
    if (before.length === 0 || contentChanges.length === 0) return;
    const after = before.flatMap((diagnostic) => {
      const { range } = diagnostic;
      if (contentChanges.some((change) => change.range.intersection(range) !== undefined)) return [];
      const above = contentChanges.filter((change) => change.range.end.line < range.start.line);
      const moved = above.reduce((sum, { range, text }) => sum + text.split('\n').length - 1 - (range.end.line - range.start.line), 0);
      diagnostic.range = new vscode.Range(range.start.translate(moved), range.end.translate(moved));
      return [diagnostic];
    });
    this.#said.set(document.uri, after);
  }
}

function toDiagnostic({ message, line, severity }: ServerFinding, object: ManifestObject, range: vscode.Range | undefined, source: string): vscode.Diagnostic {
  const at = line === undefined ? range : new vscode.Range(object.line + line, 0, object.line + line, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(at ?? toRange(object.kindRange), message, vscode.DiagnosticSeverity[severity === 'warning' ? 'Warning' : 'Error']);
  diagnostic.source = source;
  return diagnostic;
}

export const toRange = ({ start, end }: Range): vscode.Range => new vscode.Range(start.line, start.character, end.line, end.character);
