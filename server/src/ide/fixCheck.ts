import { type Analysis, analyzeChunk, assemble, type Chunk, fileVersion, findingsOf, type PlacedChunk } from '../analyze.ts';
import type { Edit, Finding, Fix, Level } from '../rules/rule.ts';
import type { Span } from '../text/span.ts';
import { splitDocuments } from '../yaml/split.ts';

/** A file of more documents is not judged again as a whole when a fix changes the version that it implies: an editor waits for the answer. */
const MOST_REJUDGED = 40;

/**
 * True when the file, with the fix made, has no finding that it did not have: hints do not count, errors in its other documents do.
 * Only the document of the fix is judged again, and what others say of it where its objects changed. Nothing is kept: a caller asks
 * when somebody asks for fixes, never on a keystroke.
 */
export function bringsNothingNew(analysis: Analysis, placed: PlacedChunk, fix: Fix): boolean {
  const at = analysis.chunks.indexOf(placed);
  if (at < 0) return true;
  const after = fixedAnalysis(analysis, at, fix);
  const added = after.chunks.length - analysis.chunks.length;
  const isBroken = placed.chunk.document.yaml.problems.length > 0;
  const fixed = after.chunks.slice(at, at + 1 + added).flatMap(findingsOf);
  // What stood below a syntax error was never judged: that it is now is what the fix is for.
  const own = isBroken ? fewerSyntaxErrors(findingsOf(placed), fixed) : isCovered(findingsOf(placed), fixed, fix.edits);
  return own && analysis.chunks.every((old, i) => i === at || othersCovered(old, after.chunks[i < at ? i : i + added]));
}

function fixedAnalysis(analysis: Analysis, at: number, fix: Fix): Analysis {
  const { file, settings, around } = analysis;
  const chunks = analysis.chunks.map((placed) => placed.chunk);
  const text = withEdits(chunks[at]?.document.text ?? '', fix.edits);
  const pieces = splitDocuments(text).map((piece) => piece.text);
  const texts = chunks.map((chunk) => chunk.document.text);
  const version = fileVersion(texts.toSpliced(at, 1, ...pieces), settings);
  const changes = chunks.length <= MOST_REJUDGED && version !== fileVersion(texts, settings);
  const others: readonly Chunk[] = changes ? chunks.map((chunk, i) => (i === at ? chunk : analyzeChunk(chunk.document.text, version, settings))) : chunks;
  const judged = others.toSpliced(at, 1, ...pieces.map((piece) => analyzeChunk(piece, version, settings)));
  return assemble(file, judged, around, settings, analysis);
}

function othersCovered(before: PlacedChunk, after: PlacedChunk | undefined): boolean {
  if (!after || (before.chunk === after.chunk && before.bundleFindings === after.bundleFindings)) return true;
  return isCovered(findingsOf(before), findingsOf(after), []);
}

function fewerSyntaxErrors(before: readonly Finding[], after: readonly Finding[]): boolean {
  const count = (found: readonly Finding[]): number => found.filter((finding) => finding.rule === 'yaml-syntax').length;
  return count(after) <= count(before);
}

const ORDER: Readonly<Record<Level, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Does every finding of the fixed text answer to one of the text before, that was as severe? Each answers once. */
function isCovered(before: readonly Finding[], after: readonly Finding[], edits: readonly Edit[]): boolean {
  const pool = [...before];
  return after.every((finding) => {
    if (finding.level === 'hint') return true;
    const span = mappedBack(finding.span, edits);
    const known = (old: Finding): boolean => old.rule === finding.rule && ORDER[old.level] <= ORDER[finding.level];
    const exact = pool.findIndex((old) => known(old) && old.message === finding.message);
    const index = exact >= 0 ? exact : pool.findIndex((old) => known(old) && old.span.start <= span.end && span.start <= old.span.end);
    if (index < 0) return false;
    pool.splice(index, 1);
    return true;
  });
}

/** Where a span of the edited text was before; new text is where it was put. */
function mappedBack(span: Span, edits: readonly Edit[]): Span {
  const back = (offset: number): number => {
    let shift = 0;
    for (const { span: at, text } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
      const start = at.start + shift;
      if (offset <= start) break;
      if (offset < start + text.length) return at.start;
      shift += text.length - (at.end - at.start);
    }
    return offset - shift;
  };
  return { start: back(span.start), end: back(span.end) };
}

/** The text after the edits, which do not overlap. */
export function withEdits(text: string, edits: readonly { readonly span: Span; readonly text: string }[]): string {
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start))
    result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end);
  return result;
}
