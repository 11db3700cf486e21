import { ask } from './asking.ts';
import type { Existing, HookLook, Runner } from './cluster/hook.ts';
import type { Context } from './context.ts';
import type { ContainerTarget } from './target.ts';

/** As the language server answers `petset/scriptWrites`. */
interface ScriptWrites {
  readonly writes: readonly ScriptWrite[];
  readonly unknown: readonly string[];
}

interface ScriptWrite {
  readonly path: string;
  readonly how: 'writes' | 'deletes';
  readonly isFolder: boolean;
  readonly isExact: boolean;
}

/** What is known of a script before it is tried. */
export interface HookPlan {
  readonly command: string;
  readonly container: string;
  readonly runner: Runner;
  /** Whose way of running it that is. */
  readonly why: string;
  /** Undefined where no language server could be asked. */
  readonly writes: ScriptWrites | undefined;
  readonly existing: readonly Existing[];
  /** The files of which copies are made. */
  readonly kept: readonly string[];
}

interface Asked {
  readonly command: string;
  readonly image: string;
  readonly finder: string;
}

/** More are more than a person reads in a question; copies are made of all. */
const mostShown = 8;

/** Asks the pet how the script would be run, the language server what it writes, and the pet what of that is there. Changes nothing. */
export async function planHook(context: Context, { connection, set, pet, container }: ContainerTarget, asked: Asked): Promise<HookPlan | undefined> {
  const { command, image, finder } = asked;
  const finders = [finder, 'peer-finder', '/peer-finder'].filter((each) => each !== '');
  const target = { namespace: set.namespace, pod: pet.name, container: container.name };
  const look = await ask(context, `Looking at ${pet.name}`, (signal) =>
    connection.lookAtHook({ set, pet, container: container.name, command, finders }, signal),
  );
  if (look === undefined) return undefined;
  const writes = await context.server.ask<ScriptWrites>('petset/scriptWrites', 'untitled:script', questionOf(command, container, look));
  const exact = (writes?.writes ?? []).filter(({ isExact }) => isExact);
  const paths = exact.map(({ path }) => path);
  const existing = await ask(context, `Looking at the files of ${pet.name}`, (signal) => connection.existing(target, paths, signal));
  if (existing === undefined) return undefined;
  const folders = new Set(existing.filter(({ kind }) => kind === 'folder').map(({ path }) => path));
  const { runner, why } = connection.hookRunner(image, command, look);
  return { command, container: container.name, runner, why, writes, existing, kept: paths.filter((path) => !folders.has(path)) };
}

const questionOf = (script: string, { image, mounts }: ContainerTarget['container'], { workingDir, script: file }: HookLook): object => ({
  script,
  image,
  mounts,
  workingDir,
  files: file === undefined ? {} : { [file.path]: file.text },
});

/** The question to the user: how it runs, what it overwrites, and what becomes of that. */
export function planText(plan: HookPlan): string {
  const { command, container, runner, why, writes } = plan;
  const way = runner === 'shell' ? 'with bash' : 'as a program, without a shell,';
  const lines = [command, `Runs ${way} in container ${container}, like ${why}. Its input is the current peers, one per line.`];
  if (writes === undefined) lines.push('The files that it writes are not known. Its changes are not undone.');
  else lines.push(...writesText(writes, plan));
  return lines.join('\n');
}

function writesText({ writes, unknown }: ScriptWrites, { existing, kept }: HookPlan): readonly string[] {
  const now = new Map(existing.map((each) => [each.path, each]));
  const exact = writes.filter(({ isExact, path, how }) => isExact && !(how === 'writes' && now.get(path)?.kind === 'folder'));
  const old = exact.filter(({ path }) => now.has(path));
  const size = (path: string): string => (now.get(path)?.kind === 'file' ? `${path} (${now.get(path)?.size} bytes)` : path);
  const line = (title: string, paths: readonly string[]): readonly string[] => (paths.length === 0 ? [] : [`${title}: ${listed(paths)}.`]);
  const later = writes.filter(({ isExact }) => !isExact).map(({ path }) => path);
  return [
    ...line(
      'Overwrites',
      old.filter(({ how }) => how === 'writes').map(({ path }) => size(path)),
    ),
    ...line(
      'Deletes',
      old.filter(({ how }) => how === 'deletes').map(({ path }) => size(path)),
    ),
    ...line(
      'Makes',
      exact.filter(({ path, how }) => how === 'writes' && !now.has(path)).map(({ path }) => path),
    ),
    ...line('Also writes or deletes, without a copy, paths that are only known at run time', later),
    ...line('Commands whose effects are unknown', unknown),
    kept.length > 0
      ? 'Copies of these files are kept in the pet and restored if the script fails, is cancelled or loses its connection. Other changes are not undone.'
      : 'No file is known that it writes. Its changes are not undone.',
  ];
}

const listed = (paths: readonly string[]): string =>
  `${paths.slice(0, mostShown).join(', ')}${paths.length > mostShown ? ` and ${paths.length - mostShown} more` : ''}`;
