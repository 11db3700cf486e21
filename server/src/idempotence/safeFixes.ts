import { sameState } from './compare.ts';
import { type Outcome, prepare } from './execute.ts';
import type { World } from './machine.ts';
import type { Fix, InitStep, Verdict } from './program.ts';
import { firstRuns, type Limits } from './scenarios.ts';

const LIMITS: Limits = { first: 4, later: 0, commands: 400, interrupted: 0 };
const BUDGET = 4000;
/** Each fix costs a run: one of many commands is offered its first fixes only, and the others after those are accepted. */
const MOST = { fixes: 12, commands: 1_500 };

/**
 * Keeps the fixes that leave the first start as it is. A fix that skips a command when its file is there is wrong where the script
 * itself made the file a line before (executed: `>` for `>>` after a seed, a guard on the second write of a file).
 */
export function withSafeFixes(world: World, steps: readonly InitStep[], first: Outcome | undefined, verdicts: readonly Verdict[]): readonly Verdict[] {
  let { fixes: left, commands } = MOST;
  const safe = (verdict: Verdict, fix: Fix): boolean => {
    if (first === undefined || left-- <= 0 || commands <= 0) return false;
    const kept = keepsFirstRun(world, steps, verdict.step, fix, first);
    commands -= kept.commands;
    return kept.same;
  };
  return verdicts.map((verdict) => {
    if (verdict.fixes.length === 0) return verdict;
    const fixes = verdict.fixes.filter((fix) => safe(verdict, fix));
    return fixes.length === verdict.fixes.length ? verdict : { ...verdict, fixes };
  });
}

function keepsFirstRun(
  world: World,
  steps: readonly InitStep[],
  index: number,
  fix: Fix,
  first: Outcome,
): { readonly same: boolean; readonly commands: number } {
  const changed = steps.map((step, i) => (i === index ? applied(step, fix) : step));
  // What trying a fix may cost is apart from what the analysis may: a fix that is too involved is merely not offered.
  const { left } = world.budget;
  world.budget.left = BUDGET;
  try {
    const outcomes = firstRuns(world, prepare(changed, world.symbols), LIMITS, new Map());
    const same = outcomes.some((outcome) => sameState(world.symbols, first.files, outcome.files) === undefined);
    return { same, commands: BUDGET - world.budget.left };
  } catch {
    return { same: false, commands: BUDGET };
  } finally {
    world.budget.left = left;
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
