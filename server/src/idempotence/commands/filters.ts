import { programText, sedContent, segmentsOf } from '../edit.ts';
import { unreadable } from '../failure.ts';
import { grep } from '../grep.ts';
import { emit, fail, type Machine, onVolume, resolve } from '../machine.ts';
import { ask, emptiness } from '../questions.ts';
import { isPlain, quieted } from '../symbols.ts';
import { readFile, writeFile } from '../write.ts';
import type { Code } from './code.ts';
import { applyEffects } from './effects.ts';
import { type Invocation, readOptions } from './options.ts';
import { outputOf, probe } from './output.ts';
import type { CommandSpec } from './schema.ts';

/** The text a filter works on; undefined when a file is missing. */
function inputOf(m: Machine, paths: readonly string[]): string | undefined {
  if (paths.length === 0) return m.stdin ?? '';
  let text = '';
  for (const path of paths) {
    const content = path === '-' ? (m.stdin ?? '') : readFile(m, path);
    if (content === undefined) {
      fail(m, unreadable, resolve(m, path).key, 2);
      return undefined;
    }
    text += content;
  }
  return text;
}

const grepSpec: CommandSpec = {
  flags:
    'E=extended-regexp F=fixed-strings q=quiet=silent v=invert-match x=line-regexp w=word-regexp i=ignore-case o=only-matching c=count r=R=recursive l L h H n s a P=perl-regexp',
  values: 'e=regexp f=file m A B C include exclude',
};

function grepCode(m: Machine, words: readonly string[]): number {
  const { flags, values, operands } = readOptions(grepSpec, words.slice(1).map(quieted));
  const given = values.get('e');
  const pattern = given ? given.join('\n') : values.has('f') ? '' : (operands[0] ?? '');
  const paths = given || values.has('f') ? operands : operands.slice(1);
  if (flags.has('r')) return probe(m, words);
  const text = inputOf(m, paths);
  if (text === undefined) return 2;
  if (values.has('f')) return grepLines(m, values.get('f')?.[0] ?? '', text);
  const perl = flags.has('P');
  const extended = flags.has('E') || perl || words[0] === 'egrep';
  const fixed = flags.has('F') || words[0] === 'fgrep';
  const result = grep(m, pattern, text, {
    fixed,
    extended,
    perl,
    whole: flags.has('x'),
    word: flags.has('w'),
    ignoreCase: flags.has('i'),
    invert: flags.has('v'),
  });
  if (flags.has('c')) emit(m, isPlain(text) ? `${result.output.split('\n').length - 1}\n` : outputOf(m, words, text, undefined));
  else if (flags.has('o') && result.found) emit(m, outputOf(m, words, text, undefined));
  else if (!flags.has('q')) emit(m, result.output);
  return result.found ? 0 : fail(m, { kind: 'no-match' });
}

/** grep -f: the lines of a file that was copied or appended as a whole are found again. */
function grepLines(m: Machine, path: string, text: string): number {
  const wanted = readFile(m, path);
  if (wanted === undefined) return fail(m, unreadable, resolve(m, path).key, 2);
  const content = m.symbols.unedited(text, false);
  const found = content.includes(wanted.replace(/\n$/, '')) || (content !== '' && ask(m, `grep -f ${wanted} ${content}`, wanted + content, false));
  return found ? 0 : fail(m, { kind: 'no-match' });
}

const sedSpec: CommandSpec = { flags: 'n=quiet=silent E=r=regexp-extended i=in-place s z u', values: 'e=expression f=file l', effects: [] };

/** -i may carry a suffix (-i.bak), which is not a cluster of options. */
function sed(m: Machine, words: readonly string[]): number {
  const list = words.slice(1).map((word) => (/^-[nErsz]*i./.test(word) && !/^-[nErsz]*i[nErsz]*e?$/.test(word) ? '-i' : quieted(word)));
  const invocation: Invocation = readOptions(sedSpec, list);
  const program = programText(m, invocation);
  const paths = invocation.values.has('e') || invocation.values.has('f') ? invocation.operands : invocation.operands.slice(1);
  if (invocation.flags.has('i')) {
    const at = invocation.values.has('e') || invocation.values.has('f') ? '0..' : '1..';
    return applyEffects(m, { ...sedSpec, effects: [{ op: 'edit', at, how: 'sed' }] }, invocation, words);
  }
  const text = inputOf(m, paths);
  if (text === undefined) return 2;
  if (text !== '') emit(m, sedContent(m, program, text, invocation.flags));
  return 0;
}

type LineFilter = (lines: readonly string[], words: readonly string[], operands: readonly string[]) => readonly string[] | undefined;

/** A filter that is computed on known lines and is a symbol on anything else. */
function lineFilter(run: LineFilter, values: string, operandsBefore = 0): Code {
  const options: CommandSpec = { values };
  return (m, words) => {
    const list = words.slice(1).map(quieted);
    const invocation = readOptions(options, list);
    const text = inputOf(m, invocation.operands.slice(operandsBefore));
    if (text === undefined) return 1;
    const file = invocation.values.get('o')?.at(-1);
    if (text === '' && file === undefined) return 0;
    const known = segmentsOf(m, text).every((segment) => !segment.block);
    const lines = known ? run(text.replace(/\n$/, '').split('\n'), list, invocation.operands) : undefined;
    const result = text === '' ? '' : lines ? lines.map((line) => `${line}\n`).join('') : outputOf(m, words, text, undefined);
    if (file !== undefined) return writeFile(m, file, result, { append: false, existing: 'replace' });
    emit(m, result);
    return 0;
  };
}

function option(words: readonly string[], letter: string): string | undefined {
  const at = words.findIndex((word) => word.startsWith(`-${letter}`));
  if (at < 0) return undefined;
  const word = words[at] ?? '';
  return word.length > 2 ? word.slice(2).replace(/^=/, '') : words[at + 1];
}

const cut: LineFilter = (lines, words) => {
  const delimiter = option(words, 'd') ?? '\t';
  const fields = option(words, 'f');
  if (fields === undefined || !/^\d+(-\d*)?$/.test(fields) || !lines.every(isPlain)) return undefined;
  const [from = '1', to] = fields.split('-');
  return lines.map((line) => {
    const parts = line.split(delimiter);
    return parts.length === 1 ? line : parts.slice(Number(from) - 1, fields.includes('-') ? (to ? Number(to) : undefined) : Number(from)).join(delimiter);
  });
};

const head: LineFilter = (lines, words) => {
  if (words.some((word) => word.startsWith('-c'))) return undefined;
  const count = Number(option(words, 'n') ?? words.find((word) => /^-\d+$/.test(word))?.slice(1) ?? 10);
  return Number.isFinite(count) ? lines.slice(0, count) : undefined;
};

const sort: LineFilter = (lines, words) => {
  const sorted = [...lines].sort();
  const unique = words.some((word) => /^-[a-z]*u/.test(word)) ? [...new Set(sorted)] : sorted;
  return words.some((word) => /^-[a-z]*r/.test(word)) ? unique.toReversed() : unique;
};

const awk: LineFilter = (lines, _, operands) => {
  const column = /^\s*\{\s*print\s+\$(\d)\s*\}\s*$/.exec(operands[0] ?? '');
  if (!column) return undefined;
  return lines.map((line) => (column[1] === '0' ? line : (line.trim().split(/\s+/)[Number(column[1]) - 1] ?? '')));
};

function tr(m: Machine, words: readonly string[]): number {
  const text = m.stdin ?? '';
  const [from = '', to = ''] = words
    .slice(1)
    .map(quieted)
    .map((word) => word.replace(/\\n/g, '\n').replace(/\\t/g, '\t'));
  if (text === '') return 0;
  if (from.length === 1 && to.length === 1) emit(m, text.replaceAll(from, to));
  else if (from === '-d' && to.length === 1) emit(m, text.replaceAll(to, ''));
  else emit(m, outputOf(m, words, text, undefined));
  return 0;
}

function wc(m: Machine, words: readonly string[]): number {
  const paths = words
    .slice(1)
    .filter((word) => !word.startsWith('-'))
    .map(quieted);
  const text = inputOf(m, paths);
  if (text === undefined) return 1;
  const counted = segmentsOf(m, text).every((segment) => !segment.block);
  if (counted && words[1] === '-l') emit(m, `${text.split('\n').length - 1}\n`);
  else if (counted && isPlain(text) && words[1] === '-c') emit(m, `${text.length}\n`);
  else emit(m, `${m.symbols.intern(`count:${words.join(' ')}<${text}`, { base: text, filled: true, shown: 'a count' })}\n`);
  return 0;
}

/** cmp, diff: whether two files differ. A copy that nobody touched equals its source; an edited one does not. */
function compare(m: Machine, words: readonly string[]): number {
  const [left = '', right = ''] = words
    .slice(1)
    .filter((word) => !/^-./.test(word))
    .map(quieted);
  const a = left === '-' ? m.stdin : readFile(m, left);
  const b = right === '-' ? m.stdin : readFile(m, right);
  if (a === undefined || b === undefined) return fail(m, unreadable, resolve(m, a === undefined ? left : right).key, 2);
  if (a === b) return 0;
  const certain = onVolume(resolve(m, left)) || onVolume(resolve(m, right)) || (isPlain(a) && isPlain(b));
  return !certain && ask(m, `same ${a} ${b}`, a + b) ? 0 : fail(m, { kind: 'differs' });
}

const checksumSpec: CommandSpec = { flags: 'c=check s=status=quiet w=warn' };

/** sha256sum and its like; -c compares a stored sum with what is there now. */
function checksum(m: Machine, words: readonly string[]): number {
  const { flags, operands } = readOptions(checksumSpec, words.slice(1).map(quieted));
  if (flags.has('c')) return checked(m, words, operands);
  const text = inputOf(m, operands);
  if (text === undefined) return 1;
  emit(m, `${m.symbols.intern(`sum:${words[0] ?? ''}<${text}`, { base: text, filled: true, shown: 'a checksum' })}  ${operands[0] ?? '-'}\n`);
  return 0;
}

function checked(m: Machine, words: readonly string[], operands: readonly string[]): number {
  const text = inputOf(m, operands);
  if (text === undefined) return 1;
  const line = /^(\S+)[ \t]+\*?(\S+)/.exec(text);
  const path = line?.[2];
  if (path === undefined) return probe(m, words);
  const content = readFile(m, path);
  if (content === undefined) return fail(m, unreadable, resolve(m, path).key);
  const sum = m.symbols.intern(`sum:${words[0] ?? ''}<${content}`, { base: content, filled: true });
  if (line?.[1] === sum) return 0;
  // A download or a seed has the sum that the manifest expects; what the application edited has not.
  return m.symbols.of(content).some((sym) => sym.key.startsWith('edited:')) ? fail(m, { kind: 'bad-checksum' }) : 0;
}

function expr(m: Machine, words: readonly string[]): number {
  const [a = '', operator = '', b = ''] = words.slice(1).map(quieted);
  if (isPlain(a + b) && /^[-+*/%]$/.test(operator)) {
    const x = Number(a);
    const y = Number(b);
    const value = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? Math.trunc(x / y) : x % y;
    emit(m, `${value}\n`);
    return value === 0 ? 1 : 0;
  }
  const value = m.symbols.intern(`expr:${words.slice(1).join(' ')}`, { base: words.join(' ') });
  emit(m, `${value}\n`);
  return m.condition > 0 && emptiness(m, value) ? 1 : 0;
}

/** head and tail of a random device draw new bytes. */
const sample: Code = (m, words, spec) => (words[0] === 'head' ? headFilter : tailFilter)(m, words, spec);
const headFilter = lineFilter(head, 'n=lines c=bytes');
const tailFilter = lineFilter(() => undefined, 'n=lines c=bytes');

export const filters: Readonly<Record<string, Code>> = {
  grep: grepCode,
  sed,
  tr,
  wc,
  compare,
  checksum,
  expr,
  head: sample,
  cut: lineFilter(cut, 'd f c b output-delimiter'),
  sort: lineFilter(sort, 'k t o S T'),
  uniq: lineFilter((lines) => lines.filter((line, i) => i === 0 || line !== lines[i - 1]), ''),
  awk: lineFilter(awk, 'F v f', 1),
};
