import { Composer, type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, type Pair, Parser, type Scalar, type YAMLMap } from 'yaml';
import type { Span } from '../text/span.ts';
import { readPlainYaml } from './plain.ts';
import { MAX_DEPTH } from './plainFlow.ts';
import type { Problem } from './problem.ts';
import { resolvePlain } from './resolve.ts';
import { explainProblems } from './slips.ts';
import type { Entry, ScalarStyle, Tree } from './tree.ts';

export interface Parsed {
  /** Undefined for a chunk that holds nothing but comments. */
  readonly root: Tree | undefined;
  readonly problems: readonly Problem[];
}

/** More nodes than this, counted with every alias written out, is an attack or an accident (yaml-language-server#463). */
const MAX_NODES = 200_000;
const MAX_PROBLEMS = 20;

/**
 * Parses one YAML document. Never throws: what could not be read is a problem, and the rest stands.
 * The plain block YAML that nearly every manifest is goes through readPlainYaml, ten times faster; everything else through the library.
 */
export function parseYaml(text: string): Parsed {
  const written = text.replaceAll(OTHER_BREAKS, '\n');
  const root = readPlainYaml(written);
  return root ? { root, problems: NONE } : parseWithLibrary(written);
}

/** YAML 1.1, which Kubernetes reads, breaks lines at these too: a soft line break copied from a document is one (seen in a stranger's manifest). */
const OTHER_BREAKS = /[\u0085\u2028\u2029]/g;

const NONE: readonly Problem[] = [];

export function parseWithLibrary(text: string): Parsed {
  try {
    const doc = compose(text);
    if (!doc) return { root: undefined, problems: NONE };
    const problems: Problem[] = doc.errors.slice(0, MAX_PROBLEMS).map((e) => ({ code: 'syntax', message: e.message, span: clip(e.pos, text.length) }));
    const builder = new Builder(problems);
    const root = doc.contents === null ? undefined : builder.tree(doc.contents as Node);
    const said = explainProblems(
      text,
      problems.filter((p) => p.code === 'syntax').sort((a, b) => a.span.start - b.span.start),
      (end) => compose(text.slice(0, end))?.errors.length === 0,
    );
    return { root: isEmpty(root) ? undefined : root, problems: [...said, ...problems.filter((p) => p.code !== 'syntax')] };
  } catch (error) {
    // Nesting beyond the stack is the one thing known to throw; the user loses this document's findings and not the server.
    const why = error instanceof RangeError ? `nested deeper than ${MAX_DEPTH} levels` : String(error);
    return { root: undefined, problems: [{ code: 'syntax', message: `This document cannot be read: ${why}`, span: { start: 0, end: 1 } }] };
  }
}

/** The parts of the lexer that compose() reaches into; its types call them private. */
interface LexerInside {
  indentNext: number;
  parseQuotedScalar: (this: LexerInside) => Generator<string, unknown, unknown>;
}

/**
 * The YAML readers of Kubernetes let a quoted scalar go on at any indentation, and the guide's own manifests close their
 * annotation at the column of its key; the library demands more indentation than the key. So the lexer forgets it inside quotes.
 */
function compose(text: string): Document.Parsed | undefined {
  const lexer = new Lexer();
  const inside = lexer as unknown as LexerInside;
  const quoted = inside.parseQuotedScalar;
  inside.parseQuotedScalar = function* () {
    const kept = this.indentNext;
    this.indentNext = 0;
    const result = yield* quoted.call(this);
    this.indentNext = kept;
    return result;
  };
  const parser = new Parser();
  function* tokens() {
    for (const lexeme of lexer.lex(text)) yield* parser.next(lexeme);
    yield* parser.end();
  }
  const composer = new Composer({ schema: 'failsafe', prettyErrors: false, uniqueKeys: false, strict: true, logLevel: 'silent' });
  for (const doc of composer.compose(tokens(), true, text.length)) return doc;
  return undefined;
}

function tooDeep(): RangeError {
  return new RangeError(`nested deeper than ${MAX_DEPTH} levels`);
}

function isEmpty(root: Tree | undefined): boolean {
  return root?.kind === 'scalar' && root.value === null && root.style === 'plain' && root.span.start === root.span.end;
}

function clip(pos: readonly [number, number], length: number): Span {
  const start = Math.min(pos[0], Math.max(0, length - 1));
  return { start, end: Math.min(Math.max(pos[1], start + 1), length) };
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

class Builder {
  private readonly anchors = new Map<string, Tree>();
  private readonly sizes = new Map<Tree, number>();
  private readonly depths = new Map<Tree, number>();
  private readonly problems: Problem[];
  private bombed = false;
  private depth = 0;

  constructor(problems: Problem[]) {
    this.problems = problems;
  }

  tree(node: Node): Tree {
    if (++this.depth > MAX_DEPTH) throw tooDeep();
    const tree = this.build(node);
    this.depth--;
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, tree);
    return tree;
  }

  private build(node: Node): Tree {
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.tree(item as Node));
      return this.sized({ kind: 'seq', span: tight(spanOf(node), node.flow ? undefined : items.at(-1)?.span.end), flow: node.flow === true, items }, items);
    }
    if (isAlias(node)) return this.alias(node.source, spanOf(node));
    if (isScalar(node)) return scalar(node);
    return { kind: 'scalar', span: { start: 0, end: 0 }, style: 'plain', value: null };
  }

  private map(node: YAMLMap): Tree {
    const entries: Entry[] = [];
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const keySpan = spanOf(pair.key);
      const value: Tree = pair.value ? this.tree(pair.value) : { kind: 'scalar', span: { start: keySpan.end, end: keySpan.end }, style: 'plain', value: null };
      const key = isScalar(pair.key) ? String((pair.key as Scalar).value) : '';
      if (key === '<<' && isScalar(pair.key) && (pair.key as Scalar).type === 'PLAIN') entries.push(...merged(value));
      else
        entries.push({
          key,
          keySpan,
          value,
          span: { start: keySpan.start, end: Math.max(keySpan.end, isAlias(pair.value) ? spanOf(pair.value).end : value.span.end) },
        });
    }
    const last = node.flow ? undefined : entries.at(-1)?.span.end;
    return this.sized(
      { kind: 'map', span: tight(spanOf(node), last), flow: node.flow === true, entries },
      entries.map((e) => e.value),
    );
  }

  private alias(name: string, span: Span): Tree {
    const target = this.anchors.get(name);
    if (!target && !this.bombed) this.problems.push({ code: 'syntax', span, message: `No anchor &${name} stands in front of this alias` });
    if (!target || this.bombed) return { kind: 'scalar', span, style: 'plain', value: null };
    return target;
  }

  /** Counts nodes with aliases written out, so that ten levels of ten aliases are seen before anybody walks them. */
  private sized(tree: Tree, children: readonly Tree[]): Tree {
    let size = 1;
    let depth = 0;
    for (const c of children) {
      size += this.sizes.get(c) ?? 1;
      depth = Math.max(depth, this.depths.get(c) ?? 0);
    }
    this.sizes.set(tree, size);
    this.depths.set(tree, depth + 1);
    if (depth >= MAX_DEPTH) throw tooDeep();
    if (size <= MAX_NODES) return tree;
    if (!this.bombed)
      this.problems.push({
        code: 'alias-bomb',
        span: firstLine(tree.span),
        message: `Aliases here expand to more than ${MAX_NODES} values: this document is not analysed`,
      });
    this.bombed = true;
    return { kind: 'scalar', span: tree.span, style: 'plain', value: null };
  }
}

/** A block collection ends where its last value ends; the parser counts the comments and line breaks behind it as well. */
function tight(span: Span, end: number | undefined): Span {
  return end === undefined || end < span.start || end > span.end ? span : { start: span.start, end };
}

function firstLine(span: Span): Span {
  return { start: span.start, end: Math.min(span.end, span.start + 1) };
}

function merged(value: Tree): Entry[] {
  if (value.kind === 'map') return value.entries.map((e) => ({ ...e, merged: true as const }));
  return value.kind === 'seq' ? value.items.flatMap(merged) : [];
}

function spanOf(node: { range?: readonly [number, number, number] | null | undefined } | null): Span {
  return node?.range ? { start: node.range[0], end: node.range[1] } : { start: 0, end: 0 };
}

function scalar(node: Scalar): Tree {
  const style = STYLES[node.type ?? 'PLAIN'] ?? 'plain';
  const text = String(node.value ?? '');
  const value = style === 'plain' && node.tag === undefined ? resolvePlain(text) : text;
  return { kind: 'scalar', span: spanOf(node), style, value };
}
