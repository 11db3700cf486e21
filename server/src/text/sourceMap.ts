import type { Span } from './span.ts';

/**
 * One run of a decoded text and where it was written. Runs are contiguous in the decoded text.
 * Equal lengths mean verbatim: character i of the run is character i of the source.
 * Otherwise the whole decoded run stands for the whole source run (an escape, a folded line break).
 */
export interface Run {
  readonly at: number;
  readonly length: number;
  readonly source: number;
  readonly sourceLength: number;
}

/**
 * Where each character of a decoded text was written. Maps chain: the script of an init container inside a JSON string inside a
 * YAML scalar is a map whose `outer` is the map of the scalar. `text` is the decoded text; all offsets are UTF-16 code units.
 */
export interface SourceMap {
  readonly text: string;
  readonly runs: readonly Run[];
  /** Start of the source in the outer text; used when the decoded text is empty. */
  readonly origin: number;
  readonly outer: SourceMap | undefined;
}

/** Offset of the source character of the decoded character at `offset`, in the outermost text. */
export function toSource(map: SourceMap, offset: number): number {
  const own = locate(map, offset, 'start');
  return map.outer ? toSource(map.outer, own) : own;
}

/** The source of a decoded span, in the outermost text: from its first character's start to its last character's end. */
export function toSourceSpan(map: SourceMap, span: Span): Span {
  const start = locate(map, span.start, 'start');
  const own = { start, end: span.end > span.start ? locate(map, span.end - 1, 'end') : start };
  return map.outer ? toSourceSpan(map.outer, own) : own;
}

/** True when every character of the decoded span was written as itself, so that a fix may replace it in place. */
export function isVerbatim(map: SourceMap, span: Span): boolean {
  for (let at = span.start; at < span.end; ) {
    const run = runAt(map, at);
    if (!run || run.length !== run.sourceLength) return false;
    at = run.at + run.length;
  }
  if (!map.outer) return true;
  const first = locate(map, span.start, 'start');
  return isVerbatim(map.outer, { start: first, end: first + (span.end - span.start) });
}

function locate(map: SourceMap, offset: number, edge: 'start' | 'end'): number {
  const run = runAt(map, Math.min(offset, map.text.length - 1));
  if (!run) return map.origin;
  const into = offset - run.at;
  if (run.length === run.sourceLength) return run.source + into + (edge === 'end' ? 1 : 0);
  if (into >= run.length) return run.source + run.sourceLength;
  return edge === 'end' ? run.source + run.sourceLength : run.source;
}

function runAt(map: SourceMap, offset: number): Run | undefined {
  let low = 0;
  let high = map.runs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map.runs[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return map.runs[low];
}

/** Collects runs while a decoder walks its source; adjacent verbatim runs become one. */
export class MapBuilder {
  private text = '';
  private readonly runs: Run[] = [];

  verbatim(source: string, start: number, end: number): void {
    if (end <= start) return;
    const last = this.runs.at(-1);
    if (last && last.length === last.sourceLength && last.source + last.sourceLength === start) {
      this.runs[this.runs.length - 1] = { ...last, length: last.length + end - start, sourceLength: last.sourceLength + end - start };
    } else {
      this.runs.push({ at: this.text.length, length: end - start, source: start, sourceLength: end - start });
    }
    this.text += source.slice(start, end);
  }

  replaced(decoded: string, start: number, end: number): void {
    if (decoded === '') return;
    const length = decoded.length;
    // A replaced run must never look verbatim: one character for another one is split off as an uneven pair is not possible.
    this.runs.push({ at: this.text.length, length, source: start, sourceLength: end - start });
    this.text += decoded;
  }

  build(origin: number, outer?: SourceMap): SourceMap {
    return { text: this.text, runs: this.runs, origin, outer };
  }
}
