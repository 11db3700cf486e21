import type { Budget } from './budget.ts';
import { posixPattern, sampleOf } from './patterns.ts';
import type { Match } from './regex/search.ts';
import type { Address, SedCommand } from './sedProgram.ts';

/** A replacement text of sed as one of JavaScript. */
/** What a match is replaced by: `&` is the match, `\\1` a group, `\\n` a newline. */
function replacementOf(text: string): (match: Match, matched: string) => string {
  return (match, matched) =>
    text.replace(/\\(\d)|\\n|\\(.)|&/gs, (all, group: string | undefined, plain: string | undefined) => {
      if (group !== undefined) return group === '0' ? matched : (match.groups[Number(group) - 1] ?? '');
      return all === '&' ? matched : all === '\\n' ? '\n' : (plain ?? '');
    });
}

/** Applies an `s` command to a text; undefined when its expression cannot be read. */
function substitute(command: SedCommand, text: string, extended: boolean, budget: Budget): string | undefined {
  const { flags } = command;
  const compiled = posixPattern(command.text, { extended, escapes: true }, /[Ii]/.test(flags));
  const nth = /\d+/.exec(flags)?.[0];
  const to = replacementOf(command.replacement);
  const which = { all: flags.includes('g'), ...(nth !== undefined && { nth: Number(nth) }) };
  return compiled?.replace(text, (match) => to(match, text.slice(match.start, match.end)), budget, which);
}

type Growth = 'settles' | 'grows' | 'changes';

/** What a second application of the program does to the result of the first. */
export function growthOf(commands: readonly SedCommand[], extended: boolean, budget: Budget): Growth {
  let worst: Growth = 'settles';
  for (const command of commands) {
    const growth = commandGrowth(command, extended, budget);
    if (growth === 'grows') return 'grows';
    if (growth === 'changes') worst = 'changes';
  }
  return worst;
}

function commandGrowth(command: SedCommand, extended: boolean, budget: Budget): Growth {
  switch (command.name) {
    case 'i':
    case 'a':
      return command.from?.kind === 'line' && command.to === undefined && command.text === '' ? 'settles' : 'grows';
    case 'd':
    case 'D':
      return command.from && command.from.kind !== 'pattern' && !command.negated ? 'changes' : 'settles';
    case 's':
      return substitutionGrowth(command, extended, budget);
    default:
      return 'settles';
  }
}

function substitutionGrowth(command: SedCommand, extended: boolean, budget: Budget): Growth {
  const dialect = { extended, escapes: true };
  const sample = sampleOf(command.text, dialect);
  if (sample === undefined) return 'settles';
  const guard = command.from?.kind === 'pattern' && !command.to ? posixPattern(command.from.text, dialect) : undefined;
  const apply = (text: string): string => {
    if (guard && command.negated === guard.test(text, budget)) return text;
    return substitute(command, text, extended, budget) ?? text;
  };
  // An address picks the lines, so a sample line has to satisfy it too.
  const start = guard && !command.negated && !guard.test(sample, budget) ? `${sampleOf(command.from?.text ?? '', dialect) ?? ''}${sample}` : sample;
  const once = apply(start);
  const twice = apply(once);
  if (once === twice || once === start) return 'settles';
  return twice.endsWith(once) ? 'grows' : 'changes';
}

/** Whether all expressions of the program can be matched. An empty one means the one before it, which is not followed. */
export function isReadable(commands: readonly SedCommand[], extended: boolean): boolean {
  return commands.every((command) => {
    const addresses = [command.from, command.to].flatMap((address) => (address?.kind === 'pattern' ? [address.text] : []));
    const patterns = command.name === 's' ? [...addresses, command.text] : addresses;
    return patterns.every((text) => text !== '' && posixPattern(text, { extended, escapes: true }) !== undefined);
  });
}

interface Cycle {
  line: string | undefined;
  quit: boolean;
  readonly out: string[];
  readonly after: string[];
}

/** Applies the program to lines that are known. */
export function runSed(commands: readonly SedCommand[], lines: readonly string[], extended: boolean, quiet: boolean, budget: Budget): readonly string[] {
  const out: string[] = [];
  const inside = new Set<number>();
  for (const [n, text] of lines.entries()) {
    const cycle: Cycle = { line: text, quit: false, out, after: [] };
    for (const [index, command] of commands.entries()) {
      if (cycle.line === undefined) break;
      if (selects(command, index, cycle.line, n, lines.length, extended, inside, budget)) applyCommand(command, cycle, cycle.line, extended, budget);
    }
    if (cycle.line !== undefined && !quiet) out.push(cycle.line);
    out.push(...cycle.after);
    if (cycle.quit) break;
  }
  return out;
}

function applyCommand(command: SedCommand, cycle: Cycle, line: string, extended: boolean, budget: Budget): void {
  switch (command.name) {
    case 'd':
    case 'D':
      cycle.line = undefined;
      return;
    case 's': {
      const result = substitute(command, line, extended, budget);
      if (result === undefined) return;
      if (command.flags.includes('p') && posixPattern(command.text, { extended, escapes: true })?.test(line, budget)) cycle.out.push(result);
      cycle.line = result;
      return;
    }
    case 'i':
      cycle.out.push(command.text);
      return;
    case 'a':
      cycle.after.push(command.text);
      return;
    case 'c':
      cycle.line = command.text;
      return;
    case 'p':
      cycle.out.push(line);
      return;
    case 'q':
      cycle.quit = true;
      return;
  }
}

function selects(command: SedCommand, index: number, line: string, n: number, count: number, extended: boolean, inside: Set<number>, budget: Budget): boolean {
  const hit = (address: Address): boolean => {
    if (address.kind === 'last') return n === count - 1;
    if (address.kind === 'line') return Number(address.text.split('~')[0]) === n + 1;
    return posixPattern(address.text, { extended, escapes: true })?.test(line, budget) ?? false;
  };
  if (!command.from) return true;
  if (!command.to) return hit(command.from) !== command.negated;
  let selected = inside.has(index);
  if (!selected && hit(command.from)) {
    selected = true;
    if (!(command.to.kind === 'line' && Number(command.to.text) <= n + 1)) inside.add(index);
  } else if (selected && hit(command.to)) inside.delete(index);
  return selected !== command.negated;
}

/** Would this program make a line that matches the pattern stop matching it? */
export function removesMatch(commands: readonly SedCommand[], pattern: string, extended: boolean, budget: Budget): boolean {
  const sample = sampleOf(pattern, { extended: false });
  const compiled = posixPattern(pattern, { extended: false });
  if (sample === undefined || !compiled?.test(sample, budget)) return false;
  const result = runSed(commands, [sample], extended, false, budget).join('\n');
  return !compiled.test(result, budget);
}
