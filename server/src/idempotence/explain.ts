import { emptyVolumes, freshLayer, newWorld, type Outcome, prepare, runAll } from './execute.ts';
import type { Cell, Files } from './files.ts';
import { type Key, volumeOf } from './mounts.ts';
import { Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { InitOptions, InitStep, Place } from './program.ts';
import { edited, firstRuns, type Limits, supply, volumeKinds } from './scenarios.ts';
import type { Site } from './source.ts';
import { causeText, commandText, type Speaker, where } from './wording.ts';

/** What the init containers do, command by command, at the first start and at the starts after it. */
export interface Explanation {
  readonly starts: readonly Start[];
}

export interface Start {
  readonly title: string;
  /** What is on the volumes before, in words; empty when there is nothing. */
  readonly before: readonly string[];
  readonly commands: readonly Explained[];
  readonly after: readonly string[];
  /** Why the start fails, when it does. */
  readonly failure: string | undefined;
}

export interface Explained {
  readonly step: number;
  readonly place: Place;
  /** The command on one line, in backquotes. */
  readonly text: string;
  /** What it does to which volume; empty when it changes nothing there. */
  readonly effects: readonly string[];
}

const LIMITS: Limits = { first: 4, later: 1, commands: 600, interrupted: 0 };
const BUDGET = 10_000;
const MOST_LINES = 40;

/** Plays the most likely way through the first start, then the same pod again and a new pod. Never throws; undefined when it is too involved. */
export function explainInit(steps: readonly InitStep[], options?: InitOptions): Explanation | undefined {
  try {
    const world = newWorld(options, BUDGET);
    const prepared = prepare(steps, world.symbols);
    const kinds = volumeKinds(prepared);
    const given = new Map<Key, boolean>();
    const [first] = firstRuns(world, prepared, LIMITS, given);
    if (!first) return undefined;
    const speaker: Speaker = { world, steps: prepared, kinds };
    const again = (files: Files, run: number): Outcome =>
      runAll(world, prepared, { files, oracle: new Oracle(first.facts, []), run, promised: first.promised, absent: new Set(), record: 'every command' });
    const empty = emptyVolumes(prepared, world, new Set());
    for (const [key, directory] of given) supply(world, empty, key, directory);
    const same = freshLayer(first.files);
    const fresh = edited(world, first.files, kinds, prepared);
    return {
      starts: [
        start('The first start', speaker, undefined, again(empty, 1)),
        start('The same pod starts again', speaker, same, again(same, 2)),
        start('A new pod starts on the same volumes, which the application used', speaker, fresh, again(fresh, 3)),
      ],
    };
  } catch {
    return undefined;
  }
}

function start(title: string, speaker: Speaker, before: Files | undefined, outcome: Outcome): Start {
  const commands: Explained[] = [];
  for (const [i, snapshot] of outcome.snapshots.entries()) {
    const next = outcome.snapshots[i + 1]?.files ?? outcome.files;
    const failed = outcome.failure?.site === snapshot.site ? [`fails: ${causeText(outcome.failure.cause)}`] : [];
    commands.push({
      step: snapshot.step,
      place: placeOf(snapshot.site),
      text: commandText(snapshot.site),
      effects: [...changes(speaker, snapshot.step, snapshot.files, next), ...failed],
    });
  }
  const { failure } = outcome;
  return {
    title,
    before: before ? state(speaker, before) : [],
    commands,
    after: state(speaker, outcome.files),
    failure: failure ? `${commandText(failure.site)} fails: ${causeText(failure.cause)}` : undefined,
  };
}

function placeOf(site: Site): Place {
  return site.source.place(site.start, site.end);
}

/** Only what lives on a volume is worth telling: the container's own file system is new at each start. */
function onVolume(speaker: Speaker, key: Key): boolean {
  return speaker.kinds.has(volumeOf(key));
}

function changes(speaker: Speaker, step: number, before: Files, after: Files): string[] {
  const groups = new Map<string, Key[]>();
  const say = (how: string, key: Key): void => {
    const keys = groups.get(how);
    if (keys) keys.push(key);
    else groups.set(how, [key]);
  };
  for (const [key, cell] of after.cells) {
    const old = before.get(key);
    if (old !== cell && onVolume(speaker, key)) say(verb(old, cell), key);
  }
  return [...groups].filter(([how]) => how !== '').map(([how, keys]) => `${how} ${where(speaker, step, keys)}`);
}

function verb(old: Cell | undefined, now: Cell): string {
  const existed = old !== undefined && old.kind !== 'gone';
  if (now.kind === 'gone') return existed ? 'deletes' : '';
  if (!existed) return now.kind === 'dir' ? 'makes the directory' : now.kind === 'link' ? 'links' : 'writes';
  if (now.kind === 'file' && old.kind === 'file') {
    if (old.owner === 'app') return 'overwrites, with what the application wrote there,';
    return old.content === now.content ? '' : now.content.startsWith(old.content) ? 'appends to' : 'changes';
  }
  return old.kind === now.kind ? '' : 'replaces';
}

/** The names on volumes, as a step that mounts them sees them. */
function state(speaker: Speaker, files: Files): string[] {
  const lines: string[] = [];
  for (const [key, cell] of files.cells) {
    if (cell.kind === 'gone' || !onVolume(speaker, key) || isRoot(speaker.steps, key)) continue;
    const by = cell.kind === 'file' && cell.owner === 'app' ? ', written by the application' : '';
    lines.push(`${where(speaker, stepOf(speaker.steps, key), [key])} (${cell.kind === 'dir' ? 'directory' : cell.kind}${by})`);
  }
  lines.sort();
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`] : lines;
}

function isRoot(steps: readonly Prepared[], key: Key): boolean {
  return steps.some((s) => s.table.entries.some((e) => e.prefix === key || e.prefix.startsWith(`${key}/`)));
}

function stepOf(steps: readonly Prepared[], key: Key): number {
  const index = steps.findIndex((s) => s.table.entries.some((e) => key === e.prefix || key.startsWith(`${e.prefix}/`)));
  return Math.max(0, index);
}
