import type { AndOr, Case, CompoundCommand, For, FunctionDefinition, If, Pipeline, PipelineNode, Redirected, Select, Statement, While } from '../shell/ast.ts';
import { arithmetic } from './arith.ts';
import { matchesPattern, testExpression } from './conditions.ts';
import { arithmeticHooks, expandFields, expandPattern, expandText } from './expand.ts';
import { at, fail, type Machine, type Shell, spend } from './machine.ts';
import { withRedirections } from './redirect.ts';
import { runSimple } from './simple.ts';
import type { Site } from './source.ts';

const mostRounds = 12;
const mostWords = 32;

export function runList(m: Machine, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.background) {
      subshell(m, () => runNode(m, statement.command));
      m.status = 0;
    } else runNode(m, statement.command);
    if (m.flow) return;
  }
}

/** POSIX errexit: a failing command ends the script unless somebody looks at its status. */
export function errexit(m: Machine): void {
  if (m.status !== 0 && m.condition === 0 && !m.flow && m.shell.options.has('errexit')) m.flow = { kind: 'exit', levels: 0 };
}

export function runNode(m: Machine, node: PipelineNode | AndOr | CompoundCommand): void {
  switch (node.type) {
    case 'Command':
      runSimple(m, node);
      return errexit(m);
    case 'AndOr':
      return runAndOr(m, node);
    case 'Pipeline':
      return runPipeline(m, node);
    case 'Redirected':
      return runRedirected(m, node);
    case 'Function':
      m.shell.functions.set(node.name.value, { body: node.body, source: m.source });
      m.status = 0;
      return;
    case 'Coproc':
      subshell(m, () => (node.body.type === 'CompoundList' ? runList(m, node.body.commands) : runNode(m, node.body)));
      m.status = 0;
      return;
    default:
      return runCompound(m, node);
  }
}

export function runBody(m: Machine, body: FunctionDefinition['body']): void {
  if (body.type === 'CompoundList') runList(m, body.commands);
  else runNode(m, body);
}

function runCompound(m: Machine, node: CompoundCommand): void {
  spend(m);
  switch (node.type) {
    case 'If':
      return runIf(m, node);
    case 'For':
    case 'Select':
      return runFor(m, node);
    case 'ArithmeticFor':
      arithmetic(m, node.initialize, arithmeticHooks(m));
      return rounds(
        m,
        () => !node.test || arithmetic(m, node.test, arithmeticHooks(m)) !== '0',
        () => {
          runList(m, node.body.commands);
          if (!m.flow || m.flow.kind === 'continue') arithmetic(m, node.update, arithmeticHooks(m));
        },
      );
    case 'While':
      return runWhile(m, node);
    case 'Subshell':
      subshell(m, () => runList(m, node.body.commands));
      return errexit(m);
    case 'BraceGroup':
      return runList(m, node.body.commands);
    case 'Case':
      return runCase(m, node);
    case 'TestCommand':
      return runDoubleBracket(m, node.pos, node.end, () => testExpression(m, node.expression));
    case 'ArithmeticCommand': {
      m.site = at(m, node.pos, node.end);
      const value = arithmetic(m, node.expression, arithmeticHooks(m));
      m.status = value === '0' || (value.length === 1 && /[\ue100-\uf8ff]/.test(value) && !m.oracle.ask(`arith ${value}`)) ? 1 : 0;
      return errexit(m);
    }
  }
}

function runDoubleBracket(m: Machine, start: number, end: number, test: () => boolean): void {
  m.site = at(m, start, end);
  // dash has no [[: the words would be a command that does not exist.
  if (m.shell.dialect === 'dash') m.status = fail(m, '[[ is not a command of this shell', undefined, 127);
  else {
    m.status = test() ? 0 : 1;
    if (m.status !== 0) m.failure = { site: m.site, reason: 'the test is false', key: undefined };
  }
  errexit(m);
}

export function asCondition(m: Machine, run: () => void): boolean {
  m.condition++;
  run();
  m.condition--;
  return m.status === 0;
}

function runAndOr(m: Machine, node: AndOr): void {
  const mark = m.inForce.length;
  let skipped = '';
  for (let i = 0; i < node.commands.length; i++) {
    const command = node.commands[i];
    if (!command) break;
    const operator = node.operators[i - 1];
    if (operator && (m.status === 0) !== (operator === '&&')) {
      skipped += `${m.source.text.slice(command.pos, command.end)}\n`;
      continue;
    }
    if (i < node.commands.length - 1) asCondition(m, () => runNode(m, command));
    else runNode(m, command);
    if (m.flow) break;
  }
  // `[ -e X ] && exit`: all that follows runs because X is missing. Otherwise the guard ends with its list.
  if (!leaves(skipped)) m.inForce.length = Math.min(mark, m.inForce.length);
}

function runPipeline(m: Machine, node: Pipeline): void {
  const negated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  if (negated) m.condition++;
  if (node.commands.length === 1 && node.commands[0]) runNode(m, node.commands[0]);
  else runMembers(m, node);
  if (negated) {
    m.condition--;
    m.status = m.status === 0 ? 1 : 0;
  } else if (node.commands.length > 1) errexit(m);
}

function runMembers(m: Machine, node: Pipeline): void {
  const { stdin, out } = m;
  let failed = 0;
  node.commands.forEach((command, i) => {
    const last = i === node.commands.length - 1;
    const sink = last ? out : { kind: 'text' as const, text: '' };
    m.out = sink;
    subshell(m, () => runNode(m, command));
    if (sink.kind === 'text' && !last) m.stdin = sink.text;
    if (m.status !== 0) failed = m.status;
  });
  m.stdin = stdin;
  m.out = out;
  if (m.shell.options.has('pipefail')) m.status = failed;
}

function cloneShell(shell: Shell): Shell {
  return {
    ...shell,
    vars: new Map(shell.vars),
    arrays: new Map(shell.arrays),
    exported: new Set(shell.exported),
    functions: new Map(shell.functions),
    options: new Set(shell.options),
    traps: new Map(),
  };
}

/** A copy of the shell on the same files: ( ), pipeline members, $( ). */
export function subshell(m: Machine, run: () => void): void {
  const saved = m.shell;
  m.shell = cloneShell(saved);
  run();
  endOfShell(m);
  m.shell = saved;
}

/** Runs the EXIT trap and takes back the exit that ended this shell. */
export function endOfShell(m: Machine): void {
  if (m.flow?.kind === 'exit' || m.flow?.kind === 'return') m.flow = undefined;
  const trap = m.shell.traps.get('EXIT');
  if (trap === undefined) return;
  m.shell.traps.delete('EXIT');
  const { status, failure } = m;
  const condition = m.condition;
  m.condition = 1;
  runTrap(m, trap);
  m.condition = condition;
  m.flow = undefined;
  m.status = status;
  m.failure = failure;
}

let runTrap: (m: Machine, text: string) => void = () => undefined;

/** The shell module supplies how a text is run; the cycle is cut here. */
export function onTrap(run: (m: Machine, text: string) => void): void {
  runTrap = run;
}

export function capture(m: Machine, statements: readonly Statement[], override: Site | undefined): string {
  const { out, override: before, condition } = m;
  const sink = { kind: 'text' as const, text: '' };
  m.out = sink;
  m.override = before ?? override;
  subshell(m, () => runList(m, statements));
  m.out = out;
  m.override = before;
  m.condition = condition;
  return sink.text;
}

function runRedirected(m: Machine, node: Redirected): void {
  m.site = at(m, node.pos, node.end);
  withRedirections(m, node.redirects, () => runNode(m, node.command));
}

function runIf(m: Machine, node: If): void {
  const mark = m.inForce.length;
  const branches = [...[node, ...node.elif].map((branch) => branch.then), node.else];
  let taken = branches.length - 1;
  for (const [i, branch] of [node, ...node.elif].entries()) {
    const yes = asCondition(m, () => runList(m, branch.clause.commands));
    if (m.flow) return;
    if (!yes) continue;
    taken = i;
    break;
  }
  const others = branches.filter((branch, i) => branch && i !== taken).map((branch) => m.source.text.slice(branch?.pos, branch?.end));
  const guards = m.inForce.slice(mark);
  // A copy is guarded by X only where the other way does nothing: with two kinds of work, X is just a case.
  if (!others.every(inert)) m.inForce.length = mark;
  m.status = 0;
  const body = branches[taken];
  if (body) runList(m, body.commands);
  m.inForce.length = Math.min(mark, m.inForce.length);
  if (others.some(leaves)) m.inForce.push(...guards);
}

function leaves(text: string): boolean {
  return /\b(exit|return)\b/.test(text);
}

const talk = /^(?:(?:echo|printf|exit|return|true|log|info|continue|break)\b[^>]*(?:>&2)?|:|)$/;

/** A branch that only talks or leaves. */
function inert(text: string): boolean {
  return text.split(/[\n;]|&&|\|\|/).every((part) => talk.test(part.trim()));
}

function runFor(m: Machine, node: For | Select): void {
  const words = node.wordlist ? node.wordlist.flatMap((word) => expandFields(m, word)) : m.shell.positional;
  const name = expandText(m, node.name);
  let i = 0;
  m.status = 0;
  const list = words.slice(0, mostWords);
  rounds(
    m,
    () => i < list.length,
    () => {
      m.shell.vars.set(name, list[i++] ?? '');
      runList(m, node.body.commands);
    },
    mostWords,
  );
}

/** Repeats a body while the test holds, with break and continue. */
function rounds(m: Machine, test: () => boolean, body: () => void, most = mostRounds): void {
  for (let i = 0; i < most && test(); i++) {
    spend(m);
    body();
    if (!m.flow) continue;
    if (m.flow.kind !== 'break' && m.flow.kind !== 'continue') return;
    const kind = m.flow.kind;
    if (--m.flow.levels > 0) return;
    m.flow = undefined;
    if (kind === 'break') return;
  }
}

function runWhile(m: Machine, node: While): void {
  let status = 0;
  let version = -1;
  rounds(
    m,
    () => {
      // A loop that waits for the world is over in the end, and it leaves nothing behind.
      const before = m.loopClause;
      m.loopClause = true;
      const yes = asCondition(m, () => runList(m, node.clause.commands));
      m.loopClause = before;
      if (m.flow) return false;
      const again = yes === (node.kind === 'while');
      m.status = status;
      return again;
    },
    () => {
      runList(m, node.body.commands);
      status = m.status;
      if (!m.flow && version === m.files.version && m.stdin === undefined && !countsUp(node)) m.flow = { kind: 'break', levels: 1 };
      version = m.files.version;
    },
  );
}

function countsUp(node: While): boolean {
  return node.clause.commands.some(
    (statement) =>
      statement.command.type === 'ArithmeticCommand' || (statement.command.type === 'Command' && /^(\[|test|read)$/.test(statement.command.name?.value ?? '')),
  );
}

function runCase(m: Machine, node: Case): void {
  const value = expandText(m, node.word);
  let fallThrough = false;
  m.status = 0;
  for (const item of node.items) {
    if (!fallThrough && !item.pattern.some((pattern) => matchesPattern(m, value, expandPattern(m, pattern)))) continue;
    runList(m, item.body.commands);
    if (m.flow || item.terminator === ';;' || item.terminator === undefined) return;
    fallThrough = item.terminator === ';&';
  }
}
