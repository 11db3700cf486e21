import { scriptIndex } from './decode.ts';
import { type Construct, type Gap, gaps, type Missed } from './gaps.ts';
import { fail, type Machine } from './machine.ts';
import type { Prepared } from './prepared.ts';
import type { Verdict } from './program.ts';
import type { Site } from './source.ts';

/** True when the running shell has no such thing; then the command has failed, or the script has ended, as it really would. */
export function lacks(m: Machine, construct: Construct, site: Site = m.site): boolean {
  const gap: Gap = gaps[construct];
  if (!gap.missing.includes(m.shell.dialect)) return false;
  m.world.missed.set(`${site.source.step}:${construct}:${site.start}`, { site, construct, dialect: m.shell.dialect });
  m.status = fail(m, { kind: 'not-in-shell', detail: gap.shown }, undefined, gap.status);
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
