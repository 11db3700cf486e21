// A program started several times, and exactly what each start leaves: kinds, modes and contents, by path.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxCase } from './case.ts';
import { type Bench, empty, freshVolumes, persistentNames, run, type Stage, stageOf, tellsTime, tick } from './scenarios.ts';
import { fill, snapshotWithModes } from './volumes.ts';

export type StartName = 'first' | 'killed' | 'after the kill' | 'another first' | 'same pod' | 'new pod' | 'same pod after that';

/** What one start left. Paths start with the name of their volume. */
export interface Left {
  readonly name: StartName;
  readonly exit: number;
  readonly output: string;
  readonly files: Readonly<Record<string, string>>;
}

export type Wanted = 'first' | 'all' | 'torn';

/** Where the programs of `torn.ts` note that they have killed a start. */
export const probe = { path: '/k', kind: 'probe', name: 'k' } as const;

/** `first` alone; `torn`: one that is killed in the middle of a command, and the next; or after the first also the same pod again, a new pod (claims kept, other volumes as they were before the first), and that pod again. */
export async function observeStarts(c: SandboxCase, bench: Bench, wanted: Wanted): Promise<readonly Left[]> {
  const stage = stageOf(c, bench);
  if (wanted === 'torn') return tornStarts(stage);
  const volumes = freshVolumes(stage, 'first');
  const starts = [await leave(stage, volumes, 'first')];
  if (wanted === 'first' || starts[0]?.exit !== 0) return starts;
  // What differs between two first starts is random.
  if (tellsTime(c)) await sleep(tick);
  const other = freshVolumes(stage, 'other');
  starts.push(await leave(stage, other, 'another first'));
  rmSync(other, { recursive: true, force: true });
  starts.push(await leave(stage, volumes, 'same pod'));
  renew(stage, volumes);
  starts.push(await leave(stage, volumes, 'new pod'));
  starts.push(await leave(stage, volumes, 'same pod after that'));
  return starts;
}

async function tornStarts(stage: Stage): Promise<readonly Left[]> {
  const whole = freshVolumes(stage, 'whole');
  fill(join(whole, probe.name), { done: '' });
  const first = await leave(stage, whole, 'first');
  const torn = freshVolumes(stage, 'torn');
  return [first, await leave(stage, torn, 'killed'), await leave(stage, torn, 'after the kill')];
}

async function leave(stage: Stage, volumes: string, name: StartName): Promise<Left> {
  const { exit, output } = await run(stage, volumes);
  const files = stage.written.flatMap((volume) => [...snapshotWithModes(join(volumes, volume))].map(([path, entry]) => [`${volume}:${path}`, entry] as const));
  return { name, exit, output: output.slice(0, 400), files: Object.fromEntries(files) };
}

function renew(stage: Stage, volumes: string): void {
  const kept = persistentNames(stage.case);
  for (const name of stage.written.filter((one) => !kept.has(one))) {
    empty(join(volumes, name));
    fill(join(volumes, name), stage.case.volumes?.[name] ?? {});
  }
}
