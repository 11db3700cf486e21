import type { Assignment, Command, FunctionDefinition, Redirection, Word } from '../shell/ast.ts';
import { chargeWords } from './budget.ts';
import { runCommand } from './commands/run.ts';
import { lacks } from './dialect.ts';
import { expandFields, expandText } from './expand.ts';
import { at, emit, fail, type Machine, spend } from './machine.ts';
import { applyRedirections, withRedirections } from './redirect.ts';
import { assign, variable } from './variables.ts';

const deepestCall = 8;
const mostSnapshots = 40;

/** A redirection of one of these that fails ends a POSIX shell. */
const specialBuiltins: ReadonlySet<string> = new Set(': . break continue eval exec exit export readonly return set shift times trap unset'.split(' '));

const NONE: readonly never[] = [];

export function runSimple(m: Machine, command: Command): void {
  spend(m);
  const site = at(m, command.pos, command.end);
  m.site = site;
  record(m);
  m.substituted = undefined;
  const words = wordsOf(m, command);
  if (m.flow) return;
  m.site = site;
  const assignments = command.prefix.length === 0 ? NONE : command.prefix.filter((item) => item.type === 'Assignment');
  if (words.length === 0) {
    runAssignments(m, command, assignments);
    return;
  }
  const saved = assignments.length === 0 ? NONE : assignments.map((item) => [item.name, m.shell.vars.get(item.name)] as const);
  for (const item of assignments) {
    runAssignment(m, item);
    m.shell.exported.add(item.name);
  }
  const redirects: readonly Redirection[] = command.redirects;
  if (words[0] === 'exec' && words.length === 1) {
    m.status = 0;
    // As below: a special builtin.
    if (!applyRedirections(m, redirects) && m.shell.dialect !== 'bash') m.flow ??= { kind: 'exit', levels: 0 };
    return;
  }
  m.site = site;
  const opened = withRedirections(m, redirects, () => {
    m.site = site;
    dispatch(m, words);
  });
  // POSIX 2.8.1; executed in dash 0.5.12 and busybox 1.35. Bash goes on unless it is called sh.
  if (!opened && specialBuiltins.has(words[0] ?? '') && m.shell.dialect !== 'bash') m.flow ??= { kind: 'exit', levels: 0 };
  for (const [name, value] of saved) value === undefined ? m.shell.vars.delete(name) : m.shell.vars.set(name, value);
}

/** Where an interruption would leave the volumes: before each command that finds them changed. */
function record(m: Machine): void {
  if (!m.snapshots || (!m.everyCommand && m.recorded === m.files.version) || m.snapshots.length >= mostSnapshots) return;
  m.recorded = m.files.version;
  m.snapshots.push({ files: m.files.fork(), site: m.site });
}

/** Most words are one text, and this runs for every command of every run. */
function wordsOf(m: Machine, command: Command): readonly string[] {
  if (!command.name) return NONE;
  const words = [...expandFields(m, command.name)];
  for (const arg of command.args) {
    const fields = argument(m, arg);
    if (fields.length === 1) words.push(fields[0] ?? '');
    else words.push(...fields);
  }
  return words;
}

function argument(m: Machine, arg: Word | Assignment): readonly string[] {
  if (arg.type === 'Word') return expandFields(m, arg);
  if (arg.value.type === 'ArrayValue') {
    runAssignment(m, arg);
    return [arg.name];
  }
  return [`${arg.name}=${expandText(m, arg.value)}`];
}

function runAssignments(m: Machine, command: Command, assignments: readonly Assignment[]): void {
  m.status = 0;
  if (!openOnly(m, command)) return;
  for (const item of assignments) runAssignment(m, item);
  if (!m.flow) m.status = m.substituted ?? 0;
}

/** `> file` alone, and `$(< file)`, which prints the file. */
function openOnly(m: Machine, command: Command): boolean {
  let ok = command.redirects.length === 0;
  const prints = command.redirects.length === 1 && command.redirects[0]?.type === 'Redirect' && command.redirects[0].operator === '<';
  withRedirections(m, command.redirects, () => {
    ok = true;
    if (prints && command.prefix.length === 1) emit(m, m.stdin ?? '');
  });
  return ok;
}

function runAssignment(m: Machine, item: Assignment): void {
  if (item.value.type === 'ArrayValue') {
    if (lacks(m, 'array')) return;
    const elements = item.value.elements.flatMap((word) => expandFields(m, word));
    const before = item.append ? (m.shell.arrays.get(item.name) ?? []) : [];
    chargeWords(m.world.budget, before);
    m.shell.vars.delete(item.name);
    m.shell.arrays.set(item.name, [...before, ...elements]);
    return;
  }
  const value = expandText(m, item.value);
  const name = item.index ? `${item.name}[${expandText(m, item.index)}]` : item.name;
  if (item.index) {
    m.shell.vars.set(name, value);
    const list = [...(m.shell.arrays.get(item.name) ?? [])];
    chargeWords(m.world.budget, list);
    const index = Number(expandText(m, item.index));
    if (Number.isInteger(index) && index >= 0 && index < 1000) list[index] = value;
    else list.push(value);
    m.shell.arrays.set(
      item.name,
      list.map((text) => text ?? ''),
    );
  } else assign(m, name, item.append ? (variable(m, name) ?? '') + value : value);
}

/** Runs words as a command: a function of the script, or something of the table. */
export function dispatch(m: Machine, words: readonly string[]): void {
  const name = words[0] ?? '';
  const site = m.site;
  const defined = m.shell.functions.get(name);
  if (defined) {
    callFunction(m, defined, words);
    return;
  }
  m.status = runCommand(m, words);
  if (m.status !== 0 && m.failure?.site !== m.site && m.site === site) m.failure = { site, cause: { kind: 'status', status: m.status }, key: undefined };
}

function callFunction(m: Machine, defined: { readonly body: FunctionDefinition['body']; readonly source: Machine['source'] }, words: readonly string[]): void {
  if (m.depth >= deepestCall) {
    m.status = fail(m, { kind: 'functions-too-deep' });
    return;
  }
  const { positional } = m.shell;
  const { source } = m;
  m.shell.positional = words.slice(1);
  m.source = defined.source;
  m.shell.frames.push(new Map());
  m.depth++;
  m.status = 0;
  m.world.runner.body(m, defined.body);
  m.depth--;
  m.source = source;
  for (const [name, value] of m.shell.frames.pop() ?? []) value === undefined ? m.shell.vars.delete(name) : m.shell.vars.set(name, value);
  m.shell.positional = positional;
  if (m.flow?.kind === 'return') m.flow = undefined;
}
