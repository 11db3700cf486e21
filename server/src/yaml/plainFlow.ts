import { resolvePlain } from './resolve.ts';
import { scalarMap } from './scalar.ts';
import type { Entry, Tree, TreeScalar } from './tree.ts';

/** Thrown where the text is not plain: a constant, as an Error would cost a stack trace for each half-typed document. */
export const GIVE_UP: unknown = Symbol('not plain YAML');

/** No manifest is nested deeper, and everything that walks a tree may rely on it. */
export const MAX_DEPTH = 100;

export function giveUp(): never {
  throw GIVE_UP;
}

/** Reads a flow collection that stands on one line, without comments, tags or anchors; throws GIVE_UP on anything else. */
export function readFlow(text: string, start: number, depth = 0): Tree {
  if (depth > MAX_DEPTH) throw GIVE_UP;
  return text[start] === '[' ? list(text, start, depth) : map(text, start, depth);
}

function list(text: string, start: number, depth: number): Tree {
  const items: Tree[] = [];
  let at = skip(text, start + 1);
  while (text[at] !== ']') {
    const item = value(text, at, false, depth);
    items.push(item);
    at = separator(text, item.span.end, ']');
  }
  return { kind: 'seq', span: { start, end: at + 1 }, flow: true, items };
}

function map(text: string, start: number, depth: number): Tree {
  const entries: Entry[] = [];
  let at = skip(text, start + 1);
  while (text[at] !== '}') {
    const key = value(text, at, true, depth);
    if (key.kind !== 'scalar' || text[key.span.end] !== ':' || text[key.span.end + 1] !== ' ') throw GIVE_UP;
    const from = skip(text, key.span.end + 1);
    if (text[from] === ',' || text[from] === '}') throw GIVE_UP;
    const item = value(text, from, false, depth);
    const name = key.style === 'plain' ? text.slice(key.span.start, key.span.end) : String(key.value);
    if (name === '<<') throw GIVE_UP;
    entries.push({ key: name, keySpan: key.span, value: item, span: { start: key.span.start, end: item.span.end } });
    at = separator(text, item.span.end, '}');
  }
  return { kind: 'map', span: { start, end: at + 1 }, flow: true, entries };
}

function skip(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at++;
  return at;
}

/** The start of the next item, or the closing bracket. */
function separator(text: string, from: number, close: string): number {
  const at = skip(text, from);
  if (text[at] === close) return at;
  if (text[at] !== ',') throw GIVE_UP;
  return skip(text, at + 1);
}

const PLAIN = /[A-Za-z0-9_./$+-][^\n\r\t,[\]{}:#'"&*!|>%@`?]*/y;

function value(text: string, at: number, isKey: boolean, depth: number): Tree {
  const c = text[at];
  if (c === '[' || c === '{') return isKey ? giveUp() : readFlow(text, at, depth + 1);
  if (c === '"' || c === "'") return readQuoted(text, at);
  PLAIN.lastIndex = at;
  let end = at + (PLAIN.exec(text)?.[0].length ?? 0);
  // A colon inside a word (an image tag) is text; one that ends the word is not.
  while (!isKey && text[end] === ':' && /[A-Za-z0-9_./$+-]/.test(text[end + 1] ?? '')) {
    PLAIN.lastIndex = end + 1;
    end += 1 + (PLAIN.exec(text)?.[0].length ?? 0);
  }
  while (text[end - 1] === ' ') end--;
  const next = text[skip(text, end)];
  if (end === at || (c === '-' && (end === at + 1 || text[at + 1] === ' '))) return giveUp();
  if (isKey ? next !== ':' : next !== ',' && next !== ']' && next !== '}') return giveUp();
  return { kind: 'scalar', span: { start: at, end }, style: 'plain', value: resolvePlain(text.slice(at, end)) };
}

const NEWLINE = 10;
const TAB = 9;

/** A quoted scalar on one line. */
export function readQuoted(text: string, start: number): TreeScalar {
  const double = text.charCodeAt(start) === 34;
  let at = start + 1;
  let escaped = false;
  for (; ; at++) {
    const c = text.charCodeAt(at);
    if (c === NEWLINE || c === TAB || Number.isNaN(c)) return giveUp();
    if (double && c === 92) {
      escaped = true;
      if (!/[0abtnvfre "/\\]/.test(text[at + 1] ?? '')) return giveUp();
      at++;
    } else if (c === (double ? 34 : 39)) {
      if (double || text.charCodeAt(at + 1) !== 39) break;
      escaped = true;
      at++;
    }
  }
  const scalar: TreeScalar = { kind: 'scalar', span: { start, end: at + 1 }, style: double ? 'double' : 'single', value: text.slice(start + 1, at) };
  return escaped ? { ...scalar, value: scalarMap(scalar, text).text } : scalar;
}
