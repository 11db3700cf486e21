import { OutOfBudget } from './budget.ts';
import type { UserCommands } from './commands/schema.ts';
import { emptyVolumes, newWorld, type Outcome, prepare, runAll } from './execute.ts';
import { Files } from './files.ts';
import type { World } from './machine.ts';
import { type Key, pathOf } from './mounts.ts';
import { explore } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { InitStep } from './program.ts';
import { edited, volumeKinds } from './scenarios.ts';
import { isPlain } from './symbols.ts';

/** A script of peer-finder, as it would run in a container that is there already. */
export interface ScriptQuestion {
  /** The value of -on-start or -on-change. */
  readonly script: string;
  readonly image?: string | undefined;
  /** Absolute; where relative paths begin. */
  readonly workingDir?: string | undefined;
  /** Where volumes that can be written are mounted, absolute. */
  readonly mounts?: readonly string[] | undefined;
  /** Scripts of the container that it may call, by absolute path. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly commands?: UserCommands | undefined;
}

export interface ScriptWrite {
  /** As the container knows it. What is only known when it runs is in the words of the shell: `/data/$HOSTNAME`. */
  readonly path: string;
  readonly how: 'writes' | 'deletes';
  /** It is a folder, as far as the script shows. */
  readonly isFolder: boolean;
  /** False where a part of the path is only known at run time, so that no such file can be looked up. */
  readonly isExact: boolean;
}

export interface ScriptWrites {
  /** On any way through the script, by path. */
  readonly writes: readonly ScriptWrite[];
  /** Commands of which nobody knows what they write, and why not all was looked at. Empty: this is all. */
  readonly unknown: readonly string[];
}

const budget = 10_000;
const mostWays = 24;

/** Which files a script writes or deletes, on a file system of which nothing is known. Never throws, reads nothing. */
export function scriptWrites(question: ScriptQuestion): ScriptWrites {
  const { script, image, workingDir, mounts = [], files = {}, commands } = question;
  const world = newWorld({ files: (_step, path) => files[path], commands }, budget);
  // As the kubelet hands it over: it has taken one of two dollars away before.
  const args = [`-on-start=${script.replaceAll('$', '$$$$')}`];
  const step: InitStep = { name: 'hook', image, command: ['peer-finder'], args, workingDir, env: [], mounts: mounts.map(mountAt), runAsUser: undefined };
  const found = new Map<string, ScriptWrite>();
  const unknown = new Set<string>();
  try {
    // Volumes with something on them that the script does not know, and a disk of which nothing is known: each shows what the other hides.
    for (const [steps, start] of beginnings(world, step))
      explore(
        new Map(),
        (done) => done < mostWays,
        (oracle) => {
          const input = { files: start, oracle, run: 1, promised: new Set<string>(), absent: new Set<string>(), record: false, keepsLayer: true };
          gather(world, steps, runAll(world, steps, input), found);
        },
      );
  } catch (error) {
    unknown.add(error instanceof OutOfBudget || error instanceof RangeError ? 'the script is too involved' : 'the analysis gave up');
  }
  for (const name of world.unknown.keys()) unknown.add(name);
  return { writes: [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), unknown: [...unknown] };
}

function beginnings(world: World, step: InitStep): readonly (readonly [readonly Prepared[], Files])[] {
  const unknown = [prepare([{ ...step, mounts: [] }], world.symbols), new Files(world.symbols, world.budget)] as const;
  if (step.mounts.length === 0) return [unknown];
  const mounted = prepare([step], world.symbols);
  const empty = emptyVolumes(mounted, world, new Set());
  return [unknown, [mounted, edited(world, empty, volumeKinds(mounted), mounted)]];
}

const mountAt = (path: string): InitStep['mounts'][number] => ({ path, volume: `at${path}`, subPath: undefined, readOnly: false, kind: 'claim' });

/** A file that one way deletes and another one writes is written; both are kept before. */
function gather(world: World, steps: readonly Prepared[], outcome: Outcome, found: Map<string, ScriptWrite>): void {
  const add = (key: Key, how: ScriptWrite['how'], isFolder: boolean): void => {
    const name = steps[0] === undefined ? key : pathOf(steps[0].table, key);
    const path = world.symbols.show(name);
    if (path !== '' && (how === 'writes' || !found.has(path))) found.set(path, { path, how, isFolder, isExact: isPlain(name) && name.startsWith('/') });
  };
  for (const [key, cell] of outcome.files.cells) if (cell.by !== undefined) add(key, cell.kind === 'gone' ? 'deletes' : 'writes', cell.kind === 'dir');
  // What was there before, under names that the script does not write down.
  for (const [key, { how }] of outcome.losses) if (how === 'deleted') add(key, 'deletes', false);
}
