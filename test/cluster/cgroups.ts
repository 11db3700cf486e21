import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { names } from './places.ts';

const mount = '/sys/fs/cgroup';
const isVersion2 = existsSync(join(mount, 'cgroup.controllers'));

/** All pods run below a cgroup of the cluster's own: whatever is in it is ours to end, however it came there. */
export function makeCgroup(): void {
  if (isVersion2) enableControllers();
  for (const folder of cgroupFolders()) mkdirSync(folder, { recursive: true });
}

/** Kills what runs in it, again and again until nothing is born there any more, and takes it away. */
export async function removeCgroup(seconds = 10): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    const pids = cgroupFolders().flatMap(members);
    if (pids.length === 0) break;
    for (const pid of pids) kill(pid);
  }
  for (const folder of cgroupFolders()) removeTree(folder);
}

/** Version 1 has a hierarchy for each controller, version 2 has one; where both are mounted runc uses both. */
function cgroupFolders(): string[] {
  if (isVersion2) return [join(mount, names.cgroup)];
  return readdirSync(mount)
    .filter((hierarchy) => existsSync(join(mount, hierarchy, 'cgroup.procs')))
    .map((hierarchy) => join(mount, hierarchy, names.cgroup));
}

/** A controller that the host keeps for itself is refused; the kubelet then says which one it misses. */
function enableControllers(): void {
  for (const controller of ['cpu', 'cpuset', 'io', 'memory', 'pids', 'hugetlb']) {
    try {
      writeFileSync(join(mount, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // Left to the kubelet's own check.
    }
  }
}

function members(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const here = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  return [...here, ...children(folder).flatMap(members)];
}

function removeTree(folder: string): void {
  if (!existsSync(folder)) return;
  children(folder).forEach(removeTree);
  try {
    rmdirSync(folder);
  } catch {
    // Busy for a moment longer; the next start takes it over.
  }
}

function children(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
