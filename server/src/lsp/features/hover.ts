import { MarkupKind } from 'vscode-languageserver/node';
import { hover as hoverAt } from '../../ide/hover.ts';
import { toRange } from '../convert.ts';
import { type Feature, withPlace } from '../feature.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register: (server) => {
    server.connection.onHover((params, token) =>
      withPlace(server, params.textDocument.uri, params.position, token, ({ placed, offset }) => {
        const found = hoverAt(placed.chunk.document, offset);
        return found ? { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(found.span, placed) } : null;
      }),
    );
  },
};
