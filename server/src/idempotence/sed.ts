import { posixRegExp, sampleOf } from './patterns.ts';
import type { Address, SedCommand } from './sedProgram.ts';

/** A replacement text of sed as one of JavaScript. */
function replacementOf(text: string): string {
  return text
    .replace(/\$/g, '$$$$')
    .replace(/\\(\d)/g, '\ue0f0$1')
    .replace(/\\&/g, '\ue0f1')
    .replace(/&/g, '$$&')
    .replace(/\ue0f1/g, '&')
    .replace(/\ue0f0(\d)/g, '$$$1')
    .replace(/\\n/g, '\n')
    .replace(/\\(.)/g, '$1');
}

type Growth = 'settles' | 'grows' | 'changes';

/** What a second application of the program does to the result of the first. */
export function growthOf(commands: readonly SedCommand[], extended: boolean): Growth {
  let worst: Growth = 'settles';
  for (const command of commands) {
    const growth = commandGrowth(command, extended);
    if (growth === 'grows') return 'grows';
    if (growth === 'changes') worst = 'changes';
  }
  return worst;
}

function commandGrowth(command: SedCommand, extended: boolean): Growth {
  switch (command.name) {
    case 'i':
    case 'a':
      return command.from?.kind === 'line' && command.to === undefined && command.text === '' ? 'settles' : 'grows';
    case 'd':
    case 'D':
      return command.from && command.from.kind !== 'pattern' && !command.negated ? 'changes' : 'settles';
    case 's':
      return substitutionGrowth(command, extended);
    default:
      return 'settles';
  }
}

function substitutionGrowth(command: SedCommand, extended: boolean): Growth {
  const re = posixRegExp(command.text, extended, command.flags.includes('g') ? 'g' : '');
  const sample = sampleOf(command.text, extended);
  if (!re || sample === undefined) return 'settles';
  const to = replacementOf(command.replacement);
  const guard = command.from?.kind === 'pattern' && !command.to ? posixRegExp(command.from.text, extended) : undefined;
  const apply = (text: string): string => {
    if (guard && command.negated === guard.test(text)) return text;
    return text.replace(re, to);
  };
  // An address picks the lines, so a sample line has to satisfy it too.
  const start = guard && !command.negated && !guard.test(sample) ? `${sampleOf(command.from?.text ?? '', extended) ?? ''}${sample}` : sample;
  const once = apply(start);
  const twice = apply(once);
  if (once === twice || once === start) return 'settles';
  return twice.endsWith(once) ? 'grows' : 'changes';
}

interface Cycle {
  line: string | undefined;
  quit: boolean;
  readonly out: string[];
  readonly after: string[];
}

/** Applies the program to lines that are known. */
export function runSed(commands: readonly SedCommand[], lines: readonly string[], extended: boolean, quiet: boolean): readonly string[] {
  const out: string[] = [];
  const inside = new Set<number>();
  for (const [n, text] of lines.entries()) {
    const cycle: Cycle = { line: text, quit: false, out, after: [] };
    for (const [index, command] of commands.entries()) {
      if (cycle.line === undefined) break;
      if (selects(command, index, cycle.line, n, lines.length, extended, inside)) applyCommand(command, cycle, cycle.line, extended);
    }
    if (cycle.line !== undefined && !quiet) out.push(cycle.line);
    out.push(...cycle.after);
    if (cycle.quit) break;
  }
  return out;
}

function applyCommand(command: SedCommand, cycle: Cycle, line: string, extended: boolean): void {
  switch (command.name) {
    case 'd':
    case 'D':
      cycle.line = undefined;
      return;
    case 's': {
      const re = posixRegExp(command.text, extended, `${command.flags.includes('g') ? 'g' : ''}${/[Ii]/.test(command.flags) ? 'i' : ''}`);
      if (!re) return;
      const result = line.replace(re, replacementOf(command.replacement));
      if (command.flags.includes('p') && line.search(re) >= 0) cycle.out.push(result);
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

function selects(command: SedCommand, index: number, line: string, n: number, count: number, extended: boolean, inside: Set<number>): boolean {
  const hit = (address: Address): boolean => {
    if (address.kind === 'last') return n === count - 1;
    if (address.kind === 'line') return Number(address.text.split('~')[0]) === n + 1;
    return posixRegExp(address.text, extended)?.test(line) ?? false;
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
export function removesMatch(commands: readonly SedCommand[], pattern: string, extended: boolean): boolean {
  const sample = sampleOf(pattern, false);
  const re = posixRegExp(pattern, false);
  if (sample === undefined || !re?.test(sample)) return false;
  const result = runSed(commands, [sample], extended, false).join('\n');
  return !re.test(result);
}
