import { binaryTest, unaryTest } from '../conditions.ts';
import { lacks } from '../dialect.ts';
import { splitFields } from '../expand.ts';
import { missing, notDirectory } from '../failure.ts';
import { fail, look, type Machine, resolve } from '../machine.ts';
import { absolute } from '../mounts.ts';
import { isPlain, quieted } from '../symbols.ts';
import { isDirectory } from '../tree.ts';
import { assign, unset, variable } from '../variables.ts';
import type { Code } from './code.ts';

function leave(kind: 'exit' | 'return' | 'break' | 'continue'): Code {
  return (m, words) => {
    const given = words[1];
    if (kind === 'exit' || kind === 'return') {
      const status = given === undefined ? m.status : isPlain(given) ? Number(given) & 255 || 0 : 0;
      m.flow = { kind, levels: 0 };
      if (status !== 0 && kind === 'exit' && given !== undefined) m.failure = { site: m.site, cause: { kind: 'exit', status }, key: undefined };
      return status;
    }
    m.flow = { kind, levels: Math.max(1, Number(given ?? 1) || 1) };
    return 0;
  };
}

function cd(m: Machine, words: readonly string[]): number {
  const given = quieted(words.filter((word) => word !== '-P' && word !== '-L' && word !== '--')[1] ?? '/root');
  if (given === '-') return 0;
  const place = resolve(m, given);
  if (look(m, place.key) === 'absent' && !isDirectory(m, given)) return fail(m, missing('directory'), place.key);
  const found = look(m, place.key);
  if (typeof found !== 'string' && found.kind === 'file') return fail(m, notDirectory(), place.key);
  m.shell.cwd = absolute(given, m.shell.cwd);
  return 0;
}

function declare(m: Machine, words: readonly string[]): number {
  const exporting = words[0] === 'export' || words.some((word) => /^-\w*x/.test(word));
  if (words[0] === 'export' && words.includes('-p')) return 0;
  for (const word of words.slice(1)) {
    if (word.startsWith('-')) continue;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals).replace(/\+$/, '');
    const frame = m.shell.frames.at(-1);
    if (words[0] !== 'export' && words[0] !== 'readonly' && frame && !frame.has(name)) {
      frame.set(name, m.shell.vars.get(name));
      if (equals < 0 && !m.shell.arrays.has(name)) m.shell.vars.delete(name);
    }
    if (equals >= 0) assign(m, name, quieted(word.slice(equals + 1)));
    if (exporting) m.shell.exported.add(name);
  }
  return 0;
}

const letters: Readonly<Record<string, string>> = { e: 'errexit', u: 'nounset', x: 'xtrace', C: 'noclobber', f: 'noglob', a: 'allexport' };

export function setOptions(m: Machine, words: readonly string[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--' || !/^[-+]./.test(word)) {
      if (word === '--' || i >= 0) m.shell.positional = words.slice(word === '--' ? i + 1 : i);
      return 0;
    }
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      const name = letter === 'o' ? words[++i] : letters[letter];
      if (name === undefined) continue;
      if (on) m.shell.options.add(name);
      else m.shell.options.delete(name);
    }
  }
  return 0;
}

function shopt(m: Machine, words: readonly string[]): number {
  const on = words.includes('-s');
  for (const name of words.slice(1).filter((word) => !word.startsWith('-'))) {
    if (on) m.shell.options.add(name);
    else if (words.includes('-u')) m.shell.options.delete(name);
  }
  return 0;
}

function read(m: Machine, words: readonly string[]): number {
  const names: string[] = [];
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (/^-\w*[dnNptuia]$/.test(word)) {
      if (word.endsWith('a')) names.push(words[i + 1] ?? '');
      i++;
    } else if (!word.startsWith('-')) names.push(word);
  }
  const line = nextLine(m);
  if (line === undefined) {
    for (const name of names) assign(m, name, '');
    return 1;
  }
  if (names.length <= 1) {
    assign(m, names[0] ?? 'REPLY', line.trim());
    return 0;
  }
  const fields = splitFields(m, line);
  for (const [i, name] of names.entries()) {
    const unknown = isPlain(line) ? '' : m.symbols.intern(`field:${i}:${line}`, { base: line, filled: true });
    assign(m, name, i === names.length - 1 ? fields.slice(i).join(' ') : (fields[i] ?? unknown));
  }
  return 0;
}

/** Takes one line from the input; a block of unknown lines gives one unknown line and is used up. */
function nextLine(m: Machine): string | undefined {
  const input = m.stdin;
  if (input === undefined || input === '') return undefined;
  const first = input[0] ?? '';
  const sym = m.symbols.info(first);
  if (sym?.block) {
    m.stdin = input.slice(1).replace(/^\n/, '');
    return sym.origin === 'names' ? first : m.symbols.intern(`line:${sym.key}`, { base: first, filled: true, origin: sym.origin, shown: 'each line' });
  }
  const end = input.indexOf('\n');
  m.stdin = end < 0 ? '' : input.slice(end + 1);
  return end < 0 ? input : input.slice(0, end);
}

function mapfile(m: Machine, words: readonly string[]): number {
  const name = words.slice(1).findLast((word) => !word.startsWith('-') && !/^\d+$/.test(word)) ?? 'MAPFILE';
  const lines: string[] = [];
  for (let line = nextLine(m); line !== undefined && lines.length < 64; line = nextLine(m)) lines.push(line);
  m.shell.arrays.set(name, lines);
  return 0;
}

/** test and [ : the words, not the text, decide, so an unquoted empty variable disappears as it really does. */
function test(m: Machine, words: readonly string[]): number {
  const list = words.slice(1).map(quieted);
  if (words[0] === '[') list.pop();
  return evaluate(m, list) ? 0 : 1;
}

function evaluate(m: Machine, list: readonly string[]): boolean {
  const or = list.indexOf('-o');
  if (or > 0 && list.length > 3) return evaluate(m, list.slice(0, or)) || evaluate(m, list.slice(or + 1));
  const and = list.indexOf('-a');
  if (and > 0 && list.length > 3) return evaluate(m, list.slice(0, and)) && evaluate(m, list.slice(and + 1));
  const [first = '', second = '', third = ''] = list;
  switch (list.length) {
    case 0:
      return false;
    case 1:
      return unaryTest(m, '-n', first);
    case 2:
      return first === '!' ? second === '' : unaryTest(m, first, second);
    case 3:
      if (second === '==' && lacks(m, '==')) return false;
      if (first === '!') return !evaluate(m, list.slice(1));
      if (first === '(') return evaluate(m, [second]);
      return binaryTest(m, first, second, third);
    default:
      if (first === '!') return !evaluate(m, list.slice(1));
      if (first === '(') return evaluate(m, list.slice(1, -1));
      return unaryTest(m, first, list.at(-1) ?? '');
  }
}

export const builtins: Readonly<Record<string, Code>> = {
  succeed: () => 0,
  refuse: () => 1,
  exit: leave('exit'),
  return: leave('return'),
  break: leave('break'),
  continue: leave('continue'),
  cd,
  declare,
  shopt,
  read,
  mapfile,
  test,
  set: (m, words) => setOptions(m, words.slice(1)),
  unset: (m, words) => {
    for (const name of words.slice(1)) unset(m, name);
    return 0;
  },
  shift: (m, words) => {
    const count = Number(words[1] ?? 1) || 1;
    if (m.shell.positional.length < count) return 1;
    m.shell.positional = m.shell.positional.slice(count);
    return 0;
  },
  trap: (m, words) => {
    const [action = '', ...signals] = words.slice(1).filter((word) => word !== '--');
    for (const signal of signals) {
      if (signal !== 'EXIT' && signal !== '0') continue;
      if (action === '-' || action === '') m.shell.traps.delete('EXIT');
      else m.shell.traps.set('EXIT', action);
    }
    return 0;
  },
  let: (m, words) => {
    let value = '0';
    for (const word of words.slice(1)) {
      const simple = /^(\w+)\s*(?:([-+])=\s*(\d+)|(\+\+|--)|=\s*(-?\d+))$/.exec(word);
      if (!simple) continue;
      const before = Number(variable(m, simple[1] ?? '') ?? 0);
      value = String(simple[5] ?? (simple[4] ? before + (simple[4] === '++' ? 1 : -1) : before + (simple[2] === '-' ? -1 : 1) * Number(simple[3])));
      assign(m, simple[1] ?? '', value);
    }
    return value === '0' ? 1 : 0;
  },
  wait: () => 0,
};
