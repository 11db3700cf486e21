import { missing, unreadable } from '../failure.ts';
import { emit, fail, look, type Machine, resolve } from '../machine.ts';
import { isPlain, quieted } from '../symbols.ts';
import { isDirectory } from '../tree.ts';
import { readFile, writeFile } from '../write.ts';
import type { Code } from './code.ts';
import { readOptions } from './options.ts';
import type { CommandSpec } from './schema.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', a: '\u0007', b: '\b', f: '\f', v: '\v', e: '\u001b', '"': '"' };

function unescaped(text: string): string {
  return text.replace(/\\(0[0-7]{1,3}|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.)/g, (all, code: string) => {
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    if (code.startsWith('x') && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return escapes[code] ?? all;
  });
}

function echo(m: Machine, words: readonly string[]): number {
  let at = 1;
  let newline = true;
  let interpret = m.shell.dialect === 'dash';
  for (; /^-[neE]+$/.test(words[at] ?? ''); at++) {
    const word = words[at] ?? '';
    if (m.shell.dialect === 'dash' && word !== '-n') break;
    if (word.includes('n')) newline = false;
    if (word.includes('e')) interpret = true;
    if (word.includes('E')) interpret = false;
  }
  const text = words.slice(at).map(quieted).join(' ');
  emit(m, (interpret && text.includes('\\') ? unescaped(text) : text) + (newline ? '\n' : ''));
  return 0;
}

function printf(m: Machine, words: readonly string[]): number {
  const list = words.slice(1).map(quieted);
  const variable = list[0] === '-v' ? list[1] : undefined;
  const [format = '', ...args] = variable === undefined ? (list[0] === '--' ? list.slice(1) : list) : list.slice(2);
  const text = formatted(m, format, args);
  if (variable !== undefined) m.shell.vars.set(variable, text);
  else emit(m, text);
  return 0;
}

/** Digits of a width; a text that is padded to more is not worth having. */
const longestWidth = 4;

function formatted(m: Machine, format: string, args: readonly string[]): string {
  let at = 0;
  let out = '';
  do {
    const before = at;
    out += unescaped(format.replace(/\\/g, '\ue0f2'))
      .replace(/%(-?[0-9.*]*)([sdibqcxXu%])/g, (_, width: string, kind: string) => {
        if (kind === '%') return '%';
        const value = args[at++] ?? (kind === 'd' || kind === 'i' ? '0' : '');
        const shown = kind === 'b' ? unescaped(value) : value;
        const padded = isPlain(shown) && /^0?\d{1,4}$/.test(width) ? shown.padStart(Number(width), width.startsWith('0') ? '0' : ' ') : shown;
        const isKnown = width === '' || padded !== shown || (isPlain(shown) && width.length <= longestWidth);
        return isKnown ? padded : m.symbols.intern(`printf:${width}${kind}:${shown}`, { base: shown, filled: true });
      })
      .replace(/\ue0f2(0[0-7]{1,3}|[0-7]{1,3}|x[0-9a-fA-F]{1,2}|.|\ue0f2)/gs, (_, code: string) => unescaped(`\\${code === '\ue0f2' ? '\\' : code}`));
    if (at === before) break;
  } while (at < args.length && at < 200);
  return out;
}

function cat(m: Machine, words: readonly string[]): number {
  const operands = words
    .slice(1)
    .map(quieted)
    .filter((word) => !/^-./.test(word));
  if (operands.length === 0) {
    emit(m, m.stdin ?? '');
    return 0;
  }
  let status = 0;
  for (const path of operands) {
    const content = path === '-' ? (m.stdin ?? '') : readFile(m, path);
    if (content === undefined) status = fail(m, unreadable, resolve(m, path).key);
    else emit(m, content);
  }
  return status;
}

const teeSpec: CommandSpec = { flags: 'a=append i p' };
const lsSpec: CommandSpec = { values: 'I=ignore w T' };

/** Writes its input to files and passes it on. */
function tee(m: Machine, words: readonly string[]): number {
  const invocation = readOptions(teeSpec, words.slice(1).map(quieted));
  const text = m.stdin ?? '';
  let status = 0;
  for (const path of invocation.operands) status = writeFile(m, path, text, { append: invocation.flags.has('a'), existing: 'replace' }) || status;
  emit(m, text);
  return status;
}

function baseOf(path: string): string {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function basename(m: Machine, words: readonly string[]): number {
  const operands = words.slice(1).map(quieted);
  if (operands[0] === '-a') {
    for (const path of operands.slice(1)) emit(m, `${baseOf(path)}\n`);
    return 0;
  }
  const suffix = operands[0] === '-s' ? operands[1] : operands[1];
  const base = baseOf((operands[0] === '-s' ? operands[2] : operands[0]) ?? '');
  if (suffix !== undefined && suffix !== '' && !base.endsWith(suffix) && !isPlain(base))
    emit(m, `${m.symbols.intern(`strip:%${suffix}:${base}`, { base, filled: true })}\n`);
  else emit(m, `${suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base}\n`);
  return 0;
}

function dirname(m: Machine, words: readonly string[]): number {
  for (const path of words.slice(1).map(quieted)) {
    const slash = path.replace(/\/+$/, '').lastIndexOf('/');
    emit(m, `${slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash)}\n`);
  }
  return 0;
}

function seq(m: Machine, words: readonly string[]): number {
  const numbers = words
    .slice(1)
    .filter((word) => /^-?\d+$/.test(word))
    .map(Number);
  if (numbers.length === 0 || !isPlain(words.join(''))) {
    emit(m, m.symbols.intern(`out:${words.join(' ')}`, { base: words.join(' '), block: true, origin: 'names' }));
    return 0;
  }
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const last = numbers.at(-1) ?? 0;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) || 1 : 1;
  for (let n = first, count = 0; (step > 0 ? n <= last : n >= last) && count < 64; n += step, count++) emit(m, `${n}\n`);
  return 0;
}

function readlink(m: Machine, words: readonly string[]): number {
  const path = quieted(words.slice(1).findLast((word) => !word.startsWith('-')) ?? '');
  const place = resolve(m, path, false);
  const found = look(m, place.key);
  const canonical = words[0] === 'realpath' || words.some((word) => /^-[a-z]*[fem]/.test(word));
  if (found === 'absent' && !words.some((word) => /^-m/.test(word))) return fail(m, missing(), place.key);
  if (typeof found !== 'string' && found.kind === 'link') emit(m, `${found.target}\n`);
  else if (canonical) emit(m, `${path}\n`);
  else if (found === 'unknown') emit(m, `${m.symbols.intern(`link:${place.key}`, { origin: 'image', filled: true })}\n`);
  else return 1;
  return 0;
}

/** ls: the names, or nothing and a failure. */
function ls(m: Machine, words: readonly string[]): number {
  const invocation = readOptions(lsSpec, words.slice(1).map(quieted));
  const paths = invocation.operands.length > 0 ? invocation.operands : ['.'];
  let status = 0;
  for (const path of paths) {
    const place = resolve(m, path);
    const found = look(m, place.key);
    if (found === 'absent') status = fail(m, missing('it', 'either'), place.key, 2);
    else if (invocation.flags.has('d') || (found !== 'unknown' && found.kind !== 'dir') || (found === 'unknown' && !isDirectory(m, path))) emit(m, `${path}\n`);
    else listDirectory(m, place.key, invocation.flags);
  }
  return status;
}

function listDirectory(m: Machine, key: string, flags: ReadonlySet<string>): void {
  const all = flags.has('A') || flags.has('a') || flags.has('all') || flags.has('almost-all');
  const names = m.files.children(key).filter((name) => all || !name.startsWith('.'));
  const lines = flags.has('a') && !flags.has('A') ? ['.', '..', ...names] : names;
  for (const name of lines) emit(m, m.symbols.info(name)?.block ? name : `${name}\n`);
  if (!m.files.listed(key)) emit(m, m.symbols.intern(`ls:${key}`, { origin: 'names', block: true, filled: look(m, key) === 'unknown', shown: '*' }));
}

export const printers: Readonly<Record<string, Code>> = {
  echo,
  printf,
  cat,
  tee,
  basename,
  dirname,
  seq,
  readlink,
  ls,
  yes: (m, words) => {
    emit(m, `${words[1] ?? 'y'}\n`.repeat(8));
    return 0;
  },
};
