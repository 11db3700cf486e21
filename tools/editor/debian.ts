import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Makes sure that Debian packages are there: installs the missing ones when we may (root on a Debian),
 * and otherwise throws one line that a person can act on.
 */
export function ensureDebian(packages: readonly string[], purpose: string): void {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(`${purpose} needs ${missing.join(', ')}: run "sudo ${command}" (or your system's equivalent)`);
  }
  process.stderr.write(`${purpose}: installing ${missing.join(', ')}\n`);
  apt(['update']);
  const status = apt(['install', '-y', '--no-install-recommends', ...missing]);
  if (status !== 0) throw new Error(`${purpose}: "${command}" failed; run it by hand to see why`);
}

function missingPackages(packages: readonly string[]): readonly string[] {
  if (!isDebian()) return [...packages];
  return packages.filter((name) => {
    const query = spawnSync('dpkg-query', ['-W', '-f', '${Status}', name], { encoding: 'utf8' });
    return query.stdout !== 'install ok installed';
  });
}

function isDebian(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-query');
}

function apt(args: readonly string[]): number | null {
  // The lock is waited for: another tool of this repository may be installing at the same moment.
  return spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  }).status;
}
