import { conversionsAt } from '../../ide/convert.ts';
import { toTextEdit } from '../convert.ts';
import { type Feature, withDocument } from '../feature.ts';

interface ConversionsParams {
  readonly textDocument: { readonly uri: string };
  /** The line on which the YAML document begins, as `petset/objects` told it. */
  readonly line: number;
}

/** Our own request: what a document can be turned into, wherever the cursor stands. Null for a file that is not open. */
export const conversions: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/conversions', (params: ConversionsParams, token) =>
      withDocument(server, params.textDocument.uri, token, ({ analysis }) => {
        const placed = analysis.chunks.find((each) => each.line === params.line);
        if (!placed) return [];
        const { document } = placed.chunk;
        const found = conversionsAt(document, { start: 0, end: document.text.length });
        return found.map(({ title, lost, edits }) => ({ title, lost, edits: edits.map((e) => toTextEdit(e, placed)) }));
      }),
    );
  },
};
