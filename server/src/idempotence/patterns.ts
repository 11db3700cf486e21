import type { Budget } from './budget.ts';
import { globSyntax } from './regex/glob.ts';
import { Pattern } from './regex/pattern.ts';
import { type Dialect, parsePosix } from './regex/posix.ts';
import { has, type Syntax } from './regex/syntax.ts';
import { isPlain, star } from './symbols.ts';

/** Compiled patterns by their text; a memo, because the same few are asked for in every scenario. */
const cache = new Map<string, Pattern | null>();
const mostCached = 2_000;

function compiled(key: string, build: () => Syntax | undefined, ignoreCase = false): Pattern | undefined {
  const known = cache.get(key);
  if (known !== undefined) return known ?? undefined;
  if (cache.size >= mostCached) cache.clear();
  const syntax = build();
  const made = syntax && Pattern.of(syntax, ignoreCase);
  cache.set(key, made ?? null);
  return made;
}

/** A shell pattern; undefined for one that cannot be had. In a path `*` stops at a slash; `backwards` is for a reversed text. */
export function globPattern(pattern: string, path: boolean, backwards = false): Pattern | undefined {
  return compiled(`${path ? 'path' : 'glob'}${backwards ? '<' : '>'}${pattern}`, () => globSyntax(pattern, path, backwards));
}

/** A regular expression of POSIX; undefined when it uses something that no linear matcher can have: then what it matches is unknown. */
export function posixPattern(text: string, dialect: Dialect, ignoreCase = false): Pattern | undefined {
  const key = `${dialect.extended ? 'extended' : 'basic'}${dialect.escapes ? '+' : ''}${ignoreCase ? 'i' : ''}:${text}`;
  return compiled(key, () => parsePosix(text, dialect), ignoreCase);
}

/** The fixed text of a pattern, or undefined when it has wildcards. */
export function literal(pattern: string): string | undefined {
  return /[\ue001-\ue004]/.test(pattern) ? undefined : pattern;
}

/** Does a value match a pattern? Undefined when that hangs on a symbol. */
export function matches(value: string, pattern: string, budget: Budget): boolean | undefined {
  if (pattern === star) return true;
  const compiled = globPattern(pattern, false);
  if (!compiled) return undefined;
  const hit = compiled.testWhole(value, budget);
  if (hit && (isPlain(value) || !/[\ue002\ue003]/.test(pattern))) return true;
  if (isPlain(value) && isPlain(pattern)) return hit;
  return impossible(value, pattern) ? false : undefined;
}

function impossible(value: string, pattern: string): boolean {
  const head = (text: string): string => text.slice(0, text.search(/[\ue001-\uf8ff]|$/));
  const tail = (text: string): string => text.slice(Math.max(...[...text].map((c, i) => (/[\ue001-\uf8ff]/.test(c) ? i + 1 : 0)), 0));
  const disagree = (a: string, b: string): boolean => a.slice(0, Math.min(a.length, b.length)) !== b.slice(0, Math.min(a.length, b.length));
  const back = (text: string): string => [...text].toReversed().join('');
  return disagree(head(value), head(pattern)) || disagree(back(tail(value)), back(tail(pattern)));
}

/** `${value#pattern}` and its kin: the value without its shortest or longest beginning or end that matches. */
export function stripped(value: string, operator: '#' | '##' | '%' | '%%', pattern: string, budget: Budget): string {
  const fromEnd = operator.startsWith('%');
  const { shortest, longest } = globPattern(pattern, false, fromEnd)?.prefixes(fromEnd ? reversed(value) : value, budget) ?? {};
  const length = (operator.length === 1 ? shortest : longest) ?? 0;
  return fromEnd ? value.slice(0, value.length - length) : value.slice(length);
}

/** `${value/pattern/replacement}` and its kin `//`, `/#` and `/%`. An empty match is replaced only where the value is empty, at its beginning or at its end. */
export function substituted(value: string, operator: string, pattern: string, replacement: string, budget: Budget): string {
  if (operator === '/#' || operator === '/%') {
    const fromEnd = operator === '/%';
    const length = globPattern(pattern, false, fromEnd)?.prefixes(fromEnd ? reversed(value) : value, budget).longest;
    if (length === undefined) return value;
    return fromEnd ? value.slice(0, value.length - length) + replacement : replacement + value.slice(length);
  }
  return globPattern(pattern, false)?.replace(value, () => replacement, budget, { all: operator === '//' }) ?? value;
}

/** By UTF-16 code units, as patterns read texts. */
function reversed(text: string): string {
  let out = '';
  for (let i = text.length - 1; i >= 0; i--) out += text[i];
  return out;
}

/** A text that a regular expression matches, so that a rewriting can be tried out on its own result; undefined for one that cannot be read. */
export function sampleOf(text: string, dialect: Dialect): string | undefined {
  const syntax = parsePosix(text, dialect);
  return syntax && sample(syntax);
}

const candidates = ['x', '7', ' ', 'X', '-', '_', '.', '#', '"', '=', '/'];

function sample(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'set': {
      const [first] = syntax.set.ranges;
      if (!syntax.set.negated && first && first[0] === first[1] && syntax.set.ranges.length === 1) return String.fromCharCode(first[0]);
      return candidates.find((c) => has(syntax.set, c.charCodeAt(0))) ?? 'x';
    }
    case 'assert':
      return '';
    case 'sequence':
      return syntax.items.map(sample).join('');
    case 'choice':
      return syntax.options[0] ? sample(syntax.options[0]) : '';
    case 'group':
      return sample(syntax.inner);
    case 'repeat':
      // What may be absent once at most is left out; everything else is there as often as it must be, and once at least.
      return syntax.max === 1 && syntax.min === 0 ? '' : sample(syntax.inner).repeat(Math.max(1, syntax.min));
  }
}
