import { compare, type Difference, sameState } from './compare.ts';
import { addRoot, emptyVolumes, freshLayer, type Outcome, runAll } from './execute.ts';
import { type Cause, type Failure, isAbsence } from './failure.ts';
import type { Files } from './files.ts';
import type { World } from './machine.ts';
import { type Key, nameOf, parentOf, volumeOf } from './mounts.ts';
import { explore, Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { MountKind } from './program.ts';
import type { Site } from './source.ts';
import { patternChars, quieted } from './symbols.ts';

export type Scenario = 'same pod' | 'new pod' | 'interrupted';

/** One thing that a later run does, on one path through the first run. */
export type Effect =
  | { readonly kind: 'fails'; readonly scenario: Scenario; readonly certain: boolean; readonly site: Site; readonly failure: Failure }
  | { readonly kind: 'differs'; readonly scenario: Scenario; readonly certain: boolean; readonly site: Site; readonly difference: Difference }
  | {
      readonly kind: 'unsafe';
      readonly scenario: 'interrupted';
      readonly certain: boolean;
      readonly site: Site;
      readonly before: Site;
      readonly failure: Failure | undefined;
      readonly key: Key | undefined;
    };

export interface Path {
  readonly first: Outcome;
  readonly effects: readonly Effect[];
}

export interface Limits {
  readonly first: number;
  readonly later: number;
  /** Commands that all first runs may take together. */
  readonly commands: number;
  /** Commands that all interrupted runs may take together. */
  readonly interrupted: number;
}

const mostRounds = 6;

/** Runs everything: the first start on every path, then again in the same pod, in a new pod, and after an interruption (docs/facts/idempotence.md#scenarios). */
export function play(world: World, steps: readonly Prepared[], limits: Limits): readonly Path[] {
  const kinds = volumeKinds(steps);
  const { given } = world;
  const firsts = firstRuns(world, steps, limits, given);
  const spent = { commands: 0 };
  return firsts.map((first, index) => {
    const effects: Effect[] = [];
    const same = again(world, steps, first, freshLayer(first.files), 2, limits, 'same pod', kinds);
    effects.push(...same);
    const persistent = edited(world, first.files, kinds, steps);
    // Whoever filled an emptyDir before the first start does so again.
    for (const [key, directory] of given) if (!lives(kinds.get(volumeOf(key)), 'new pod')) supply(world, persistent, key, directory);
    effects.push(...again(world, steps, first, persistent, 3, limits, 'new pod', kinds));
    if (same.length === 0 && index < 3) {
      effects.push(...interrupted(world, steps, first, limits, spent));
    }
    return { first, effects };
  });
}

/** The first start is assumed to succeed: what every path misses on a volume was put there by somebody else. */
export function firstRuns(world: World, steps: readonly Prepared[], limits: Limits, given: Map<Key, boolean>): readonly Outcome[] {
  const plain = new Set<Key>();
  let known = 0;
  for (let round = 0; round < mostRounds; round++) {
    const initial = emptyVolumes(steps, world, plain);
    for (const [key, directory] of given) supply(world, initial, key, directory);
    const start = world.budget.left;
    const all = explore(
      new Map(),
      (done) => done === 0 || (done < limits.first && start - world.budget.left < limits.commands),
      (oracle) => runAll(world, steps, { files: initial, oracle, run: 1, promised: new Set(), absent: new Set(), record: true }),
    );
    const ok = all.filter((outcome) => outcome.ok);
    // A name turned out to be a plain file only after something below it was looked for: look again.
    if (round === 0 && plain.size > known && all.some((outcome) => outcome.files.hasLinks)) {
      known = plain.size;
      continue;
    }
    if (ok.length > 0) return ok;
    const wanted = all.map((outcome) => missingKey(outcome, initial)).find((found) => found !== undefined && !given.has(found.key));
    world.stuck = all[0]?.failure;
    if (wanted === undefined) return [];
    given.set(wanted.key, wanted.directory);
  }
  return [];
}

function absentIn(first: Outcome): ReadonlySet<Key> {
  const keys = new Set<Key>();
  for (const failure of first.failures) {
    if (failure.key !== undefined && isAbsence(failure.cause)) keys.add(failure.key);
  }
  return keys;
}

/** A missing file of a volume that made the run fail. */
function missingKey(outcome: Outcome, initial: Files): { readonly key: Key; readonly directory: boolean } | undefined {
  const last = outcome.failure;
  const candidates = [last, ...outcome.failures.toReversed()];
  for (const failure of candidates) {
    const key = failure?.key;
    if (failure === undefined || key === undefined || !mayBeGiven(failure.cause)) continue;
    if (volumeOf(key) !== '' && volumeOf(key) !== '?' && initial.lookup(key) === 'absent') return { key, directory: wantsDirectory(key, failure.cause) };
  }
  return undefined;
}

/** Would the command have succeeded if somebody else had put something there? Also where the script made a file of what must be a directory. */
function mayBeGiven(cause: Cause): boolean {
  return isAbsence(cause) || cause.kind === 'other-kind';
}

/** Is the missing thing a directory? The command that missed it says so; where it takes both, the name does. */
function wantsDirectory(key: Key, cause: Cause): boolean {
  if (cause.kind === 'other-kind') return true;
  if (cause.kind !== 'missing') return false;
  if (cause.of === 'parent' || cause.of === 'directory' || cause.of === 'target directory') return true;
  return cause.wants === 'either' ? /^[a-z_-]{2,}$/.test(nameOf(key)) : cause.wants === 'directory';
}

export function supply(world: World, files: Files, key: Key, directory: boolean): void {
  const parent = parentOf(key);
  if (parent !== undefined && files.lookup(parent) === 'absent') addRoot(files, parent);
  const name = nameOf(key);
  const wild = patternChars.test(name);
  const shown = key.slice(key.indexOf(':') + 1);
  const path = wild
    ? `${parent ?? ''}/${world.symbols.intern(`each:${parent}/${name}`, { origin: 'names', block: true, filled: true, shown: quieted(name) })}`
    : key;
  const content = world.symbols.intern(`src:${path}<`, { origin: 'volume', block: true, filled: true, shown });
  files.set(path, directory && !wild ? { kind: 'dir', open: false, by: undefined } : { kind: 'file', content, owner: 'script', locked: false, by: undefined });
}

function again(
  world: World,
  steps: readonly Prepared[],
  first: Outcome,
  files: Files,
  run: number,
  limits: Limits,
  scenario: Scenario,
  kinds: ReadonlyMap<string, MountKind>,
): readonly Effect[] {
  const start = world.budget.left;
  const outcomes = explore(
    first.facts,
    (done) => done === 0 || (done < limits.later && start - world.budget.left < limits.commands / 8),
    (oracle) => runAll(world, steps, { files, oracle, run, promised: first.promised, absent: absentIn(first), record: false }),
  );
  const effects = outcomes.map((outcome) => effectsOf(world, outcome, scenario === 'same pod' ? first.files : files, scenario, kinds));
  // What only some continuations of this path do is possible, not certain.
  return effects.flatMap((list) =>
    list.map((effect) => (effects.every((other) => other.some((one) => alike(one, effect))) ? effect : { ...effect, certain: false })),
  );
}

function effectsOf(world: World, outcome: Outcome, before: Files, scenario: Scenario, kinds: ReadonlyMap<string, MountKind>): readonly Effect[] {
  if (!outcome.ok && outcome.failure) return [{ kind: 'fails', scenario, certain: true, site: outcome.failure.site, failure: outcome.failure }];
  const kept = (key: Key): boolean => lives(kinds.get(volumeOf(key)), scenario);
  const differences = compare(world.symbols, before, outcome, kept, scenario === 'new pod');
  return differences.map((difference) => ({ kind: 'differs', scenario, certain: true, site: difference.site, difference }));
}

function alike(a: Effect, b: Effect): boolean {
  return a.kind === b.kind && a.site.source === b.site.source && a.site.start === b.site.start;
}

/** Does a volume of the kind outlive what the scenario does to the pod? */
export function lives(kind: MountKind | undefined, scenario: Scenario): boolean {
  switch (kind) {
    case undefined:
    case 'input':
      return false;
    case 'claim':
    case 'hostPath':
      return true;
    case 'emptyDir':
    case 'memory':
    case 'ephemeral':
      return scenario !== 'new pod';
  }
}

export function volumeKinds(steps: readonly Prepared[]): ReadonlyMap<string, MountKind> {
  const kinds = new Map<string, MountKind>();
  for (const { step } of steps)
    for (const mount of step.mounts) if (!mount.readOnly || !kinds.has(mount.volume)) kinds.set(mount.volume, mount.readOnly ? 'input' : mount.kind);
  return kinds;
}

/** A new pod on volumes that the application used: each file edited, one file more in each directory. */
export function edited(world: World, files: Files, kinds: ReadonlyMap<string, MountKind>, steps: readonly Prepared[]): Files {
  const copy = freshLayer(files);
  const { symbols } = world;
  const other = symbols.intern('app file', { origin: 'names', filled: true, shown: '*' });
  for (const [key, cell] of [...copy.cells]) {
    if (!lives(kinds.get(volumeOf(key)), 'new pod')) copy.forget(key);
    else if (cell.kind === 'file') {
      const content = symbols.intern(`edited:${key}=${cell.content}`, {
        origin: 'volume',
        block: true,
        filled: true,
        base: cell.content,
        unstable: false,
        shown: 'what the application wrote',
      });
      copy.set(key, { ...cell, content, owner: 'app' });
    } else if (cell.kind === 'dir')
      copy.set(`${key}/${other}`, {
        kind: 'file',
        content: symbols.intern('app content', { origin: 'volume', filled: true }),
        owner: 'app',
        locked: false,
        by: undefined,
      });
  }
  for (const { table } of steps) for (const entry of table.entries) if (entry.zone.writable) addRoot(copy, entry.prefix);
  return copy;
}

/** Killed before a command, then started once more: the end must be the same. */
function interrupted(world: World, steps: readonly Prepared[], first: Outcome, limits: Limits, spent: { commands: number }): readonly Effect[] {
  const found: Effect[] = [];
  for (const snapshot of first.snapshots) {
    if (spent.commands > limits.interrupted) break;
    const left = world.budget.left;
    const retry = runAll(world, steps, {
      files: snapshot.files,
      oracle: new Oracle(first.facts, []),
      run: 4,
      promised: first.promised,
      absent: absentIn(first),
      record: false,
    });
    spent.commands += left - world.budget.left;
    if (!retry.ok && retry.failure) {
      found.push({
        kind: 'unsafe',
        scenario: 'interrupted',
        certain: true,
        site: retry.failure.site,
        before: snapshot.site,
        failure: retry.failure,
        key: retry.failure.key,
      });
      continue;
    }
    const difference = sameState(world.symbols, first.files, retry.files);
    if (difference)
      found.push({
        kind: 'unsafe',
        scenario: 'interrupted',
        certain: true,
        site: difference.site ?? snapshot.site,
        before: snapshot.site,
        failure: undefined,
        key: difference.key,
      });
  }
  return found;
}
