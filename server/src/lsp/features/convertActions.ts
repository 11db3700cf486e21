import { type CodeAction, CodeActionKind } from 'vscode-languageserver/node';
import type { PlacedChunk } from '../../analyze.ts';
import { conversionsAt } from '../../ide/convert.ts';
import type { Span } from '../../text/span.ts';
import { toTextEdit } from '../convert.ts';

/** Rewriting the object at the cursor for another version. A client asks for code actions by kind in one request, so codeAction.ts adds these. */
export function convertActions(uri: string, placed: PlacedChunk, span: Span): CodeAction[] {
  return conversionsAt(placed.chunk.document, span).map(({ title, edits }) => ({
    title,
    kind: CodeActionKind.RefactorRewrite,
    edit: { changes: { [uri]: edits.map((e) => toTextEdit(e, placed)) } },
  }));
}
