import type { Site } from './source.ts';

export type Dialect = 'bash' | 'dash' | 'ash' | 'sh';

export interface Gap {
  /** As people write it. */
  readonly shown: string;
  readonly missing: readonly Dialect[];
  /** A syntax error, or an error that ends the shell; otherwise the status of the command that does not exist. */
  readonly ends: boolean;
  readonly status: number;
}

const both: readonly Dialect[] = ['dash', 'ash'];
const command = (shown: string, missing: readonly Dialect[] = both): Gap => ({ shown, missing, ends: false, status: 127 });
const syntax = (shown: string, missing: readonly Dialect[] = both): Gap => ({ shown, missing, ends: true, status: 2 });

/** What dash and busybox ash lack of bash. Each line executed: dash 0.5.12 of Debian 12, busybox 1.35. */
export const gaps = {
  '[[': command('[[', ['dash']),
  '((': command('(( ))'),
  '==': { ...command('== in [ ]', ['dash']), status: 2 },
  source: command('source', ['dash']),
  let: command('let', ['dash']),
  declare: command('declare'),
  typeset: command('typeset'),
  shopt: command('shopt'),
  mapfile: command('mapfile'),
  readarray: command('readarray'),
  pushd: command('pushd'),
  popd: command('popd'),
  array: syntax('arrays'),
  '<<<': syntax('<<<'),
  '<(': syntax('<( )', ['dash']),
  'for ((': syntax('for (( ))'),
  function: syntax('function', ['dash']),
  replace: syntax('${x/a/b}', ['dash']),
  slice: syntax('${x:1:2}', ['dash']),
  case: syntax('${x^^}'),
  indirect: syntax('${!x}'),
} as const satisfies Readonly<Record<string, Gap>>;

export type Construct = keyof typeof gaps;

const commands: ReadonlySet<string> = new Set<Construct>(['source', 'let', 'declare', 'typeset', 'shopt', 'mapfile', 'readarray', 'pushd', 'popd']);

/** Is it a command that only some shells have? */
export function isBuiltinOfBash(name: string): name is Construct {
  return commands.has(name);
}

export interface Missed {
  readonly site: Site;
  readonly construct: Construct;
  readonly dialect: Dialect;
}
