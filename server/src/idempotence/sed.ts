import type { Machine } from './machine.ts';
import { posixRegExp, sampleOf } from './patterns.ts';

interface Address {
  readonly kind: 'line' | 'last' | 'pattern';
  readonly text: string;
}

export interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  readonly text: string;
  readonly replacement: string;
  readonly flags: string;
}

/** Reads a sed program; undefined when it uses more than the usual commands. */
export function readSed(program: string): readonly SedCommand[] | undefined {
  const out: SedCommand[] = [];
  let at = 0;
  const skip = (): void => {
    while (at < program.length && /[\s;{}]/.test(program[at] ?? '')) at++;
  };
  const delimited = (delimiter: string): string | undefined => {
    let text = '';
    for (; at < program.length; at++) {
      const c = program[at] ?? '';
      if (c === '\\' && at + 1 < program.length) {
        const next = program[++at] ?? '';
        text += next === delimiter && !/[.*[\]^$]/.test(delimiter) ? next : `\\${next}`;
      } else if (c === delimiter) {
        at++;
        return text;
      } else text += c;
    }
    return undefined;
  };
  const address = (): Address | undefined => {
    const number = /^\d+(~\d+)?/.exec(program.slice(at));
    if (number) {
      at += number[0].length;
      return { kind: 'line', text: number[0] };
    }
    if (program[at] === '$') {
      at++;
      return { kind: 'last', text: '$' };
    }
    const custom = program[at] === '\\';
    if (program[at] !== '/' && !custom) return undefined;
    if (custom) at++;
    const delimiter = program[at++] ?? '/';
    const text = delimited(delimiter) ?? '';
    if (program[at] === 'I') at++;
    return { kind: 'pattern', text };
  };
  for (skip(); at < program.length; skip()) {
    if (program[at] === '#') {
      at = (program.indexOf('\n', at) + 1 || program.length + 1) - 1;
      continue;
    }
    const from = address();
    let to: Address | undefined;
    if (from && program[at] === ',') {
      at++;
      to = address();
    }
    while (program[at] === ' ') at++;
    const negated = program[at] === '!';
    if (negated) at++;
    while (program[at] === ' ') at++;
    const name = program[at++] ?? '';
    if (name === '{' || name === '') {
      if (name === '{') return undefined;
      break;
    }
    const command = body(name, from, to, negated);
    if (!command) return undefined;
    out.push(command);
  }
  return out;

  function body(name: string, from: Address | undefined, to: Address | undefined, negated: boolean): SedCommand | undefined {
    const base = { from, to, negated, name, text: '', replacement: '', flags: '' };
    if (name === 's' || name === 'y') {
      const delimiter = program[at++] ?? '/';
      const text = delimited(delimiter);
      const replacement = delimited(delimiter);
      if (text === undefined || replacement === undefined) return undefined;
      const flags = /^[gpIieEmM0-9]*/.exec(program.slice(at))?.[0] ?? '';
      at += flags.length;
      return { ...base, text, replacement, flags };
    }
    if (name === 'i' || name === 'a' || name === 'c') {
      const rest = /^\\?\n?[ \t]*((?:\\\n|[^\n])*)/.exec(program.slice(at));
      at += rest?.[0].length ?? 0;
      return { ...base, text: (rest?.[1] ?? '').replace(/^\\/, '').replace(/\\\n/g, '\n') };
    }
    return /[dpq=nD]/.test(name) ? base : undefined;
  }
}

/** A replacement text of sed as one of JavaScript. */
export function replacementOf(text: string): string {
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

export type Growth = 'settles' | 'grows' | 'changes';

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

/** Applies the program to lines that are known. */
export function runSed(commands: readonly SedCommand[], lines: readonly string[], extended: boolean, quiet: boolean): readonly string[] {
  const out: string[] = [];
  const inside = new Set<number>();
  for (let n = 0; n < lines.length; n++) {
    let line: string | undefined = lines[n] ?? '';
    const after: string[] = [];
    let quit = false;
    commands.forEach((command, index) => {
      if (line === undefined || !selects(command, index, line, n, lines.length, extended, inside)) return;
      switch (command.name) {
        case 'd':
        case 'D':
          line = undefined;
          return;
        case 's': {
          const re = posixRegExp(command.text, extended, `${command.flags.includes('g') ? 'g' : ''}${/[Ii]/.test(command.flags) ? 'i' : ''}`);
          if (!re) return;
          const hit = re.test(line);
          re.lastIndex = 0;
          line = line.replace(re, replacementOf(command.replacement));
          if (hit && command.flags.includes('p')) out.push(line);
          return;
        }
        case 'i':
          out.push(command.text);
          return;
        case 'a':
          after.push(command.text);
          return;
        case 'c':
          line = command.text;
          return;
        case 'p':
          out.push(line);
          return;
        case 'q':
          quit = true;
          return;
      }
    });
    if (line !== undefined && !quiet) out.push(line);
    out.push(...after);
    if (quit) break;
  }
  return out;
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

export function sedKey(m: Machine, program: string): string {
  return `sed:${m.symbols.shape(program)}`;
}
