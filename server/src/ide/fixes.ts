import { type Analysis, findingsOf, type PlacedChunk } from '../analyze.ts';
import type { Finding, Fix } from '../rules/rule.ts';
import { meets, type Span } from '../text/span.ts';
import { bringsNothingNew } from './fixCheck.ts';

export interface FixAt {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** The fixes of all findings that touch a span of the chunk, without those that bring a finding of their own. */
export function fixesAt(analysis: Analysis, placed: PlacedChunk, span: Span): FixAt[] {
  return findingsOf(placed)
    .filter((f) => meets(f.span, span))
    .flatMap((finding) => (finding.fixes ?? []).filter((fix) => isOffered(analysis, placed, fix)).map((fix) => ({ finding, fix })));
}

/** An editor asks again at each move of the cursor; the answer holds as long as the analysis. */
const answers = new WeakMap<Analysis, Map<Fix, boolean>>();

function isOffered(analysis: Analysis, placed: PlacedChunk, fix: Fix): boolean {
  const known = answers.get(analysis) ?? new Map<Fix, boolean>();
  answers.set(analysis, known);
  const answer = known.get(fix) ?? bringsNothingNew(analysis, placed, fix);
  known.set(fix, answer);
  return answer;
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
