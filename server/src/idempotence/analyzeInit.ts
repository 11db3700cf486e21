import { parseShell } from '../shell/parse.ts';
import { OutOfBudget } from './budget.ts';
import { bashisms } from './dialect.ts';
import { newWorld, prepare } from './execute.ts';
import { extraArguments } from './extraArguments.ts';
import type { Failure } from './failure.ts';
import type { World } from './machine.ts';
import { peerConflicts } from './peers.ts';
import type { Prepared } from './prepared.ts';
import type { InitOptions, InitStep, Verdict } from './program.ts';
import { type Asked, withProvedFixes } from './proof.ts';
import { describe } from './report.ts';
import { play, volumeKinds } from './scenarios.ts';
import type { Site } from './source.ts';
import { gather } from './verdict.ts';
import { causeText } from './wording.ts';

/** Units of work for one analysis: the heaviest of 390 real scripts takes 137, 500 lines about 2,000. Ends within 50 ms. */
const budget = 12_000;
/** Commands that one fix may mend. */
const mostMended = 4;
const limits = { first: 12, later: 4, commands: 500, interrupted: 250 };

/** Says what a later start of these init containers does that the first one did not. Never throws, reads nothing. */
export function analyzeInit(steps: readonly InitStep[], options?: InitOptions): readonly Verdict[] {
  return judge({ steps, options, more: mostMended - 1 });
}

function judge(asked: Asked): readonly Verdict[] {
  const { steps, options } = asked;
  try {
    return analyze(asked, newWorld(options, budget));
  } catch (error) {
    // The stack and the budget end here too: no verdict is better than a wrong one.
    return [notAnalysed(steps, error instanceof OutOfBudget || error instanceof RangeError ? 'the script is too involved' : 'the analysis gave up')];
  }
}

function analyze(asked: Asked, world: World): readonly Verdict[] {
  const { steps } = asked;
  const prepared = prepare(steps, world.symbols);
  const static_ = prepared.flatMap((step) => [...syntaxProblems(step), ...extraArguments(step)]);
  if (!steps.some((step) => step.mounts.some((mount) => !mount.readOnly && mount.kind !== 'input'))) return static_;
  const paths = play(world, prepared, limits);
  const kinds = volumeKinds(prepared);
  const findings = gather(paths, kinds, world.given).filter((finding) => finding.rule !== 'not-crash-safe' || world.unknown.size === 0);
  const partial = new Set(static_.filter((verdict) => verdict.rule === 'shell-syntax').map((verdict) => verdict.step));
  const verdicts = describe(world, prepared, findings, kinds, paths).map((verdict) =>
    partial.has(verdict.step) ? { ...verdict, message: `${verdict.message} (judged in part: the script does not parse)` } : verdict,
  );
  const silent = verdicts.every((verdict) => verdict.rule === 'not-crash-safe');
  const first = paths[0]?.first;
  const peers = [...world.peerTests.values(), ...(world.peerTests.size === 0 && first ? peerConflicts(world, prepared, first) : [])].map(peersDependent);
  const foreign = bashisms(world.missed.values(), prepared);
  const notAnalysed = foreign.length > 0 ? [] : paths.length === 0 && world.stuck ? [stuckAt(world, world.stuck)] : silent ? unknowns(world, prepared) : [];
  const hidden = unknowns(world, prepared).map((verdict) => verdict.message);
  return withProvedFixes({ ...asked, verdicts: [...static_, ...foreign, ...verdicts, ...peers, ...notAnalysed], hidden: new Set(hidden), judge });
}

function peersDependent(site: Site): Verdict {
  return {
    step: site.source.step,
    rule: 'peers-dependent',
    level: 'warning',
    place: site.source.place(site.start, site.end),
    message: 'the number of peers decides here: the first pet sees one peer when it is created, and all of them when it is restarted',
    related: [],
    fixes: [],
  };
}

/** Where the first start seems to fail already nothing can be said of the second. */
function stuckAt(world: World, failure: Failure): Verdict {
  const { source, start, end } = failure.site;
  return {
    step: source.step,
    rule: 'unknown-command',
    level: 'hint',
    place: source.place(start, end),
    message: `not analysed: as it is read here, the first start already ends at this command: ${world.symbols.show(causeText(failure.cause))}`,
    related: [],
    fixes: [],
  };
}

/** What was not analysed is worth a hint only when nothing else was found. */
function unknowns(world: World, steps: readonly Prepared[]): readonly Verdict[] {
  const named = [...world.unknown].map(
    ([name, site]): Verdict => ({
      step: site.source.step,
      rule: 'unknown-command',
      level: 'hint',
      place: site.source.place(site.start, site.end),
      message: `not analysed: ${name}`,
      related: [],
      fixes: [],
    }),
  );
  const opaque = steps.flatMap((step, index): readonly Verdict[] => {
    if (step.program || !step.table.entries.some((entry) => entry.zone.writable)) return [];
    return [
      {
        step: index,
        rule: 'unknown-command',
        level: 'hint',
        place: { list: step.step.args ? 'args' : 'command', index: 0, span: { start: 0, end: 0 } },
        message: `not analysed: the entrypoint of ${step.step.image ?? 'the image'}`,
        related: [],
        fixes: [],
      },
    ];
  });
  return [...named, ...opaque];
}

function syntaxProblems(step: Prepared): readonly Verdict[] {
  const source = step.program?.script;
  if (!source) return [];
  return parseShell(source.text)
    .problems.slice(0, 3)
    .map((problem): Verdict => {
      const start = Math.min(problem.offset, Math.max(0, source.text.length - 1));
      return {
        step: source.step,
        rule: 'shell-syntax',
        level: 'error',
        place: source.place(start, Math.min(source.text.length, start + 1)),
        message: `the shell cannot read this: ${problem.message}`,
        related: [],
        fixes: [],
      };
    });
}

function notAnalysed(steps: readonly InitStep[], why: string): Verdict {
  const index = Math.max(
    0,
    steps.findIndex((step) => step.command !== undefined || step.args !== undefined),
  );
  const list = steps[index]?.command ? 'command' : 'args';
  return {
    step: index,
    rule: 'unknown-command',
    level: 'hint',
    place: { list, index: 0, span: { start: 0, end: steps[index]?.[list]?.[0]?.length ?? 0 } },
    message: `not analysed: ${why}`,
    related: [],
    fixes: [],
  };
}
