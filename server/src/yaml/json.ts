import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type SourceMap, toSourceSpan } from '../text/sourceMap.ts';
import type { Span } from '../text/span.ts';
import type { Parsed } from './parse.ts';
import { MAX_DEPTH } from './plainFlow.ts';
import type { Problem } from './problem.ts';
import type { Entry, ScalarStyle, Tree } from './tree.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: 'not JSON: strings need double quotes',
  InvalidNumberFormat: 'not a JSON number',
  PropertyNameExpected: 'a key in double quotes is missing here',
  ValueExpected: 'a value is missing here',
  ColonExpected: 'a colon is missing here',
  CommaExpected: 'a comma is missing here',
  CloseBraceExpected: 'a closing } is missing here',
  CloseBracketExpected: 'a closing ] is missing here',
  EndOfFileExpected: 'the JSON value ends before this',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'the string does not end',
  UnexpectedEndOfNumber: 'the number does not end',
  InvalidUnicode: 'not a valid \\u escape',
  InvalidEscapeCharacter: 'not a JSON escape',
  InvalidCharacter: 'a raw line break or control character inside a JSON string: write \\n',
};

/** Parses the JSON inside a decoded annotation into the same tree as YAML, with spans in the chunk. Never throws. */
export function parseJson(map: SourceMap, style: ScalarStyle): Parsed {
  if (nesting(map.text) > MAX_DEPTH) {
    return {
      root: undefined,
      problems: [{ code: 'syntax', message: `nested deeper than ${MAX_DEPTH} levels`, span: toSourceSpan(map, { start: 0, end: 1 }) }],
    };
  }
  const errors: ParseError[] = [];
  const root = parseTree(map.text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  // One mistake upsets everything behind it: only the first one tells the user where to look.
  const problems: Problem[] = errors.slice(0, 1).map((e) => ({
    code: 'syntax',
    message: MESSAGES[printParseErrorCode(e.error)] ?? printParseErrorCode(e.error),
    span: errorSpan(map, e),
  }));
  return { root: root ? toTree(root, { map, style }) : undefined, problems };
}

/** Brackets in strings are counted too, which no manifest comes near to. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 91 || c === 123) deepest = Math.max(deepest, ++depth);
    else if (c === 93 || c === 125) depth--;
  }
  return deepest;
}

/** At least one character wide, so that an error at the very end can be seen. */
function errorSpan(map: SourceMap, e: ParseError): Span {
  const start = Math.max(0, Math.min(e.offset, map.text.length - 1));
  return toSourceSpan(map, { start, end: Math.max(start + 1, Math.min(e.offset + e.length, map.text.length)) });
}

/** The decoded annotation and how it is quoted in the YAML. */
interface Outer {
  readonly map: SourceMap;
  readonly style: ScalarStyle;
}

function toTree(node: Node, outer: Outer): Tree {
  const { map } = outer;
  const inner: Span = { start: node.offset, end: node.offset + node.length };
  const span = toSourceSpan(map, inner);
  switch (node.type) {
    case 'object':
      return { kind: 'map', span, flow: true, entries: (node.children ?? []).flatMap((p) => entry(p, outer)) };
    case 'array':
      return { kind: 'seq', span, flow: true, items: (node.children ?? []).map((c) => toTree(c, outer)) };
    default:
      return { kind: 'scalar', span, style: 'json', value: node.value ?? null, inner: { ...outer, span: inner } };
  }
}

function entry(property: Node, outer: Outer): Entry[] {
  const [key, value] = property.children ?? [];
  if (!key) return [];
  const keySpan = toSourceSpan(outer.map, { start: key.offset, end: key.offset + key.length });
  const tree: Tree = value ? toTree(value, outer) : { kind: 'scalar', span: { start: keySpan.end, end: keySpan.end }, style: 'json', value: null };
  return [{ key: String(key.value), keySpan, value: tree, span: { start: keySpan.start, end: Math.max(keySpan.end, tree.span.end) } }];
}
