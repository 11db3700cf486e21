import { MarkupKind } from 'vscode-languageserver/node';
import { hoverCommand } from '../../ide/explain.ts';
import { hover as hoverAt } from '../../ide/hover.ts';
import { aroundOf } from '../around.ts';
import { toRange } from '../convert.ts';
import { type Feature, withPlace } from '../feature.ts';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register: (server) => {
    server.connection.onHover((params, token) =>
      withPlace(server, params.textDocument.uri, params.position, token, ({ analysis, placed, offset }) => {
        const { document } = placed.chunk;
        const found = hoverCommand(document, offset, aroundOf(analysis)) ?? hoverAt(document, offset);
        return found ? { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(found.span, placed) } : null;
      }),
    );
  },
};
