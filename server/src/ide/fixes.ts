import { findingsOf, type PlacedChunk } from '../analyze.ts';
import type { Finding, Fix } from '../rules/rule.ts';
import { meets, type Span } from '../text/span.ts';

export interface FixAt {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The fixes of all findings that touch a span of the chunk. */
export function fixesAt(placed: PlacedChunk, span: Span): FixAt[] {
  return findingsOf(placed)
    .filter((f) => meets(f.span, span))
    .flatMap((finding) => (finding.fixes ?? []).map((fix) => ({ finding, fix })));
}

const VERDICTS: ReadonlySet<string> = new Set([
  'rerun-fails',
  'clobbers',
  'clobbers-managed',
  'accumulates',
  'changes-every-run',
  'not-crash-safe',
  'peers-dependent',
  'dash-bashism',
]);

/** True where the interpreter said something of a command. */
export function verdictsAt(placed: PlacedChunk, span: Span): boolean {
  return findingsOf(placed).some((f) => VERDICTS.has(f.rule) && meets(f.span, span));
}

/** The text after a fix; edits do not overlap. */
export function applyEdits(text: string, edits: readonly { readonly span: Span; readonly text: string }[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start))
    result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end);
  return result;
}
