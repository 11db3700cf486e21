// The three scenarios. T: the same pod again, all volumes kept. R: a new pod, persistent volumes kept and used by the application,
// the others empty. I: killed before the k-th command, started again.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, Label, Observed, SandboxCase } from './case.ts';
import { canBeCounted, isInput, type StartResult, start } from './container.ts';
import type { Roots } from './roots.ts';
import { changes, damage, fill, type Snapshot, snapshot, useAsApplication } from './volumes.ts';

const crashLimit = 60;
/** A clock that shows seconds shows the same one twice if nothing waits. */
export const tick = 1_050;

export interface Bench {
  readonly roots: Roots;
  readonly layer: string;
  /** Empty, and nobody else's. */
  readonly folder: string;
}

export interface Stage {
  readonly case: SandboxCase;
  readonly bench: Bench;
  readonly written: readonly string[];
  count: number;
}

export async function observe(c: SandboxCase, bench: Bench): Promise<Observed> {
  const stage = stageOf(c, bench);
  const volumes = freshVolumes(stage, 'first');
  const first = await run(stage, volumes);
  const failed = { exit: first.exit, output: first.output };
  if (first.exit !== 0) return { label: 'first-run-fails', retry: 'first-run-fails', first: failed };
  const after = look(stage, volumes);
  const later = copyVolumes(stage, volumes, 'later');
  const T = await sameScenario(stage, volumes, after);
  const R = await newPodScenario(stage, later);
  const random = new Set(T.changes.filter((change) => change.kind === 'changed').map((change) => change.path));
  const retry = labelT(T.exit, T.changes);
  const label = worse(retry, R === undefined ? 'idempotent' : labelR(R, random));
  const I = c.crash === true && canBeCounted(c) ? await interrupted(stage, after, random) : {};
  const left = createHash('sha1')
    .update(JSON.stringify([...after].sort()))
    .digest('hex');
  return { label, retry, first: failed, left, T, ...(R === undefined ? {} : { R }), ...I };
}

export function stageOf(c: SandboxCase, bench: Bench): Stage {
  const writable = c.mounts.filter((mount) => !mount.readOnly && !isInput(mount.kind) && mount.kind !== 'probe');
  return { case: c, bench, written: [...new Set(writable.map((mount) => mount.name))], count: 0 };
}

/** The volumes that outlive a pod. */
export function persistentNames(c: SandboxCase): ReadonlySet<string> {
  return new Set(c.mounts.filter((mount) => mount.kind === 'pvc' || mount.kind === 'claim' || mount.kind === 'hostPath').map((mount) => mount.name));
}

async function sameScenario(stage: Stage, volumes: string, before: Snapshot): Promise<NonNullable<Observed['T']>> {
  if (tellsTime(stage.case)) await sleep(tick);
  const again = await run(stage, volumes);
  return { exit: again.exit, output: again.output, changes: changes(before, look(stage, volumes)) };
}

async function newPodScenario(stage: Stage, volumes: string): Promise<Observed['R']> {
  const persistent = persistentNames(stage.case);
  const kept = stage.written.filter((name) => persistent.has(name));
  if (kept.length === 0) return undefined;
  const rules = (stage.case.untouched ?? []).map((rule) => new RegExp(`^(?:${rule})$`));
  for (const name of stage.written.filter((name) => !persistent.has(name))) empty(join(volumes, name));
  const used = kept.flatMap((name) => {
    const paths = useAsApplication(join(volumes, name), (path) => rules.some((rule) => rule.test(`${name}:${path}`)));
    return paths.map((path) => `${name}:${path}`);
  });
  const before = lookAt(kept, volumes);
  const again = await run(stage, volumes);
  const now = lookAt(kept, volumes);
  const harm = damage(used, now);
  // Where its edit survived, the application does not mind what else moved in the file.
  const minded = changes(before, now).filter((change) => change.kind !== 'changed' || !used.includes(change.path) || harm.lost.includes(change.path));
  return { exit: again.exit, output: again.output, changes: minded, ...harm };
}

async function interrupted(stage: Stage, whole: Snapshot, changing: ReadonlySet<string>): Promise<Partial<Observed>> {
  const other = freshVolumes(stage, 'other');
  await run(stage, other);
  // What differs between two first starts is random: its content says nothing about an interruption.
  const random = new Set([...changing, ...changes(whole, look(stage, other)).map((change) => change.path)]);
  const unsafe: { before: number; exit: number; changes: Change[] }[] = [];
  for (let k = 1; k <= crashLimit; k++) {
    const volumes = freshVolumes(stage, `crash-${k}`);
    if (!(await run(stage, volumes, k)).killed) return { crashSafe: unsafe.length === 0, crashPoints: k - 1, unsafe };
    const again = await run(stage, volumes);
    const end = look(stage, volumes);
    const differs = changes(whole, end).filter((change) => !(random.has(change.path) && change.kind !== 'removed' && end.get(change.path) !== 'f'));
    if (again.exit !== 0 || differs.length > 0) unsafe.push({ before: k, exit: again.exit, changes: differs });
    rmSync(volumes, { recursive: true, force: true });
  }
  return {};
}

function labelT(exit: number, found: readonly Change[]): Label {
  if (exit !== 0) return 'fails-on-rerun';
  if (found.some(isMore)) return 'accumulates';
  if (found.some((change) => change.kind === 'removed')) return 'clobbers';
  return found.length > 0 ? 'changes-every-run' : 'idempotent';
}

function labelR(R: NonNullable<Observed['R']>, random: ReadonlySet<string>): Label {
  if (R.exit !== 0) return 'fails-on-rerun';
  if (R.changes.some(isMore)) return 'accumulates';
  // What is new at each start anyway is not the application's.
  if (R.gone.length > 0 || R.lost.some((path) => !random.has(path))) return 'clobbers';
  return R.changes.length > 0 ? 'changes-every-run' : 'idempotent';
}

const isMore = (change: Change): boolean => change.kind === 'added' || change.kind === 'grown';

const order: readonly Label[] = ['first-run-fails', 'fails-on-rerun', 'accumulates', 'clobbers', 'changes-every-run', 'idempotent'];

function worse(a: Label, b: Label): Label {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

export function tellsTime(c: SandboxCase): boolean {
  return [...c.command, ...(c.args ?? [])].some((text) => /\bdate\b|SECONDS|\bstat\b|ls -\w*l|EPOCH|\bgit\b/.test(text));
}

export async function run(stage: Stage, volumes: string, killBefore?: number): Promise<StartResult> {
  const folder = join(stage.bench.folder, `start-${stage.count++}`);
  mkdirSync(folder);
  const { roots, layer } = stage.bench;
  const result = await start({ case: stage.case, roots, layer, folder, volumes, ...(killBefore === undefined ? {} : { killBefore }) });
  rmSync(folder, { recursive: true, force: true });
  return result;
}

export function freshVolumes(stage: Stage, name: string): string {
  const folder = join(stage.bench.folder, `volumes-${name}`);
  for (const mount of stage.case.mounts) empty(join(folder, mount.name));
  for (const [volume, files] of Object.entries(stage.case.volumes ?? {})) fill(join(folder, volume), files);
  return folder;
}

/** Whoever the container runs as may write. */
export function empty(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const before = process.umask(0);
  mkdirSync(folder, { recursive: true, mode: 0o777 });
  process.umask(before);
}

function copyVolumes(stage: Stage, from: string, name: string): string {
  const to = join(stage.bench.folder, `volumes-${name}`);
  // Not Node's own copy: links, pipes, times and hard links matter.
  const done = spawnSync('cp', ['-a', from, to]);
  if (done.status !== 0) throw new Error(`sandbox: cp: ${done.stderr.toString()}`);
  return to;
}

function look(stage: Stage, volumes: string): Snapshot {
  return lookAt(stage.written, volumes);
}

function lookAt(names: readonly string[], volumes: string): Snapshot {
  return new Map(names.flatMap((name) => [...snapshot(join(volumes, name))].map(([path, entry]) => [`${name}:${path}`, entry] as const)));
}
