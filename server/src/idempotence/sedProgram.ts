export interface Address {
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

interface Scanner {
  readonly text: string;
  at: number;
}

/** Reads a sed program; undefined when it uses more than the usual commands. */
export function readSed(program: string): readonly SedCommand[] | undefined {
  const s: Scanner = { text: program, at: 0 };
  const out: SedCommand[] = [];
  for (skip(s, /[\s;}]/); s.at < program.length; skip(s, /[\s;}]/)) {
    if (program[s.at] === '#') {
      const end = program.indexOf('\n', s.at);
      s.at = end < 0 ? program.length : end;
      continue;
    }
    const command = readCommand(s);
    if (!command) return undefined;
    out.push(command);
  }
  return out;
}

function skip(s: Scanner, what: RegExp): void {
  while (s.at < s.text.length && what.test(s.text[s.at] ?? '')) s.at++;
}

function taken(s: Scanner, pattern: RegExp): string {
  const found = pattern.exec(s.text.slice(s.at))?.[0] ?? '';
  s.at += found.length;
  return found;
}

/** A text up to its delimiter; undefined when the delimiter is missing. */
function delimited(s: Scanner, delimiter: string): string | undefined {
  let text = '';
  for (; s.at < s.text.length; s.at++) {
    const c = s.text[s.at] ?? '';
    if (c === delimiter) {
      s.at++;
      return text;
    }
    if (c !== '\\' || s.at + 1 >= s.text.length) {
      text += c;
      continue;
    }
    const next = s.text[++s.at] ?? '';
    text += next === delimiter && !/[.*[\]^$]/.test(delimiter) ? next : `\\${next}`;
  }
  return undefined;
}

function readAddress(s: Scanner): Address | undefined {
  const number = taken(s, /^\d+(~\d+)?/);
  if (number) return { kind: 'line', text: number };
  if (taken(s, /^\$/)) return { kind: 'last', text: '$' };
  const opening = taken(s, /^(?:\/|\\.)/);
  if (!opening) return undefined;
  const text = delimited(s, opening.slice(-1)) ?? '';
  taken(s, /^I/);
  return { kind: 'pattern', text };
}

function readCommand(s: Scanner): SedCommand | undefined {
  const from = readAddress(s);
  const to = from && taken(s, /^,\s*/) ? readAddress(s) : undefined;
  skip(s, / /);
  const negated = taken(s, /^! */) !== '';
  const name = s.text[s.at++] ?? '';
  const base = { from, to, negated, name, text: '', replacement: '', flags: '' };
  if (name === 's' || name === 'y') {
    const delimiter = s.text[s.at++] ?? '/';
    const text = delimited(s, delimiter);
    const replacement = delimited(s, delimiter);
    if (text === undefined || replacement === undefined) return undefined;
    return { ...base, text, replacement, flags: taken(s, /^[gpIieEmM0-9]*/) };
  }
  if (name === 'i' || name === 'a' || name === 'c') {
    const line = taken(s, /^\\?\n?[ \t]*(?:\\\n|[^\n])*/).replace(/^\\?\n?[ \t]*/, '');
    return { ...base, text: line.replace(/^\\/, '').replace(/\\\n/g, '\n') };
  }
  return name !== '' && /[dpq=nD]/.test(name) ? base : undefined;
}
