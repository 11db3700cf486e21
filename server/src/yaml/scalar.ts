import { MapBuilder, type SourceMap } from '../text/sourceMap.ts';
import type { TreeScalar } from './tree.ts';

/**
 * The decoded text of a scalar and where each character stands in the chunk, for every YAML style and for JSON strings inside an
 * annotation. Decodes as YAML 1.2 sections 6.5 (folding), 7.3 (flow scalars) and 8.1 (block scalars) say; a property test holds
 * the result against the YAML parser.
 */
export function scalarMap(scalar: TreeScalar, chunk: string): SourceMap {
  if (scalar.inner) return jsonString(scalar.inner.map, scalar.inner.span.start, scalar.inner.span.end);
  const { start, end } = scalar.span;
  switch (scalar.style) {
    case 'plain':
      return flow(chunk, start, end, 'plain').build(start);
    case 'single':
    case 'double':
      return flow(chunk, start + 1, chunk[end - 1] === chunk[start] && end - 1 > start ? end - 1 : end, scalar.style).build(start + 1);
    case 'literal':
    case 'folded':
      return block(chunk, start, end, scalar.style, typeof scalar.value === 'string' ? scalar.value : '');
    case 'json':
      return new MapBuilder().build(start);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function flow(source: string, start: number, end: number, style: 'plain' | 'single' | 'double'): MapBuilder {
  const out = new MapBuilder();
  let at = start;
  while (at < end) {
    const c = source[at];
    if (c === '\n' || c === ' ' || c === '\t' || c === '\r') at = blank(out, source, at, end);
    else if (c === "'" && style === 'single' && source[at + 1] === "'") {
      out.replaced("'", at, at + 2);
      at += 2;
    } else if (c === '\\' && style === 'double') at = escaped(out, source, at, end);
    else {
      const from = at;
      do at++;
      while (at < end && !isStop(source.charCodeAt(at)));
      out.verbatim(source, from, at);
    }
  }
  return out;
}

function isStop(code: number): boolean {
  return code === 10 || code === 32 || code === 9 || code === 13 || code === 39 || code === 92;
}

/** White space in a flow scalar: kept inside a line, folded around line breaks (one break is a space, n breaks are n - 1 breaks). */
function blank(out: MapBuilder, source: string, at: number, end: number): number {
  let breaks = 0;
  let next = at;
  while (next < end && /[ \t\r\n]/.test(source[next] ?? '')) if (source[next++] === '\n') breaks++;
  if (breaks === 0) out.verbatim(source, at, next);
  else out.replaced(breaks === 1 ? ' ' : '\n'.repeat(breaks - 1), at, next);
  return next;
}

function escaped(out: MapBuilder, source: string, at: number, end: number): number {
  const c = source[at + 1] ?? '';
  const hex = HEX_LENGTH[c];
  if (hex !== undefined) {
    const code = Number.parseInt(source.slice(at + 2, at + 2 + hex), 16);
    out.replaced(code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : source.slice(at, at + 2 + hex), at, at + 2 + hex);
    return at + 2 + hex;
  }
  if (c === '\n' || (c === '\r' && source[at + 2] === '\n')) return lineContinuation(source, at + (c === '\r' ? 3 : 2), end);
  out.replaced(ESCAPES[c] ?? `\\${c}`, at, at + 2);
  return at + 2;
}

/** `\` at the end of a line joins it with the next, whose leading white space is dropped. */
function lineContinuation(source: string, at: number, end: number): number {
  let next = at;
  while (next < end && (source[next] === ' ' || source[next] === '\t')) next++;
  return next;
}

interface Line {
  readonly start: number;
  /** Length of the leading spaces. */
  readonly indent: number;
  /** End of the content, without the line break and its CR. */
  readonly end: number;
}

function block(source: string, start: number, end: number, style: 'literal' | 'folded', value: string): SourceMap {
  const header = /[|>]([-+0-9]*)[^\n]*\n?/y;
  header.lastIndex = start;
  const found = header.exec(source);
  const flags = found?.[1] ?? '';
  const body = start + (found?.[0].length ?? 1);
  const lines = linesOf(source, body, end);
  const first = lines.findIndex((l) => !isBlank(l));
  const out = new MapBuilder();
  if (first < 0) {
    // Blanks at the end of the file that no break ends are no line, unless they are the only one.
    if (flags.includes('+')) for (const line of lines.filter((l, i) => i === 0 || l.end < source.length)) breakAfter(out, source, line);
    return out.build(body);
  }
  const indent = /[0-9]/.test(flags) ? declaredIndent(lines[first], value) : (lines[first]?.indent ?? 0);
  // Blank lines that reach deeper than the indentation are text, also at the end.
  const last = lines.findLastIndex((l) => !isBlank(l) || l.indent > indent) + 1;
  for (const line of lines.slice(0, first)) {
    out.verbatim(source, textStart(line, indent), line.end);
    breakAfter(out, source, line);
  }
  (style === 'literal' ? literal : folded)(out, source, lines.slice(first, last), indent);
  if (flags.includes('+')) keepBreaks(out, source, lines.slice(last - 1), indent);
  else if (!flags.includes('-')) breakAfter(out, source, lines[last - 1]);
  return out.build(body);
}

/** `|2` counts from the parent, which a scalar does not know; the decoded text tells how much was cut off. */
function declaredIndent(line: Line | undefined, value: string): number {
  const kept = /^ */.exec(value.split('\n').find((l) => /[^ ]/.test(l)) ?? '')?.[0].length ?? 0;
  return Math.max(0, (line?.indent ?? 0) - kept);
}

function linesOf(source: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let at = start; at < end; ) {
    const stop = source.indexOf('\n', at);
    const close = stop < 0 || stop >= end ? end : stop;
    const content = close > at && source[close - 1] === '\r' ? close - 1 : close;
    let first = at;
    while (first < content && source[first] === ' ') first++;
    lines.push({ start: at, indent: first - at, end: content });
    at = close + 1;
  }
  return lines;
}

function isBlank(line: Line): boolean {
  return line.start + line.indent >= line.end;
}

function textStart(line: Line, indent: number): number {
  return line.start + Math.min(indent, line.indent);
}

function literal(out: MapBuilder, source: string, lines: readonly Line[], indent: number): void {
  let previous: Line | undefined;
  for (const line of lines) {
    if (previous) out.replaced('\n', previous.end, textStart(line, indent));
    out.verbatim(source, textStart(line, indent), line.end);
    previous = line;
  }
}

/** Single breaks between lines of equal indentation become spaces; blank and deeper lines keep their breaks. */
function folded(out: MapBuilder, source: string, lines: readonly Line[], indent: number): void {
  let breaks = '';
  let separator = '';
  let deeper = false;
  let gap = lines[0]?.start ?? 0;
  for (const line of lines) {
    const from = textStart(line, indent);
    const more = line.indent > indent || source[from] === '\t';
    if (!more && isBlank(line)) {
      if (separator === '\n') breaks += '\n';
      else separator = '\n';
      continue;
    }
    if (more && separator === ' ') separator = '\n';
    else if (more && !deeper && separator === '\n') separator = '\n\n';
    out.replaced(breaks + separator, gap, from);
    out.verbatim(source, from, line.end);
    deeper = more;
    separator = more ? '\n' : ' ';
    breaks = '';
    gap = line.end;
  }
}

function breakAfter(out: MapBuilder, source: string, line: Line | undefined): void {
  if (line) out.replaced('\n', line.end, Math.min(source.length, line.end + (source[line.end] === '\r' ? 2 : 1)));
}

/** `+` keeps the break of the last line and all blank lines behind it. */
function keepBreaks(out: MapBuilder, source: string, lines: readonly Line[], indent: number): void {
  breakAfter(out, source, lines[0]);
  for (const line of lines.slice(1)) {
    out.verbatim(source, textStart(line, indent), line.end);
    if (line.end < source.length) breakAfter(out, source, line);
  }
}

const JSON_ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function jsonString(outer: SourceMap, start: number, end: number): SourceMap {
  const out = new MapBuilder();
  const source = outer.text;
  const close = end - 1 > start && source[end - 1] === '"' ? end - 1 : end;
  let at = start + 1;
  while (at < close) {
    if (source[at] !== '\\') {
      const next = source.indexOf('\\', at);
      const stop = next < 0 || next > close ? close : next;
      out.verbatim(source, at, stop);
      at = stop;
    } else if (source[at + 1] === 'u') {
      out.replaced(String.fromCharCode(Number.parseInt(source.slice(at + 2, at + 6), 16) || 0xfffd), at, at + 6);
      at += 6;
    } else {
      const c = source[at + 1] ?? '';
      out.replaced(JSON_ESCAPES[c] ?? c, at, at + 2);
      at += 2;
    }
  }
  return out.build(start + 1, outer);
}
