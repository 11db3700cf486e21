import { sameState } from './compare.ts';
import { newWorld, type Outcome, prepare } from './execute.ts';
import type { World } from './machine.ts';
import type { Fix, InitOptions, InitStep, Verdict } from './program.ts';
import { firstRuns, type Limits } from './scenarios.ts';

const LIMITS: Limits = { first: 4, later: 0, commands: 400, interrupted: 0 };
const BUDGET = 8000;

interface Start {
  readonly world: World;
  readonly first: Outcome | undefined;
}

/**
 * Keeps the fixes that leave the first start as it is. A fix that skips a command when its file is there is wrong where the script
 * itself made the file a line before (executed: `>` for `>>` after a seed, a guard on the second write of a file). That costs a run
 * a fix, and hardly any fix is ever asked for: `fixes` is worked out when it is read.
 */
export function withSafeFixes(steps: readonly InitStep[], options: InitOptions | undefined, verdicts: readonly Verdict[]): readonly Verdict[] {
  let start: Start | undefined;
  return verdicts.map((verdict) => {
    if (verdict.fixes.length === 0) return verdict;
    let kept: readonly Fix[] | undefined;
    return {
      ...verdict,
      get fixes() {
        start ??= begin(steps, options);
        const { world, first } = start;
        kept ??= first ? verdict.fixes.filter((fix) => keepsFirstRun(world, steps, verdict.step, fix, first)) : [];
        return kept;
      },
    };
  });
}

function begin(steps: readonly InitStep[], options: InitOptions | undefined): Start {
  const world = newWorld(options, BUDGET);
  try {
    return { world, first: firstRuns(world, prepare(steps, world.symbols), LIMITS, new Map())[0] };
  } catch {
    return { world, first: undefined };
  }
}

function keepsFirstRun(world: World, steps: readonly InitStep[], index: number, fix: Fix, first: Outcome): boolean {
  const changed = steps.map((step, i) => (i === index ? applied(step, fix) : step));
  // A fix that is too involved is merely not offered.
  world.budget.left = BUDGET;
  try {
    const outcomes = firstRuns(world, prepare(changed, world.symbols), LIMITS, new Map());
    return outcomes.some((outcome) => sameState(world.symbols, first.files, outcome.files) === undefined);
  } catch {
    return false;
  }
}

function applied(step: InitStep, fix: Fix): InitStep {
  const edit = (list: 'command' | 'args'): readonly string[] | undefined =>
    step[list]?.map((text, index) =>
      replaced(
        text,
        fix.edits.filter((e) => e.place.list === list && e.place.index === index),
      ),
    );
  return { ...step, command: edit('command'), args: edit('args') };
}

function replaced(text: string, edits: Fix['edits']): string {
  let out = text;
  for (const { place, text: by } of [...edits].sort((a, b) => b.place.span.start - a.place.span.start)) {
    out = out.slice(0, place.span.start) + by + out.slice(place.span.end);
  }
  return out;
}
