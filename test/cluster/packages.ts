import { access, constants, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { exists } from './exists.ts';
import { attempt, run, searchPath, timed } from './run.ts';

type Tool = { readonly package: string; readonly needs: string };

/**
 * What is taken from the distribution. A tool is wanted, not a package: a machine with Docker has its own containerd and runc,
 * and Debian's package would throw Docker out.
 */
const tools: readonly Tool[] = [
  { needs: 'etcd', package: 'etcd-server' },
  { needs: 'containerd', package: 'containerd' },
  { needs: 'ctr', package: 'containerd' },
  { needs: 'containerd-shim-runc-v2', package: 'containerd' },
  { needs: 'runc', package: 'runc' },
  { needs: '/usr/lib/cni/bridge', package: 'containernetworking-plugins' },
  { needs: 'iptables', package: 'iptables' },
  { needs: 'ip', package: 'iproute2' },
  { needs: 'openssl', package: 'openssl' },
  { needs: 'debootstrap', package: 'debootstrap' },
  { needs: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' },
];

const serviceGate = '/usr/sbin/policy-rc.d';

/** Installs the missing ones; throws where that is not possible. */
export async function installPackages(): Promise<void> {
  const packages = [...new Set((await missing()).map((tool) => tool.package))];
  if (packages.length === 0) return;
  await timed(`installed ${packages.join(' ')}`, async () => {
    await run('apt-get', ['update', '-qq'], { seconds: 300 });
    await withoutStartingServices(() =>
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
        seconds: 900,
      }),
    );
  });
  const still = await missing();
  if (still.length > 0) throw new Error(`still missing after apt-get: ${still.map((tool) => tool.needs).join(' ')}`);
}

/** Why this machine cannot build a cluster, or nothing. */
export async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a cluster can only be built on Linux';
  if (process.getuid?.() !== 0) return 'a cluster can only be built by root';
  if ((await attempt('go', ['version'])) === undefined) return 'no Go on the PATH to build Kubernetes with';
  const absent = await missing();
  if (absent.length === 0 || (await find('apt-get'))) return undefined;
  return `no apt-get to install ${absent.map((tool) => tool.package).join(' ')}`;
}

async function missing(): Promise<Tool[]> {
  const found = await Promise.all(tools.map((tool) => find(tool.needs)));
  return tools.filter((_, index) => !found[index]);
}

/** A command on the PATH, or a file by its whole path. */
async function find(tool: string): Promise<boolean> {
  if (tool.startsWith('/')) return exists(tool);
  const candidates = searchPath()
    .split(delimiter)
    .map((folder) => join(folder, tool));
  const hits = await Promise.allSettled(candidates.map((path) => access(path, constants.X_OK)));
  return hits.some((hit) => hit.status === 'fulfilled');
}

/** etcd-server and containerd come as services that Debian starts at once; this machine did not ask for them. */
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
