import { closeBracket, isPlain, openBracket, question, star } from './symbols.ts';

const cache = new Map<string, RegExp | null>();

function compile(key: string, build: () => string, flags = ''): RegExp | undefined {
  const known = cache.get(key);
  if (known !== undefined) return known ?? undefined;
  if (cache.size > 2000) cache.clear();
  let made: RegExp | null = null;
  try {
    made = new RegExp(build(), flags);
  } catch {
    made = null;
  }
  cache.set(key, made);
  return made ?? undefined;
}

/** A shell pattern as a regular expression. In a path `*` stops at a slash. */
export function globRegExp(pattern: string, path: boolean): RegExp | undefined {
  return compile(`${path ? 'p' : 'g'}${pattern}`, () => `^${globSource(pattern, path)}$`, 's');
}

export function globSource(pattern: string, path: boolean, lazy = false): string {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? '';
    if (c === star) out += (path ? '[^/]*' : '.*') + (lazy ? '?' : '');
    else if (c === question) out += path ? '[^/]' : '.';
    else if (c === openBracket) {
      const close = pattern.indexOf(closeBracket, i);
      if (close < 0) out += '\\[';
      else {
        out += bracket(pattern.slice(i + 1, close));
        i = close;
      }
    } else if (c !== closeBracket) out += literally(c);
  }
  return out;
}

function bracket(inner: string): string {
  const body = classes(inner.replace(/^[!^]/, ''))
    .replace(/\\(?![wsdSWD])/g, '\\\\')
    .replace(/\[/g, '\\[')
    .replace(/^\]/, '\\]');
  return `[${/^[!^]/.test(inner) ? '^' : ''}${body}]`;
}

const named: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \t',
  punct: '!-/:-@',
  xdigit: '0-9A-Fa-f',
  print: ' -~',
  graph: '!-~',
  cntrl: '\u0001-\u001f',
};

function classes(text: string): string {
  return text.replace(/\[:(\w+):\]/g, (_, name: string) => named[name] ?? '');
}

function literally(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c;
}

/** The fixed text of a pattern, or undefined when it has wildcards. */
export function literal(pattern: string): string | undefined {
  return /[\ue001-\ue004]/.test(pattern) ? undefined : pattern;
}

/** Does a value match a pattern? Undefined when that hangs on a symbol. */
export function matches(value: string, pattern: string): boolean | undefined {
  if (pattern === star) return true;
  const re = globRegExp(pattern, false);
  if (!re) return undefined;
  const hit = re.test(value);
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

/** A POSIX regular expression as a JavaScript one; undefined when it uses something that has no counterpart. */
export function posixRegExp(text: string, extended: boolean, flags = ''): RegExp | undefined {
  return compile(`${extended ? 'E' : 'B'}${flags}:${text}`, () => posixSource(text, extended), flags);
}

function posixSource(text: string, extended: boolean): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (c === '[') {
      const end = bracketEnd(text, i);
      const inner = text.slice(i + 1, end);
      out += bracket(inner.startsWith('!') ? `\\${inner}` : inner);
      i = end;
    } else if (c === '\\') {
      out += escaped(text[++i] ?? '\\', extended);
    } else if (!extended && /[+?(){}|]/.test(c)) out += `\\${c}`;
    else if (c === '*' && (out === '' || out.endsWith('(') || out === '^')) out += '\\*';
    else out += c === '/' ? '\\/' : !extended && c === '^' && out !== '' && !out.endsWith('(') ? '\\^' : c;
  }
  return out;
}

function escaped(c: string, extended: boolean): string {
  if (!extended && /[(){}|+?]/.test(c)) return c;
  if (c === '<' || c === '>') return '\\b';
  if (c === "'" || c === '`') return '';
  if (/[wWsSbBdnt1-9]/.test(c)) return `\\${c}`;
  return literally(c);
}

function bracketEnd(text: string, open: number): number {
  let i = open + 1;
  if (text[i] === '^' || text[i] === '!') i++;
  if (text[i] === ']') i++;
  for (; i < text.length && text[i] !== ']'; i++) {
    if (text[i] === '[' && text[i + 1] === ':') i = text.indexOf(':]', i) + 1 || text.length;
  }
  return i;
}

/** A text that a regular expression matches, so that a rewriting can be tried out on its own result. */
export function sampleOf(text: string, extended: boolean): string | undefined {
  const source = posixSource(text, extended);
  let out = '';
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? '';
    let unit = c;
    if (c === '^' || c === '$' || c === ')') continue;
    if (c === '(') {
      if (source.startsWith('(?:', i)) i += 2;
      continue;
    }
    if (c === '|') return sampleCut(out, source, i);
    if (c === '[') {
      const end = bracketEnd(source, i);
      unit = sampleClass(source.slice(i, end + 1));
      i = end;
    } else if (c === '\\') {
      const next = source[++i] ?? '';
      unit = next === 's' ? ' ' : next === 'd' ? '7' : next === 'w' ? 'x' : next === 'b' || /[1-9]/.test(next) ? '' : next === 'S' || next === 'W' ? '-' : next;
    } else if (c === '.') unit = 'x';
    const next = source[i + 1];
    if (next === '*' || next === '?' || next === '+') i++;
    else if (next === '{') i = source.indexOf('}', i) < 0 ? source.length : source.indexOf('}', i);
    out += next === '?' ? '' : unit;
  }
  return out;
}

function sampleCut(out: string, source: string, bar: number): string | undefined {
  return source.slice(0, bar).includes('(') ? undefined : out;
}

function sampleClass(text: string): string {
  let re: RegExp;
  try {
    re = new RegExp(text);
  } catch {
    return 'x';
  }
  return ['x', '7', ' ', 'X', '-', '_', '.', '#', '"', '=', '/'].find((c) => re.test(c)) ?? 'x';
}
