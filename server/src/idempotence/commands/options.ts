import type { Choice, CommandSpec, Condition, Existing } from './schema.ts';

export interface Invocation {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

interface Names {
  readonly flags: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, string>;
}

const parsedNames = new WeakMap<CommandSpec, Names>();

function namesOf(spec: CommandSpec): Names {
  let names = parsedNames.get(spec);
  if (!names) {
    names = { flags: aliases(spec.flags), values: aliases(spec.values) };
    parsedNames.set(spec, names);
  }
  return names;
}

function aliases(text: string | undefined): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const group of (text ?? '').split(' ')) {
    const [canonical = '', ...others] = group.split('=');
    if (!canonical) continue;
    for (const name of [canonical, ...others]) out.set(name, canonical);
  }
  return out;
}

interface Reading {
  readonly names: Names;
  readonly words: readonly string[];
  readonly flags: Set<string>;
  readonly values: Map<string, string[]>;
  readonly operands: string[];
  at: number;
}

/** Splits the words after a command's name into options and operands, as the command itself would. */
export function readOptions(spec: CommandSpec, words: readonly string[], stopAtOperand = false): Invocation {
  const r: Reading = { names: namesOf(spec), words, flags: new Set(), values: new Map(), operands: [], at: 0 };
  const style = spec.style ?? 'gnu';
  if (style === 'bundle' && words[0] !== undefined && /^[A-Za-z]+$/.test(words[0])) {
    r.at = 1;
    cluster(r, words[0]);
  }
  for (; r.at < words.length; ) {
    const word = words[r.at++] ?? '';
    if (word === '--') {
      r.operands.push(...words.slice(r.at));
      break;
    }
    if (style === 'assign' && /^[a-z]+=/.test(word)) put(r, word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else if (word.startsWith('--')) long(r, word.slice(2));
    else if (word.length > 1 && word.startsWith('-')) style === 'single' ? long(r, word.slice(1)) : cluster(r, word.slice(1));
    else {
      r.operands.push(word);
      if (stopAtOperand) {
        r.operands.push(...words.slice(r.at));
        break;
      }
    }
  }
  return r;
}

function put(r: Reading, name: string, value: string): void {
  const list = r.values.get(name);
  if (list) list.push(value);
  else r.values.set(name, [value]);
  r.flags.add(name);
}

function long(r: Reading, word: string): void {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word : word.slice(0, equals);
  const valued = r.names.values.get(name);
  if (valued !== undefined) {
    put(r, valued, equals < 0 ? (r.words[r.at++] ?? '') : word.slice(equals + 1));
    return;
  }
  const flag = r.names.flags.get(name) ?? name;
  if (equals >= 0) put(r, flag, word.slice(equals + 1));
  else r.flags.add(flag);
}

function cluster(r: Reading, letters: string): void {
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    const valued = r.names.values.get(letter);
    if (valued !== undefined) {
      const rest = letters.slice(i + 1);
      // In an old-style bundle (tar xkf file) several letters may wait for a value, so only a real value is taken here.
      const waits = rest === '' || (r.words[r.at - 1] === letters && !letters.startsWith('-') && r.at === 1);
      put(r, valued, waits ? (r.words[r.at++] ?? '') : rest);
      if (!waits) return;
    } else r.flags.add(r.names.flags.get(letter) ?? letter);
  }
}

export function holds(condition: Condition | undefined, flags: ReadonlySet<string>): boolean {
  if (condition === undefined || condition === 'always') return true;
  if (condition === '') return false;
  return clauses(condition).some((all) => all.every((one) => (one.startsWith('!') ? !flags.has(one.slice(1)) : flags.has(one))));
}

const knownClauses = new Map<string, readonly (readonly string[])[]>();

function clauses(condition: string): readonly (readonly string[])[] {
  let parsed = knownClauses.get(condition);
  if (!parsed) {
    parsed = condition.split('|').map((any) => any.split('&'));
    knownClauses.set(condition, parsed);
  }
  return parsed;
}

export function choose(choice: Choice | undefined, flags: ReadonlySet<string>): Existing {
  if (choice === undefined) return 'replace';
  if (typeof choice === 'string') return choice;
  for (const condition in choice) {
    const existing = choice[condition];
    if (existing !== undefined && (condition === 'else' || holds(condition, flags))) return existing;
  }
  return 'replace';
}
