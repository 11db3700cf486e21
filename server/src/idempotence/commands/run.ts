import { ask } from '../conditions.ts';
import { isBuiltinOfBash, lacks } from '../dialect.ts';
import { emit, fail, look, type Machine, onVolume, resolve } from '../machine.ts';
import { parentOf } from '../mounts.ts';
import { dispatch } from '../simple.ts';
import { isPlain, quieted } from '../symbols.ts';
import { fresh, readFile } from '../write.ts';
import { code } from './codes.ts';
import { applyEffects } from './effects.ts';
import { type Invocation, readOptions } from './options.ts';
import type { CommandSpec } from './schema.ts';
import { select } from './select.ts';
import { runScriptFile } from './shells.ts';

/** A program on a volume may be anything, unless its folder or its name says what it is. */
const known = /^(?:\/usr(?:\/local)?)?\/s?bin\/|^\/opt\/|^\/usr\/|^\.\/|\/bin\/|\/peer-finder$/;

/** Runs a command of the table; what is not there is not judged. */
export function runCommand(m: Machine, words: readonly string[]): number {
  const name = quieted(words[0] ?? '');
  if (name === '') return 0;
  if (isBuiltinOfBash(name) && lacks(m, name)) return m.status;
  const file = name.includes('/') ? programFile(m, name) : undefined;
  if (file !== undefined) return runScriptFile(m, name, file, words.slice(1));
  const base = name.slice(name.lastIndexOf('/') + 1);
  const spec = name === base || known.test(name) || !onVolume(resolve(m, name)) ? m.world.commands.get(base) : undefined;
  if (!spec) return unknownCommand(m, words);
  return runSpec(m, spec, [base, ...words.slice(1)]);
}

/** The text of a script that is run by its path, when the manifest or the script itself supplies it. */
export function programFile(m: Machine, path: string): string | undefined {
  const cell = m.files.get(resolve(m, path).key);
  if (cell?.kind === 'file' && isPlain(cell.content)) return cell.content;
  return m.world.files?.(m.step, path);
}

function runSpec(m: Machine, given: CommandSpec, words: readonly string[]): number {
  const spec = m.userland === 'busybox' && given.busybox ? given.busybox : given;
  if (spec.code !== undefined) return code(spec.code)(m, words, spec);
  if (spec.wraps !== undefined) return runWrapped(m, spec, words);
  if (spec.sub) return runSub(m, spec, words);
  return runPlain(m, spec, words, readOptions(spec, words.slice(1).map(quieted)));
}

function runPlain(m: Machine, spec: CommandSpec, words: readonly string[], invocation: Invocation): number {
  const read = readInputs(m, spec, invocation);
  if (read === undefined) return m.status || 1;
  const asked = spec.status === 'ask' ? probe(m, words) : 0;
  // What failed has downloaded nothing.
  if (asked !== 0) return asked;
  const status = applyEffects(m, spec, invocation, words);
  if (status === 0) print(m, spec, words, read);
  return status;
}

/** The status of something that asks the world; it answers alike in each run. */
export function probe(m: Machine, words: readonly string[]): number {
  if (m.loopClause || m.condition === 0) return 0;
  const key = words.join(' ');
  return ask(m, `status ${key}<${m.stdin ?? ''}`, key + (m.stdin ?? '')) ? 0 : fail(m, 'it reports failure');
}

function readInputs(m: Machine, spec: CommandSpec, invocation: Invocation): string | undefined {
  if (spec.reads === undefined) return m.stdin ?? '';
  const paths = select(m, invocation, spec.reads).filter((path) => path !== '-');
  let content = paths.length === 0 ? (m.stdin ?? '') : '';
  for (const path of paths) {
    const text = readFile(m, path);
    const place = resolve(m, path);
    const found = look(m, place.key);
    if (text === undefined && found === 'absent') {
      m.status = fail(m, 'it does not exist', place.key);
      return undefined;
    }
    content += text ?? '';
  }
  return content;
}

function print(m: Machine, spec: CommandSpec, words: readonly string[], read: string): void {
  switch (spec.out) {
    case undefined:
    case 'none':
      return;
    case 'fresh':
      emit(m, fresh(m, `the output of ${words[0] ?? ''}`));
      return;
    case 'stable':
      emit(m, outputOf(m, words, '', spec.origin));
      return;
    case 'filter':
      if (read === '') return;
      emit(m, outputOf(m, words, read, spec.origin));
      return;
  }
}

/** Of several inputs, the one that already went through the program; lines beside it that went through with it are in it. */
function settled(m: Machine, input: string, rewrite: string): string {
  const through = [...input].filter((char) => m.symbols.some(char, (sym) => sym.rewrite === rewrite));
  const [result = input] = through;
  if (through.length === 1 && /^(sort -u|uniq)/.test(rewrite)) {
    const { base } = m.symbols.info(m.symbols.unedited(result, false)) ?? { base: '' };
    const others = input.replace(result, '').split('\n');
    if (others.every((line) => isPlain(line) && base.includes(line))) return result;
  }
  return through.length === 1 && [...input].filter((char) => m.symbols.info(char)?.block).length > 1 ? (through[0] ?? input) : input;
}

const rewriters: ReadonlySet<string> = new Set([
  'awk',
  'gawk',
  'mawk',
  'jq',
  'yq',
  'sed',
  'sort',
  'uniq',
  'envsubst',
  'xmlstarlet',
  'perl',
  'grep',
  'python',
  'python3',
]);
const counting = /\+=|\+\+|\+ *1\b|print *\$0 *","|-= *\d/;

/** What a command prints, as one symbol: the same words on the same input print the same. */
export function outputOf(m: Machine, words: readonly string[], input: string, origin: CommandSpec['origin']): string {
  const line = words.join(' ');
  const rewrite = `${line}\n`;
  if (rewriters.has(words[0] ?? '') && !counting.test(line)) {
    // A program that rewrites a document is taken to leave its own result alone.
    if (m.symbols.some(input, (sym) => sym.rewrite === rewrite)) return settled(m, input, rewrite);
  }
  const inherited = origin ?? m.symbols.of(input).find((sym) => sym.origin !== 'computed')?.origin ?? 'computed';
  return m.symbols.intern(`out:${m.shell.cwd}:${line}<${input}`, {
    origin: inherited,
    block: true,
    base: line + input,
    rewrite: rewriters.has(words[0] ?? '') && !counting.test(line) ? rewrite : undefined,
    shown: `$(${m.symbols.show(words.slice(0, 2).join(' '))})`,
  });
}

function runWrapped(m: Machine, spec: CommandSpec, words: readonly string[]): number {
  const { operands } = readOptions(spec, words.slice(1), true);
  let at = spec.wraps ?? 0;
  while (/^[A-Za-z_]\w*=/.test(operands[at] ?? '')) {
    const word = operands[at++] ?? '';
    const name = word.slice(0, word.indexOf('='));
    m.shell.vars.set(name, word.slice(name.length + 1));
    m.shell.exported.add(name);
  }
  const rest = operands.slice(at);
  if (rest.length === 0) return 0;
  dispatch(m, rest);
  return m.status;
}

const merged = new WeakMap<CommandSpec, Map<CommandSpec, CommandSpec>>();

function mergedSpec(parent: CommandSpec, child: CommandSpec): CommandSpec {
  let known = merged.get(parent);
  if (!known) {
    known = new Map();
    merged.set(parent, known);
  }
  let spec = known.get(child);
  if (!spec) {
    const style = child.style ?? parent.style;
    const origin = child.origin ?? parent.origin;
    spec = {
      ...child,
      flags: `${parent.flags ?? ''} ${child.flags ?? ''}`,
      values: `${parent.values ?? ''} ${child.values ?? ''}`,
      ...(style === undefined ? {} : { style }),
      ...(origin === undefined ? {} : { origin }),
    };
    known.set(child, spec);
  }
  return spec;
}

function runSub(m: Machine, spec: CommandSpec, words: readonly string[]): number {
  const own = words.slice(1).map(quieted);
  const { operands, values } = readOptions(spec, own, true);
  const options = own.slice(0, own.length - operands.length);
  for (let length = Math.min(3, operands.length); length >= 0; length--) {
    const sub = spec.sub?.[length === 0 ? '*' : operands.slice(0, length).join(' ')];
    if (!sub) continue;
    const child = mergedSpec(spec, sub);
    const rest = [...options, ...operands.slice(length)];
    return inDirectory(m, spec.directory === undefined ? undefined : values.get(spec.directory)?.at(-1), () =>
      runPlain(m, child, [...words.slice(0, 1), ...operands.slice(0, length), ...rest], readOptions(child, rest)),
    );
  }
  return unknownCommand(m, words);
}

function inDirectory(m: Machine, directory: string | undefined, run: () => number): number {
  if (directory === undefined) return run();
  const { cwd } = m.shell;
  if (look(m, resolve(m, directory).key) === 'absent') return fail(m, 'the directory does not exist', resolve(m, directory).key);
  m.shell.cwd = directory.startsWith('/') ? directory : `${cwd}/${directory}`;
  const status = run();
  m.shell.cwd = cwd;
  return status;
}

/** Nothing is known: it may have written anything near its operands, and it is reported as not analysed. */
export function unknownCommand(m: Machine, words: readonly string[], what?: string): number {
  const name = m.symbols.show(what ?? words[0] ?? '');
  if (!m.world.unknown.has(name)) m.world.unknown.set(name, m.site);
  for (const word of words.slice(1)) loosen(m, quieted(word.replace(/^--?[\w-]+=/, '')));
  emit(m, outputOf(m, words, m.stdin ?? '', undefined));
  return probe(m, words);
}

function loosen(m: Machine, path: string): void {
  if (!path.startsWith('/')) return;
  const place = resolve(m, path);
  if (!onVolume(place)) return;
  const found = look(m, place.key);
  const key = typeof found !== 'string' && found.kind === 'dir' ? place.key : (parentOf(place.key) ?? place.key);
  const cell = m.files.get(key);
  if (cell?.kind === 'dir' && !cell.open) m.files.set(key, { ...cell, open: true });
}
