/** A set of UTF-16 code units: those in a range, or with `negated` all others. */
export interface CharSet {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

export type Assertion = 'start' | 'end' | 'boundary' | 'inside' | 'wordStart' | 'wordEnd';

/** What patterns of the shell and regular expressions of POSIX come down to. */
export type Syntax =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly items: readonly Syntax[] }
  | { readonly kind: 'choice'; readonly options: readonly Syntax[] }
  | { readonly kind: 'group'; readonly index: number; readonly inner: Syntax }
  | { readonly kind: 'repeat'; readonly inner: Syntax; readonly min: number; readonly max: number };

export const anyChar: Syntax = { kind: 'set', set: { negated: true, ranges: [] } };
export const notSlash: Syntax = { kind: 'set', set: { negated: true, ranges: [[0x2f, 0x2f]] } };

export function charOf(c: string): Syntax {
  const code = c.charCodeAt(0);
  return { kind: 'set', set: { negated: false, ranges: [[code, code]] } };
}

export function sequence(items: readonly Syntax[]): Syntax {
  return items.length === 1 && items[0] ? items[0] : { kind: 'sequence', items };
}

export function repeat(inner: Syntax, min: number, max: number): Syntax {
  return { kind: 'repeat', inner, min, max };
}

/** The character classes of the C locale, as pairs of first and last character. */
const classes: Readonly<Record<string, string>> = {
  alpha: 'AZaz',
  digit: '09',
  alnum: 'AZaz09',
  upper: 'AZ',
  lower: 'az',
  space: '\t\r  ',
  blank: '\t\t  ',
  punct: '!/:@[`{~',
  xdigit: '09AFaf',
  print: ' ~',
  graph: '!~',
  cntrl: '\u0000\u001f\u007f\u007f',
};

export const wordSet = 'AZaz09__';
export const spaceSet = '\t\r  ';

export function setOf(pairs: string, negated = false): Syntax {
  return { kind: 'set', set: { negated, ranges: rangesOf(pairs) } };
}

function rangesOf(pairs: string): [number, number][] {
  const ranges: [number, number][] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) ranges.push([pairs.charCodeAt(i), pairs.charCodeAt(i + 1)]);
  return ranges;
}

/** Where the bracket expression that opens at `open` ends: the index of its `]`, or -1 when it has none. */
export function bracketEnd(text: string, open: number): number {
  let i = open + 1;
  if (text[i] === '^' || text[i] === '!') i++;
  if (text[i] === ']') i++;
  for (; i < text.length; i++) {
    if (text[i] === ']') return i;
    const kind = text[i] === '[' ? text[i + 1] : undefined;
    if (kind !== ':' && kind !== '.' && kind !== '=') continue;
    const end = text.indexOf(`${kind}]`, i + 2);
    if (end < 0) return -1;
    i = end + 1;
  }
  return -1;
}

/**
 * What is between the brackets; a backslash is a plain character there. Undefined for a class that does not exist.
 * @param not the characters that negate the set at its beginning: `^` in a regular expression, `!` and `^` in a shell pattern
 */
export function bracket(inner: string, not: string): Syntax | undefined {
  const negated = inner !== '' && not.includes(inner[0] ?? '');
  const ranges: [number, number][] = [];
  for (let i = negated ? 1 : 0; i < inner.length; ) {
    const kind = inner[i] === '[' ? inner[i + 1] : undefined;
    if (kind === ':' || kind === '=' || kind === '.') {
      const end = inner.indexOf(`${kind}]`, i + 2);
      const name = inner.slice(i + 2, end);
      const pairs = kind === ':' ? classes[name] : name.length === 1 ? name + name : undefined;
      if (end < 0 || pairs === undefined) return undefined;
      ranges.push(...rangesOf(pairs));
      i = end + 2;
    } else {
      const isRange = inner[i + 1] === '-' && i + 2 < inner.length;
      const [from, to] = [inner.charCodeAt(i), inner.charCodeAt(isRange ? i + 2 : i)];
      if (from > to) return undefined;
      ranges.push([from, to]);
      i += isRange ? 3 : 1;
    }
  }
  return { kind: 'set', set: { negated, ranges } };
}

export function has(set: CharSet, code: number): boolean {
  for (const [from, to] of set.ranges) if (from <= code && code <= to) return !set.negated;
  return set.negated;
}

/** Whether an assertion holds in front of the character at `at`. */
export function holds(what: Assertion, text: string, at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === text.length;
  const [before, after] = [isWord(text.charCodeAt(at - 1)), isWord(text.charCodeAt(at))];
  switch (what) {
    case 'boundary':
      return before !== after;
    case 'inside':
      return before === after;
    case 'wordStart':
      return !before && after;
    case 'wordEnd':
      return before && !after;
  }
}

/** A letter, a digit or an underscore of ASCII; false for the NaN before and after a text. */
function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
