import type { AndOr, ArithmeticFor, CompoundCommand, FunctionDefinition, Pipeline, PipelineNode, Redirected, Statement } from '../shell/ast.ts';
import { parseShell } from '../shell/parse.ts';
import { arithmetic } from './arith.ts';
import { chargeParsing } from './budget.ts';
import { runCommand } from './commands/run.ts';
import { testExpression } from './conditions.ts';
import { rounds, runAndOr, runCase, runFor, runIf, runWhile } from './control.ts';
import { lacks } from './dialect.ts';
import { isCutOff } from './endless.ts';
import { arithmeticHooks, expandPattern, expandText } from './expand.ts';
import { at, fail, type Machine, type Runner, type Shell, spend } from './machine.ts';
import { withRedirections } from './redirect.ts';
import { dispatch, runSimple } from './simple.ts';
import { borrowedSource, type Site, type Source } from './source.ts';
import { isPlain } from './symbols.ts';

function runList(m: Machine, statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.background) {
      subshell(m, () => runNode(m, statement.command));
      m.status = 0;
    } else runNode(m, statement.command);
    if (m.flow) return;
  }
}

/** POSIX errexit: a failing command ends the script unless somebody looks at its status. */
function errexit(m: Machine): void {
  if (m.status !== 0 && m.condition === 0 && !m.flow && m.shell.options.has('errexit')) m.flow = { kind: 'exit', levels: 0 };
}

function runNode(m: Machine, node: PipelineNode | AndOr | CompoundCommand): void {
  switch (node.type) {
    case 'Command':
      runSimple(m, node);
      errexit(m);
      return;
    case 'AndOr':
      runAndOr(m, node);
      return;
    case 'Pipeline':
      runPipeline(m, node);
      return;
    case 'Redirected':
      runRedirected(m, node);
      return;
    case 'Function':
      m.site = at(m, node.pos, node.end);
      if (m.source.text.startsWith('function', node.pos) && lacks(m, 'function')) return;
      m.shell.functions.set(node.name.value, { body: node.body, source: m.source });
      m.status = 0;
      return;
    case 'Coproc':
      subshell(m, () => (node.body.type === 'CompoundList' ? runList(m, node.body.commands) : runNode(m, node.body)));
      m.status = 0;
      return;
    default:
      runCompound(m, node);
      return;
  }
}

function runBody(m: Machine, body: FunctionDefinition['body']): void {
  if (body.type === 'CompoundList') runList(m, body.commands);
  else runNode(m, body);
}

function runCompound(m: Machine, node: CompoundCommand): void {
  spend(m);
  switch (node.type) {
    case 'If':
      runIf(m, node);
      return;
    case 'For':
    case 'Select':
      runFor(m, node);
      return;
    case 'ArithmeticFor':
      runArithmeticFor(m, node);
      return;
    case 'While':
      runWhile(m, node);
      return;
    case 'Subshell':
      subshell(m, () => runList(m, node.body.commands));
      errexit(m);
      return;
    case 'BraceGroup':
      runList(m, node.body.commands);
      return;
    case 'Case':
      runCase(m, node);
      return;
    case 'TestCommand':
      runDoubleBracket(m, node.pos, node.end, () => testExpression(m, node.expression));
      return;
    case 'ArithmeticCommand':
      runArithmetic(m, node);
      return;
  }
}

function runArithmeticFor(m: Machine, node: ArithmeticFor): void {
  m.site = at(m, node.pos, node.end);
  if (lacks(m, 'for ((')) return;
  const hooks = arithmeticHooks(m);
  arithmetic(m, node.initialize, hooks);
  const test = (): boolean => !node.test || arithmetic(m, node.test, hooks) !== '0';
  rounds(m, test, () => {
    runList(m, node.body.commands);
    if (!m.flow || m.flow.kind === 'continue') arithmetic(m, node.update, hooks);
  });
}

function runArithmetic(m: Machine, node: Extract<CompoundCommand, { type: 'ArithmeticCommand' }>): void {
  m.site = at(m, node.pos, node.end);
  if (lacks(m, '((')) {
    errexit(m);
    return;
  }
  const value = arithmetic(m, node.expression, arithmeticHooks(m));
  const yes = isPlain(value) ? value !== '0' : m.oracle.ask(m.symbols.unstable(value) ? `arith ${value}#${m.run}` : `arith ${value}`);
  m.status = yes ? 0 : 1;
  errexit(m);
}

function runDoubleBracket(m: Machine, start: number, end: number, test: () => boolean): void {
  m.site = at(m, start, end);
  if (!lacks(m, '[[')) {
    m.status = test() ? 0 : 1;
    if (m.status !== 0) m.failure = { site: m.site, cause: { kind: 'false-test' }, key: undefined };
  }
  errexit(m);
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
  if (m.shell.options.has('pipefail')) m.status = failed === 0 && isCutOff(node) ? fail(m, { kind: 'broken-pipe' }, undefined, 141) : failed;
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
function subshell(m: Machine, run: () => void): void {
  const { shell, descriptors } = m;
  m.shell = cloneShell(shell);
  run();
  endOfShell(m);
  m.shell = shell;
  m.descriptors = descriptors;
}

/** Runs the EXIT trap and takes back the exit that ended this shell. */
function endOfShell(m: Machine): void {
  if (m.flow?.kind === 'exit' || m.flow?.kind === 'return') m.flow = undefined;
  const trap = m.shell.traps.get('EXIT');
  if (trap === undefined) return;
  m.shell.traps.delete('EXIT');
  const { status, failure } = m;
  const condition = m.condition;
  m.condition = 1;
  runSource(m, trap, m.site);
  m.condition = condition;
  m.flow = undefined;
  m.status = status;
  m.failure = failure;
}

/** Runs a text in the current shell. Findings point into the manifest when the text is one of its strings. */
function runSource(m: Machine, text: string, site: Site): void {
  const { source } = m;
  m.source = sourceOf(m, text, site);
  let parsed = m.world.parsed.get(text);
  if (!parsed) {
    chargeParsing(m.world.budget, text);
    parsed = parseShell(text);
    m.world.parsed.set(text, parsed);
  }
  m.status = 0;
  runList(m, parsed.commands);
  m.source = source;
}

function sourceOf(m: Machine, text: string, site: Site): Source {
  return m.scripts.get(text) ?? borrowedSource(text, site);
}

function capture(m: Machine, statements: readonly Statement[], override: Site | undefined): string {
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

export const runner: Runner = {
  list: runList,
  node: runNode,
  body: runBody,
  words: dispatch,
  command: runCommand,
  text: runSource,
  subshell,
  capture,
  expandText,
  expandPattern,
};
