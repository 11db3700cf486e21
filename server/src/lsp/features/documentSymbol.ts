import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import type { PlacedChunk } from '../../analyze.ts';
import { type Symbol as Outline, symbols } from '../../ide/symbols.ts';
import { toRange } from '../convert.ts';
import { type Feature, withDocument } from '../feature.ts';

const KINDS: Readonly<Record<Outline['kind'], SymbolKind>> = {
  object: SymbolKind.Object,
  initContainer: SymbolKind.Event,
  container: SymbolKind.Module,
  claim: SymbolKind.File,
  volume: SymbolKind.Field,
};

export const documentSymbol: Feature = {
  capabilities: { documentSymbolProvider: true },
  register: (server) => {
    server.connection.onDocumentSymbol((params, token) =>
      withDocument(server, params.textDocument.uri, token, ({ analysis }) =>
        analysis.chunks.flatMap((placed) => symbols(placed.chunk.document).map((s) => toSymbol(s, placed))),
      ),
    );
  },
};

function toSymbol(symbol: Outline, placed: PlacedChunk): DocumentSymbol {
  return {
    name: symbol.name === '' ? '(unnamed)' : symbol.name,
    detail: symbol.detail,
    kind: KINDS[symbol.kind],
    range: toRange(symbol.span, placed),
    selectionRange: toRange(symbol.nameSpan, placed),
    children: symbol.children.map((c) => toSymbol(c, placed)),
  };
}
