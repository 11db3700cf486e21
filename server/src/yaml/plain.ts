import { GIVE_UP, giveUp, MAX_DEPTH, readFlow, readQuoted } from './plainFlow.ts';
import { resolvePlain } from './resolve.ts';
import { scalarMap } from './scalar.ts';
import type { Entry, Tree, TreeMap, TreeScalar, TreeSeq } from './tree.ts';

/**
 * Reads plain block YAML: maps, lists, one-line scalars and flow collections, block scalars, comments. Gives up (undefined) at the
 * first thing beyond that - anchors, tags, merge keys, multi-line scalars, tabs, anything broken - and leaves the document to the
 * library. What it does read, it reads as the library does; a test holds both against each other over all manifests we have.
 */
export function readPlainYaml(text: string): Tree | undefined {
  if (text.length > 0 && (text.charCodeAt(0) === 0xfeff || text.charCodeAt(0) === PERCENT)) return undefined;
  try {
    return new Reader(text).document();
  } catch (error) {
    // Deeper nesting than the stack holds is the library's to complain of.
    if (error === GIVE_UP || error instanceof RangeError) return undefined;
    throw error;
  }
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const HASH = 35;
const PERCENT = 37;
const DASH = 45;
const COLON = 58;
const QUESTION = 63;

/** Characters that cannot start a plain scalar here, beside those with a meaning of their own. */
const RESERVED = new Set([...',]}&*!%@`'].map((c) => c.charCodeAt(0)));

class Reader {
  private readonly text: string;
  /** Start of the content of the current line, its column, and the start of the line. */
  private at = 0;
  private column = -1;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Tree | undefined {
    this.line(0);
    if (this.column === 0 && this.text.startsWith('---', this.at)) {
      const end = this.endOfBlank(this.at + 3);
      if (end === undefined) return undefined;
      this.line(end);
    }
    if (this.column < 0) return undefined;
    const root = this.block();
    return this.column >= 0 ? undefined : root;
  }

  /** Moves to the next line with content, from an offset at the end of a line (or the start of the text). Column -1 at the end. */
  private line(from: number): void {
    const { text } = this;
    let start = from;
    while (start < text.length) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const c = text.charCodeAt(at);
      if (c === TAB || c === RETURN) {
        if (c === TAB || text.charCodeAt(at + 1) !== NEWLINE) throw GIVE_UP;
        start = at + 2;
      } else if (c === NEWLINE) start = at + 1;
      else if (c === HASH) start = this.afterLine(at);
      else if (at >= text.length) break;
      else {
        this.at = at;
        this.column = at - start;
        if (this.column === 0 && from > 0 && (text.startsWith('---', at) || text.startsWith('...', at))) throw GIVE_UP;
        return;
      }
    }
    this.at = text.length;
    this.column = -1;
  }

  private afterLine(at: number): number {
    const end = this.text.indexOf('\n', at);
    return end < 0 ? this.text.length : end + 1;
  }

  /** After spaces and perhaps a comment: the start of the next line; undefined when something else stands there. */
  private endOfBlank(from: number): number | undefined {
    const { text } = this;
    let at = from;
    while (text.charCodeAt(at) === SPACE) at++;
    const c = text.charCodeAt(at);
    if (at >= text.length) return text.length;
    if (c === NEWLINE) return at + 1;
    if (c === RETURN && text.charCodeAt(at + 1) === NEWLINE) return at + 2;
    return c === HASH && at > from ? this.afterLine(at) : undefined;
  }

  private block(): Tree {
    if (++this.depth > MAX_DEPTH) return giveUp();
    const tree = this.isDash(this.at) ? this.seq(this.column) : this.map(this.column);
    this.depth--;
    return tree;
  }

  private isDash(at: number): boolean {
    if (this.text.charCodeAt(at) !== DASH) return false;
    const next = this.text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || next === RETURN || Number.isNaN(next);
  }

  private seq(column: number): TreeSeq {
    const start = this.at;
    const items: Tree[] = [];
    while (this.column === column && this.isDash(this.at)) {
      const dash = this.at;
      let at = dash + 1;
      while (this.text.charCodeAt(at) === SPACE) at++;
      const next = this.endOfBlank(dash + 1);
      if (next !== undefined) items.push(this.nested(next, column, at, false));
      else if (this.isDash(at) || this.keyEnd(at) !== undefined) {
        this.column += at - dash;
        this.at = at;
        items.push(this.block());
      } else items.push(this.value(at, column));
    }
    if (this.column > column) throw GIVE_UP;
    return { kind: 'seq', span: { start, end: items.at(-1)?.span.end ?? start }, flow: false, items };
  }

  private map(column: number): TreeMap {
    const start = this.at;
    const entries: Entry[] = [];
    while (this.column === column) {
      const keyStart = this.at;
      const keyEnd = this.keyEnd(keyStart);
      if (keyEnd === undefined) throw GIVE_UP;
      const key = this.key(keyStart, keyEnd);
      let at = keyEnd + 1;
      while (this.text.charCodeAt(at) === SPACE) at++;
      const next = this.endOfBlank(keyEnd + 1);
      const value = next === undefined ? this.value(at, column) : this.nested(next, column, at, true);
      entries.push({ key, keySpan: { start: keyStart, end: keyEnd }, value, span: { start: keyStart, end: Math.max(keyEnd, value.span.end) } });
    }
    if (this.column > column) throw GIVE_UP;
    return { kind: 'map', span: { start, end: entries.at(-1)?.span.end ?? start }, flow: false, entries };
  }

  /** The value on the lines below a key or dash; a list may stand at the column of its key. Nothing there is null, at `empty`. */
  private nested(next: number, column: number, empty: number, underKey: boolean): Tree {
    this.line(next);
    if (this.column > column || (underKey && this.column === column && this.isDash(this.at))) {
      return this.isDash(this.at) || this.keyEnd(this.at) !== undefined ? this.block() : giveUp();
    }
    return { kind: 'scalar', span: { start: empty, end: empty }, style: 'plain', value: null };
  }

  /** End of the key that starts here: the offset of its colon. Undefined when there is none on the line. */
  private keyEnd(start: number): number | undefined {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === 34 || first === 39) {
      const close = text.indexOf(first === 34 ? '"' : "'", start + 1);
      if (close < 0 || text.charCodeAt(close + 1) !== COLON || text.slice(start, close).includes('\n')) return undefined;
      return isBreakOrSpace(text.charCodeAt(close + 2)) ? close + 1 : giveUp();
    }
    if (first === 91 || first === 123) return undefined;
    for (let at = start; ; at++) {
      const c = text.charCodeAt(at);
      if (c === COLON && isBreakOrSpace(text.charCodeAt(at + 1))) return at > start && text.charCodeAt(at - 1) !== SPACE ? at : giveUp();
      if (c === NEWLINE || Number.isNaN(c) || (c === HASH && text.charCodeAt(at - 1) === SPACE)) return undefined;
    }
  }

  private key(start: number, end: number): string {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === 34 || first === 39) {
      const inside = text.slice(start + 1, end - 1);
      return /[\\\n]/.test(inside) ? giveUp() : inside;
    }
    if (this.isDash(start)) return giveUp();
    const key = text.slice(start, end);
    if (
      key === '<<' ||
      first === QUESTION ||
      first === COLON ||
      RESERVED.has(first) ||
      first === 124 ||
      first === 62 ||
      key.length > 1000 ||
      key.includes('\t')
    )
      return giveUp();
    return key;
  }

  /** A value that starts on the line of its key or dash; `column` is that of the key or dash. Moves to the next line. */
  private value(at: number, column: number): Tree {
    const { text } = this;
    const c = text.charCodeAt(at);
    if (c === 124 || c === 62) return this.blockScalar(at, column);
    if (c === 91 || c === 123) return this.finish(readFlow(text, at), column);
    if (c === 34 || c === 39) return this.finish(readQuoted(text, at), column);
    if (RESERVED.has(c) || c === HASH || c === TAB || ((c === QUESTION || c === COLON || c === DASH) && isBreakOrSpace(text.charCodeAt(at + 1))))
      return giveUp();
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const comment = text.slice(at, end).indexOf(' #');
    if (comment >= 0) end = at + comment;
    while (isBlank(text.charCodeAt(end - 1))) end--;
    const plain = text.slice(at, end);
    if (plain.includes(': ') || plain.endsWith(':') || plain.includes('\t') || plain.includes('\r')) return giveUp();
    return this.finish({ kind: 'scalar', span: { start: at, end }, style: 'plain', value: resolvePlain(plain) }, column);
  }

  /** Nothing may follow on the line, and the next line must not continue the value. */
  private finish(tree: Tree, column: number): Tree {
    const next = this.endOfBlank(tree.span.end);
    if (next === undefined) return giveUp();
    this.line(next);
    return this.column > column ? giveUp() : tree;
  }

  private blockScalar(at: number, column: number): TreeScalar {
    const { text } = this;
    const header = /[|>]-?(?=[ \r\n]|$)/y;
    header.lastIndex = at;
    const found = header.exec(text);
    const body = found ? this.endOfBlank(at + found[0].length) : undefined;
    if (body === undefined) return giveUp();
    let indent = -1;
    let end = body;
    let start = body;
    for (let deepest = 0; start < text.length; ) {
      let content = start;
      while (text.charCodeAt(content) === SPACE) content++;
      const next = this.afterLine(content);
      const c = text.charCodeAt(content);
      const depth = content - start;
      if (c === NEWLINE || (c === RETURN && text.charCodeAt(content + 1) === NEWLINE) || content >= text.length) {
        deepest = Math.max(deepest, depth);
        // White space beyond the indentation is text or a mistake: rare enough to leave to the library.
        if (indent >= 0 && depth > indent) return giveUp();
      } else if (depth <= column) {
        if (c === TAB) return giveUp();
        break;
      } else {
        if (indent < 0) indent = depth;
        if (depth < indent || deepest > indent || c === TAB) return giveUp();
        end = next;
      }
      start = next;
    }
    if (indent < 0) return giveUp();
    this.line(start);
    const style = text.charCodeAt(at) === 124 ? 'literal' : 'folded';
    const scalar: TreeScalar = { kind: 'scalar', span: { start: at, end }, style, value: '' };
    return { ...scalar, value: scalarMap(scalar, text).text };
  }
}

function isBlank(c: number): boolean {
  return c === SPACE || c === RETURN;
}

function isBreakOrSpace(c: number): boolean {
  return c === SPACE || c === NEWLINE || c === RETURN || Number.isNaN(c);
}
