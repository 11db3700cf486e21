import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { step } from './progress.ts';
import { runProgram, showLines } from './run.ts';

/** Debian asks this program whether a service that a package brings may be started. */
const serviceGate = '/usr/sbin/policy-rc.d';

/**
 * Makes sure that Debian packages are there: installs the missing ones where that is possible (as root on a Debian),
 * and otherwise throws one line that a person can act on. No service is started.
 * @param purpose "The editor tests": the subject of that line
 */
export async function ensureDebian(packages: readonly string[], purpose: string): Promise<void> {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (!canInstallPackages()) throw new Error(`${purpose} needs ${missing.join(', ')}: run "sudo ${command}" (or your system's equivalent)`);
  await step(`Installing the Debian packages ${missing.join(', ')}`, 'about a minute', async (tell) => {
    // The lists may be absent or stale; a mirror that cannot be reached shows itself in the next command.
    await apt(['update'], tell).catch(() => undefined);
    await withoutStartingServices(() => apt(['install', '-y', '--no-install-recommends', ...missing], tell)).catch((error: unknown) => {
      throw new Error(`${purpose}: "${command}" failed: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
}

/**
 * Makes a minimal Debian tree, as root. debootstrap mounts /proc in it: in a mount namespace of its own, so that nobody else sees
 * that mount and nothing is left of it.
 */
export async function debootstrap(args: readonly string[], onLine: (line: string) => void): Promise<void> {
  await runProgram('unshare', ['--mount', '--fork', '--kill-child', 'debootstrap', '--variant=minbase', ...args], {
    // A person who became root by `su` has no system folders in the PATH.
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin` },
    onLine,
  });
}

/** Whether `ensureDebian` can install what is missing: root on a Debian or one of its relatives. */
export function canInstallPackages(): boolean {
  return isDebian() && process.getuid?.() === 0;
}

function isInstalled(name: string): boolean {
  return isDebian() && spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' }).stdout === 'install ok installed';
}

function isDebian(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-query');
}

function apt(args: readonly string[], tell: (detail: string) => void): Promise<void> {
  // Waits for the lock: another tool of this repository may be installing at the same moment.
  return runProgram('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    onLine: showLines(tell),
  });
}

/** etcd-server and containerd come as services that Debian would start at once. */
async function withoutStartingServices(work: () => Promise<unknown>): Promise<void> {
  const made = await writeFile(serviceGate, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' }).then(
    () => true,
    () => false,
  );
  try {
    await work();
  } finally {
    if (made) await rm(serviceGate, { force: true });
  }
}
