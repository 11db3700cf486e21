import { ask } from './asking.ts';
import type { Existing, HookLook, Runner } from './cluster/hook.ts';
import type { Context } from './context.ts';
import type { ContainerTarget } from './targets.ts';

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
  const way = runner === 'shell' ? 'By bash' : 'As one program, without a shell';
  const lines = [command, `${way}, as ${why} runs it, in container ${container}. It gets the peers found now on its input, one a line.`];
  if (writes === undefined) lines.push('Which files it writes is not known: what it changes stays changed.');
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
    ...line('Writes or deletes, without a copy, what is only known when it runs', later),
    ...line('Not known is what these write', unknown),
    kept.length > 0
      ? 'Copies of the files stay in the pet, and are put back when the script fails or is cancelled; what else it changes stays changed.'
      : 'As far as its text shows, it writes no file; what it changes stays changed.',
  ];
}

const listed = (paths: readonly string[]): string =>
  `${paths.slice(0, mostShown).join(', ')}${paths.length > mostShown ? ` and ${paths.length - mostShown} more` : ''}`;
