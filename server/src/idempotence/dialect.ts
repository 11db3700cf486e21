import { scriptIndex } from './decode.ts';
import type { Prepared } from './execute.ts';
import { type Dialect, fail, type Machine } from './machine.ts';
import type { Verdict } from './program.ts';
import type { Site } from './source.ts';

interface Gap {
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
const gaps = {
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

/** True when the running shell has no such thing; then the command has failed, or the script has ended, as it really would. */
export function lacks(m: Machine, construct: Construct, site: Site = m.site): boolean {
  const gap: Gap = gaps[construct];
  if (!gap.missing.includes(m.shell.dialect)) return false;
  m.world.missed.set(`${site.source.step}:${construct}:${site.start}`, { site, construct, dialect: m.shell.dialect });
  m.status = fail(m, `${gap.shown} is not part of this shell`, undefined, gap.status);
  if (gap.ends) m.flow = { kind: 'exit', levels: 0 };
  return true;
}

/** One finding for each construct that a first start meets in a shell without it. */
export function bashisms(missed: Iterable<Missed>, steps: readonly Prepared[]): readonly Verdict[] {
  return [...missed].map(({ site, construct, dialect }): Verdict => {
    const gap: Gap = gaps[construct];
    const shell = dialect === 'dash' ? 'dash, which is sh in this image,' : 'the ash of busybox';
    const then = gap.ends ? 'the script ends here' : construct === '[[' || construct === '==' ? 'the test is never true' : 'the command is not found';
    const prepared = steps[site.source.step];
    return {
      step: site.source.step,
      rule: 'dash-bashism',
      level: 'warning',
      place: site.source.place(site.start, site.end),
      message: `${shell} has no ${gap.shown}: ${then}`,
      related: [],
      fixes: prepared && dialect === 'dash' ? withBash(prepared) : [],
    };
  });
}

/** Images with dash are Debian's, and those have bash. */
function withBash({ program }: Prepared): Verdict['fixes'] {
  const source = program?.sources[0];
  const word = program?.words[0] ?? '';
  if (!source || scriptIndex(program?.words ?? []) === undefined || !/^(\/bin\/)?(da)?sh$/.test(word)) return [];
  const edit = { place: source.place(0, word.length), text: word.replace(/(da)?sh$/, 'bash') };
  return [{ template: 'bash', title: 'Run the script with bash', edits: [edit], preferred: true }];
}
