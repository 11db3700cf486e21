import type { AndOr, Case, For, If, Select, While } from '../shell/ast.ts';
import { matchesPattern } from './conditions.ts';
import { expandFields, expandPattern, expandText } from './expand.ts';
import { type Machine, spend } from './machine.ts';

const mostRounds = 12;
const mostWords = 32;

function asCondition(m: Machine, run: () => void): boolean {
  m.condition++;
  run();
  m.condition--;
  return m.status === 0;
}

export function runAndOr(m: Machine, node: AndOr): void {
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
    if (i < node.commands.length - 1) asCondition(m, () => m.world.runner.node(m, command));
    else m.world.runner.node(m, command);
    if (m.flow) break;
  }
  // `[ -e X ] && exit`: all that follows runs because X is missing. Otherwise the guard ends with its list, unless the list is itself a condition.
  if (m.condition === 0 && !leaves(skipped)) m.inForce.length = Math.min(mark, m.inForce.length);
}

export function runIf(m: Machine, node: If): void {
  const mark = m.inForce.length;
  const branches = [...[node, ...node.elif].map((branch) => branch.then), node.else];
  let taken = branches.length - 1;
  for (const [i, branch] of [node, ...node.elif].entries()) {
    const yes = asCondition(m, () => m.world.runner.list(m, branch.clause.commands));
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
  if (body) m.world.runner.list(m, body.commands);
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

export function runFor(m: Machine, node: For | Select): void {
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
      m.world.runner.list(m, node.body.commands);
    },
    mostWords,
  );
}

/** Repeats a body while the test holds, with break and continue. */
export function rounds(m: Machine, test: () => boolean, body: () => void, most = mostRounds): void {
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

export function runWhile(m: Machine, node: While): void {
  let status = 0;
  let version = -1;
  rounds(
    m,
    () => {
      // A loop that waits for the world is over in the end, and it leaves nothing behind.
      const before = m.loopClause;
      m.loopClause = true;
      const yes = asCondition(m, () => m.world.runner.list(m, node.clause.commands));
      m.loopClause = before;
      if (m.flow) return false;
      const again = yes === (node.kind === 'while');
      m.status = status;
      return again;
    },
    () => {
      m.world.runner.list(m, node.body.commands);
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

export function runCase(m: Machine, node: Case): void {
  const value = expandText(m, node.word);
  let fallThrough = false;
  m.status = 0;
  for (const item of node.items) {
    if (!fallThrough && !item.pattern.some((pattern) => matchesPattern(m, value, expandPattern(m, pattern)))) continue;
    m.world.runner.list(m, item.body.commands);
    if (m.flow || item.terminator === ';;' || item.terminator === undefined) return;
    fallThrough = item.terminator === ';&';
  }
}
