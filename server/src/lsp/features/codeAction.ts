import { type CodeAction, CodeActionKind } from 'vscode-languageserver/node';
import { fixesAt, verdictsAt } from '../../ide/fixes.ts';
import { chunkAt, offsetIn, toRange, toTextEdit } from '../convert.ts';
import { type Feature, withDocument } from '../feature.ts';
import { convertActions } from './convertActions.ts';

const EXPLAIN: CodeAction = {
  title: 'Explain this verdict',
  kind: CodeActionKind.QuickFix,
  command: { title: 'Explain this verdict', command: 'petset.explain' },
};

export const codeAction: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] } },
  register: (server) => {
    server.connection.onCodeAction((params, token) => {
      const only = params.context.only;
      const asks = (offered: CodeActionKind): boolean => !only || only.some((kind) => offered === kind || offered.startsWith(`${kind}.`) || kind === '');
      const [wantsFixes, wantsRewrites] = [asks(CodeActionKind.QuickFix), asks(CodeActionKind.RefactorRewrite)];
      if (!wantsFixes && !wantsRewrites) return [];
      const { uri } = params.textDocument;
      return withDocument(server, uri, token, ({ analysis }) => {
        const placed = chunkAt(analysis.chunks, params.range.start);
        if (!placed) return [];
        const wanted = { start: offsetIn(placed, params.range.start), end: offsetIn(placed, params.range.end) };
        const rewrites = wantsRewrites ? convertActions(uri, placed, wanted) : [];
        if (!wantsFixes) return rewrites;
        const explain = server.offersExplain && verdictsAt(placed, wanted) ? [EXPLAIN] : [];
        const fixes = fixesAt(analysis, placed, wanted).map(({ finding, fix }): CodeAction => {
          const range = toRange(finding.span, placed);
          const diagnostics = params.context.diagnostics.filter(
            (d) => d.code === finding.rule && d.range.start.line === range.start.line && d.range.start.character === range.start.character,
          );
          return {
            title: fix.title,
            kind: CodeActionKind.QuickFix,
            diagnostics,
            ...(fix.preferred ? { isPreferred: true } : {}),
            edit: { changes: { [uri]: fix.edits.map((e) => toTextEdit(e, placed)) } },
          };
        });
        return [...fixes, ...explain, ...rewrites];
      });
    });
  },
};
