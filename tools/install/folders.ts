import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Everything that is downloaded or built once and kept lies below this folder. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'petset-tools');
}

/**
 * Makes a folder that is either complete or absent: `make` fills a folder of another name, which gets the final name at the end.
 * What a killed run left of its own attempt is removed first. Does nothing when the folder is there.
 */
export async function makeWhole(target: string, make: (folder: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const partial = await mkdtemp(join(parent, `${prefix}${process.pid}-${basename(target)}-`));
  try {
    await make(partial);
    await rename(partial, target).catch((error: unknown) => {
      // Another process was faster; its folder is as good as ours.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

const prefix = 'partial-';

/** The name of a partial folder tells which process makes it. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = Number(/^partial-(\d+)-/.exec(name)?.[1]);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
