import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { canInstallPackages, ensureDebian } from '../../tools/install/debian.ts';
import { canHaveGo } from '../../tools/install/go.ts';
import { exists } from './exists.ts';
import { searchPath } from './run.ts';

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

/** Installs the missing ones; throws where that is not possible. */
export async function installPackages(): Promise<void> {
  await ensureDebian([...new Set((await missing()).map((tool) => tool.package))], 'The test cluster');
  const still = await missing();
  if (still.length > 0) throw new Error(`still missing after apt-get: ${still.map((tool) => tool.needs).join(' ')}`);
}

/** Why this machine cannot build a cluster, or nothing. */
export async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'a cluster can only be built on Linux';
  if (process.getuid?.() !== 0) return 'a cluster can only be built by root';
  if (!canHaveGo()) return 'there is no Go 1.24 or newer to build Kubernetes with';
  const absent = await missing();
  if (absent.length === 0 || canInstallPackages()) return undefined;
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
