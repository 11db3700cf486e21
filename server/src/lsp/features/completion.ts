import { type CompletionItem, CompletionItemKind, InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver/node';
import type { PlacedChunk } from '../../analyze.ts';
import { type Completion, complete } from '../../ide/complete.ts';
import { toRange } from '../convert.ts';
import { type Feature, withPlace } from '../feature.ts';

const KINDS: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  snippet: CompletionItemKind.Snippet,
};

export const completion: Feature = {
  // A quote opens a key in the JSON of an annotation; a space after a colon or dash opens a value.
  capabilities: { completionProvider: { triggerCharacters: ['"', ' '] } },
  register: (server) => {
    server.connection.onCompletion((params, token) =>
      withPlace(server, params.textDocument.uri, params.position, token, ({ placed, offset }) =>
        complete(placed.chunk.document, offset).map((c) => toItem(c, placed)),
      ),
    );
  },
};

function toItem(c: Completion, placed: PlacedChunk): CompletionItem {
  return {
    label: c.label,
    kind: KINDS[c.kind],
    ...(c.detail ? { detail: c.detail } : {}),
    ...(c.documentation ? { documentation: { kind: MarkupKind.Markdown, value: c.documentation } } : {}),
    textEdit: { range: toRange(c.edit.span, placed), newText: c.edit.text },
    insertTextFormat: c.isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // The text brings its own indentation.
    insertTextMode: InsertTextMode.asIs,
    sortText: c.sortText,
    filterText: c.filterText,
  };
}
