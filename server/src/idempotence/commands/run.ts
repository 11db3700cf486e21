import { lacks } from '../dialect.ts';
import { missing } from '../failure.ts';
import { isBuiltinOfBash } from '../gaps.ts';
import { emit, fail, look, type Machine, onVolume, resolve } from '../machine.ts';
import { quieted } from '../symbols.ts';
import { fresh, readFile } from '../write.ts';
import { code } from './codes.ts';
import { applyEffects } from './effects.ts';
import { type Invocation, readOptions } from './options.ts';
import { outputOf, probe, programFile, unknownCommand } from './output.ts';
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

function readInputs(m: Machine, spec: CommandSpec, invocation: Invocation): string | undefined {
  if (spec.reads === undefined) return m.stdin ?? '';
  const paths = select(m, invocation, spec.reads).filter((path) => path !== '-');
  let content = paths.length === 0 ? (m.stdin ?? '') : '';
  for (const path of paths) {
    const text = readFile(m, path);
    const place = resolve(m, path);
    const found = look(m, place.key);
    if (text === undefined && found === 'absent') {
      m.status = fail(m, missing(), place.key);
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
  m.world.runner.words(m, rest);
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
  if (look(m, resolve(m, directory).key) === 'absent') return fail(m, missing('directory'), resolve(m, directory).key);
  m.shell.cwd = directory.startsWith('/') ? directory : `${cwd}/${directory}`;
  const status = run();
  m.shell.cwd = cwd;
  return status;
}
