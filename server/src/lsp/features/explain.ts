import type { Position } from 'vscode-languageserver/node';
import { explainDocument } from '../../ide/explain.ts';
import { aroundOf } from '../around.ts';
import { type Feature, withPlace } from '../feature.ts';

interface ExplainParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Our own request: `petset/explain` answers with a Markdown document about the init containers at a position, or null. */
export const explain: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/explain', (params: ExplainParams, token) =>
      withPlace(
        server,
        params.textDocument.uri,
        params.position,
        token,
        (at) => explainDocument(at.placed.chunk.document, at.offset, aroundOf(at.analysis)) ?? null,
      ),
    );
  },
};
