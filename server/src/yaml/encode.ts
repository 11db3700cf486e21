import { isVerbatim, type SourceMap, toSourceSpan } from '../text/sourceMap.ts';
import type { Span } from '../text/span.ts';
import { scalarMap } from './scalar.ts';
import type { ScalarStyle, TreeScalar } from './tree.ts';

export interface ChunkEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The edit of the chunk that replaces a span of a scalar's decoded text, quoted as its style (and the JSON around it) demands.
 * Undefined where the style cannot say it in place: a line break in a plain scalar, a span that runs through an escape.
 */
export function editInScalar(scalar: TreeScalar, chunk: string, span: Span, text: string): ChunkEdit | undefined {
  const map = scalarMap(scalar, chunk);
  if (span.end > span.start && !isVerbatim(map, span) && !wholeRuns(map, span)) return undefined;
  const written = encode(text, scalar, chunk);
  return written === undefined ? undefined : { span: toSourceSpan(map, span), text: written };
}

/** A span that starts and ends at run borders replaces whole escapes, which is as good as verbatim. */
function wholeRuns(map: SourceMap, span: Span): boolean {
  const cuts = map.runs.some(
    (r) => r.length !== r.sourceLength && ((r.at < span.start && span.start < r.at + r.length) || (r.at < span.end && span.end < r.at + r.length)),
  );
  return !cuts;
}

function encode(text: string, scalar: TreeScalar, chunk: string): string | undefined {
  if (!scalar.inner) return encodeStyle(text, scalar.style, indentOf(scalar, chunk));
  return encodeStyle(JSON.stringify(text).slice(1, -1), scalar.inner.style, '');
}

function encodeStyle(text: string, style: ScalarStyle, indent: string): string | undefined {
  switch (style) {
    case 'double':
      return JSON.stringify(text).slice(1, -1);
    case 'single':
      return text.includes('\n') ? undefined : text.replaceAll("'", "''");
    case 'literal':
      return text.replaceAll('\n', `\n${indent}`);
    case 'folded':
      return text.includes('\n') ? undefined : text;
    case 'plain':
      return /\n|: |:$| #/.test(text) ? undefined : text;
    case 'json':
      return undefined;
  }
}

/** The indentation of the first text line of a block scalar. */
function indentOf(scalar: TreeScalar, chunk: string): string {
  if (scalar.style !== 'literal') return '';
  return /\n( +)\S/.exec(chunk.slice(scalar.span.start, scalar.span.end))?.[1] ?? '';
}
