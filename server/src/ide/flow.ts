import type { Path } from '../yaml/tree.ts';
import { unquote } from './rows.ts';
import type { Slot } from './slot.ts';

interface Level {
  readonly kind: 'map' | 'seq';
  /** Key of the pair, or index of the item, where the walk is; undefined in front of a key. */
  step: string | number | undefined;
  readonly keys: string[];
}

const TOKEN =
  /[ \t\r\n]+|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?|[[\]{},]|:(?=[ \t\r\n,}\]]|$|(?<=["']:))|(?:[^\s"'[\]{},:]|:(?!\s|$))+(?: +(?:[^\s"'[\]{},:#]|:(?!\s|$))+)*|./gsy;

/**
 * The place of a cursor in JSON or in a flow collection that begins at `start`: a tolerant walk over tokens, as the text is half-typed.
 * `path` is that of the whole value.
 */
export function flowSlot(text: string, start: number, offset: number, path: Path): Slot | undefined {
  const levels: Level[] = [];
  let last: { start: number; end: number; token: string } | undefined;
  for (const found of tokens(text, start)) {
    if (found.start >= offset) break;
    const inside = offset < found.end || (offset === found.end && isWord(found.token) && !isClosed(found.token));
    if (isWord(found.token) && inside) last = found;
    else step(levels, found.token);
    if (levels.length === 0) return undefined;
  }
  const level = levels.at(-1);
  if (!level) return undefined;
  const word = last ?? wordBehind(text, offset);
  const quote = word.token.startsWith('"') ? '"' : word.token.startsWith("'") ? "'" : '';
  const isKey = level.kind === 'map' && level.step === undefined;
  const steps = [...path, ...levels.slice(0, -1).map((l) => l.step ?? '')];
  const end = word.end;
  return {
    role: isKey ? 'key' : 'value',
    path: isKey ? steps : [...steps, level.step ?? 0],
    word: { start: word.start, end },
    prefix: text.slice(word.start + quote.length, offset),
    present: isKey ? [...level.keys, ...keysBehind(text, end)] : [],
    column: 0,
    syntax: 'flow',
    hasColon: isKey && /^\s*:/.test(text.slice(end)),
    quote,
  };
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly token: string;
}

function* tokens(text: string, start: number): Generator<Token> {
  const pattern = new RegExp(TOKEN.source, TOKEN.flags);
  pattern.lastIndex = start;
  for (let m = pattern.exec(text); m; m = pattern.exec(text)) {
    if (!/^\s/.test(m[0])) yield { start: m.index, end: m.index + m[0].length, token: m[0] };
  }
}

function isWord(token: string): boolean {
  return token.length > 1 || !'[]{},:'.includes(token);
}

function isClosed(token: string): boolean {
  const quote = token[0];
  return (quote === '"' || quote === "'") && token.length > 1 && token.endsWith(quote);
}

function step(levels: Level[], token: string): void {
  const level = levels.at(-1);
  switch (token) {
    case '{':
      levels.push({ kind: 'map', step: undefined, keys: [] });
      return;
    case '[':
      levels.push({ kind: 'seq', step: 0, keys: [] });
      return;
    case '}':
    case ']':
      levels.pop();
      return;
    case ',':
      if (level) level.step = level.kind === 'seq' ? Number(level.step) + 1 : undefined;
      return;
    case ':':
      if (level?.kind === 'map') level.step = level.keys.at(-1);
      return;
    default:
      if (level?.kind === 'map' && level.step === undefined) level.keys.push(unquote(token));
  }
}

function wordBehind(text: string, offset: number): Token {
  const token = /^[\w.$/-]*/.exec(text.slice(offset))?.[0] ?? '';
  return { start: offset, end: offset + token.length, token };
}

/** Keys of the same object behind the cursor, up to its closing brace. */
function keysBehind(text: string, offset: number): string[] {
  const levels: Level[] = [{ kind: 'map', step: /^\s*:/.test(text.slice(offset)) ? '' : undefined, keys: [] }];
  const own = levels[0];
  for (const { token } of tokens(text, offset)) {
    step(levels, token);
    if (levels.length === 0) break;
  }
  return own?.keys ?? [];
}
