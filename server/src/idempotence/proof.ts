import { differences, sameState } from './compare.ts';
import { addRoot, emptyVolumes, freshLayer, newWorld, type Outcome, prepare, runAll } from './execute.ts';
import type { Files } from './files.ts';
import { applied, composed, mappedBack } from './fixEdits.ts';
import type { World } from './machine.ts';
import { type Key, volumeOf } from './mounts.ts';
import { Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { Fix, InitOptions, InitStep, Level, Place, Verdict } from './program.ts';
import { firstRuns, type Limits, lives, supply, volumeKinds } from './scenarios.ts';
import { tornFaults } from './torn.ts';

const LIMITS: Limits = { first: 4, later: 0, commands: 400, interrupted: 0 };
const BUDGET = 20_000;

/** A program to judge. */
export interface Asked {
  readonly steps: readonly InitStep[];
  readonly options: InitOptions | undefined;
  /** Commands that a fix may mend beside its own. */
  readonly more: number;
}

/** A program with what was found in it. */
interface Judged extends Asked {
  readonly verdicts: readonly Verdict[];
  /** What is not analysed and left out of the verdicts because there are others. */
  readonly hidden: ReadonlySet<string>;
  readonly judge: (asked: Asked) => readonly Verdict[];
}

/** One program, started for the first time, again in the same pod, and in a new pod on the claims that the first left. */
interface Played {
  readonly firsts: readonly Outcome[];
  /** What somebody must have put on the volumes for the first start to succeed, and whether it is a directory. */
  readonly given: ReadonlyMap<Key, boolean>;
  /** Of the two later starts: whether it succeeds, and what it leaves otherwise than the first. */
  readonly later: readonly { readonly ok: boolean; readonly differing: ReadonlySet<Key> }[];
  readonly torn: ReadonlySet<string>;
}

/**
 * Keeps the fixes that are proved. A fixed program must
 * - leave the first start as it is (`>` for `>>` after a seed does not),
 * - end every later start as the first ended: what a guard skips may be missing in a new pod,
 * - have no finding, hints aside, that the program did not have, and no longer the one that is fixed,
 * - heal whatever healed before when a start is killed, also in the middle of a command.
 * That costs a few runs a fix, and hardly any fix is ever asked for: `fixes` is worked out when it is read.
 */
export function withProvedFixes(program: Judged): readonly Verdict[] {
  const world = newWorld(program.options, BUDGET);
  let base: Played | undefined | 'not played' = 'not played';
  const prove = (verdict: Verdict): readonly Fix[] => {
    const drafts = verdict.fixes;
    if (drafts.length === 0) return drafts;
    if (base === 'not played') base = attempt(world, () => played(world, program.steps, new Map()));
    const original = base;
    return original ? preferOne(drafts.flatMap((fix) => proved(program, world, original, verdict, fix) ?? [])) : [];
  };
  return program.verdicts.map((verdict) => {
    const { step, rule, level, place, message, related } = verdict;
    let kept: readonly Fix[] | undefined;
    return {
      step,
      rule,
      level,
      place,
      message,
      related,
      get fixes() {
        kept ??= prove(verdict);
        return kept;
      },
    };
  });
}

function preferOne(fixes: readonly Fix[]): readonly Fix[] {
  const best = fixes.find((fix) => fix.preferred);
  return fixes.map((fix) => (fix.preferred && fix !== best ? { ...fix, preferred: false } : fix));
}

/** The fix, if it is proved. What the command hid - all that comes after a failure, an earlier append to the same file - is mended with it. */
function proved(program: Judged, world: World, base: Played, mended: Verdict, draft: Fix): Fix | undefined {
  const { verdicts, options, judge, more, hidden } = program;
  let fix = draft;
  for (let round = 0; round <= more; round++) {
    const steps = program.steps.map((step, i) => (i === mended.step ? applied(step, fix.edits) : step));
    const added = newVerdicts(verdicts, mended, judge({ steps, options, more: more - 1 }), fix).filter((one) => !hidden.has(one.message));
    const worst = added.find((one) => one.level !== 'hint' || one.rule === 'unknown-command');
    if (!worst) {
      const after = attempt(world, () => played(world, steps, base.given));
      if (!after || !endsAlike(world, base, after, fix)) return undefined;
      return added.length === 0 ? fix : { ...fix, preferred: false };
    }
    const wasHidden = worst.step === mended.step && (mended.rule === 'rerun-fails' || mended.rule === worst.rule);
    const next = wasHidden && round < more ? worst.fixes.find((one) => one.preferred) : undefined;
    const edits = next && composed(fix.edits, next.edits);
    if (!next || !edits) return undefined;
    const parts = [...partsOf(fix), ...partsOf(next)];
    fix = { ...fix, title: titleOf(parts), parts, edits };
  }
  return undefined;
}

function partsOf(fix: Fix): readonly string[] {
  return fix.parts ?? [fix.title];
}

function titleOf(titles: readonly string[]): string {
  const different = [...new Set(titles)];
  return different.length === 1 ? `${different[0]}, in ${titles.length} commands` : different.join('; ');
}

/** A program that is too involved to be played proves nothing. */
function attempt(world: World, run: () => Played | undefined): Played | undefined {
  world.budget.left = BUDGET;
  try {
    return run();
  } catch {
    return undefined;
  }
}

function played(world: World, steps: readonly InitStep[], known: ReadonlyMap<Key, boolean>): Played | undefined {
  const prepared = prepare(steps, world.symbols);
  const given = new Map(known);
  const firsts = firstRuns(world, prepared, LIMITS, given);
  const first = firsts[0];
  if (!first) return undefined;
  const initial = emptyVolumes(prepared, world, new Set(first.files.plain));
  for (const [key, directory] of given) supply(world, initial, key, directory);
  const again = (files: Files, run: number): Played['later'][number] => {
    const outcome = runAll(world, prepared, { files, oracle: new Oracle(first.facts, []), run, promised: first.promised, absent: new Set(), record: false });
    return { ok: outcome.ok, differing: new Set(differences(world.symbols, first.files, outcome.files)) };
  };
  const later = [again(freshLayer(first.files), 2), again(newPod(world, prepared, first.files, given), 3)];
  return { firsts, given, later, torn: tornFaults(world, prepared, initial, first) };
}

/** The claims as the first start left them, everything else empty. */
function newPod(world: World, steps: readonly Prepared[], left: Files, given: ReadonlyMap<Key, boolean>): Files {
  const kinds = volumeKinds(steps);
  const files = freshLayer(left);
  for (const key of [...files.cells.keys()]) if (!lives(kinds.get(volumeOf(key)), 'new pod')) files.forget(key);
  for (const { table } of steps) for (const entry of table.entries) if (entry.zone.writable) addRoot(files, entry.prefix);
  for (const [key, directory] of given) if (!lives(kinds.get(volumeOf(key)), 'new pod')) supply(world, files, key, directory);
  return files;
}

function endsAlike(world: World, base: Played, after: Played, fix: Fix): boolean {
  const known = (outcome: Outcome): boolean => base.firsts.some((one) => sameState(world.symbols, one.files, outcome.files) === undefined);
  return (
    after.given.size === base.given.size &&
    // What the shell could not do before, it does now.
    (fix.template === 'bash' || after.firsts.every(known)) &&
    after.later.every((start, i) => (start.ok || base.later[i]?.ok === false) && [...start.differing].every((key) => base.later[i]?.differing.has(key))) &&
    [...after.torn].every((fault) => base.torn.has(fault))
  );
}

const order: readonly Level[] = ['error', 'warning', 'information', 'hint'];

/** What is found in the fixed program and was not found in the other one, or less severely. */
function newVerdicts(before: readonly Verdict[], mended: Verdict, after: readonly Verdict[], fix: Fix): readonly Verdict[] {
  const pool = before.filter((verdict) => !(verdict.step === mended.step && verdict.rule === mended.rule && isSamePlace(verdict.place, mended.place)));
  return after.filter((verdict) => {
    const place = verdict.step === mended.step ? mappedBack(verdict.place, fix.edits) : verdict.place;
    const isKnown = (old: Verdict): boolean =>
      old.step === verdict.step && old.rule === verdict.rule && order.indexOf(old.level) <= order.indexOf(verdict.level) && meets(old.place, place);
    const at = pool.findIndex(isKnown);
    if (at >= 0) pool.splice(at, 1);
    return at < 0;
  });
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.list === b.list && a.index === b.index && a.span.start === b.span.start && a.span.end === b.span.end;
}

function meets(a: Place, b: Place): boolean {
  return a.list === b.list && a.index === b.index && a.span.start <= b.span.end && b.span.start <= a.span.end;
}
