import { type Diagnostic, DiagnosticSeverity, type Position, type Range, type TextEdit } from 'vscode-languageserver/node';
import { findingsOf, type PlacedChunk } from '../analyze.ts';
import { linesOf } from '../lines.ts';
import type { Edit, Finding, Level } from '../rules/rule.ts';
import type { Span } from '../text/span.ts';

export function toRange(span: Span, placed: PlacedChunk): Range {
  const lines = linesOf(placed);
  return { start: lines.position(span.start, placed.line), end: lines.position(span.end, placed.line) };
}

export function toTextEdit(edit: Edit, placed: PlacedChunk): TextEdit {
  return { range: toRange(edit.span, placed), newText: edit.text };
}

const SEVERITY: Readonly<Record<Level, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface DiagnosticContext {
  readonly uri: string;
  /** The page of a rule. */
  readonly ruleUrl: (rule: string) => string | undefined;
}

export function toDiagnostics(placed: PlacedChunk, context: DiagnosticContext): Diagnostic[] {
  return findingsOf(placed).map((finding) => toDiagnostic(finding, placed, context));
}

function toDiagnostic(finding: Finding, placed: PlacedChunk, context: DiagnosticContext): Diagnostic {
  const href = context.ruleUrl(finding.rule);
  const related = finding.related?.filter((r) => r.file === undefined) ?? [];
  return {
    range: toRange(finding.span, placed),
    severity: SEVERITY[finding.level],
    code: finding.rule,
    ...(href ? { codeDescription: { href } } : {}),
    source: 'petset',
    message: finding.message,
    ...(related.length > 0
      ? { relatedInformation: related.map((r) => ({ location: { uri: context.uri, range: toRange(r.span, placed) }, message: r.message })) }
      : {}),
  };
}

/** The chunk that a position of the file lies in. */
export function chunkAt(chunks: readonly PlacedChunk[], position: Position): PlacedChunk | undefined {
  let low = 0;
  let high = chunks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.line ?? 0) <= position.line) low = middle;
    else high = middle - 1;
  }
  return chunks[low];
}

export function offsetIn(placed: PlacedChunk, position: Position): number {
  return linesOf(placed).offset({ line: position.line - placed.line, character: position.character });
}
