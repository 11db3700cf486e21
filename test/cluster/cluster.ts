// A real Kubernetes for tests and for trying things out: `node test/cluster/cluster.ts up|down|status|run <command>`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { say, step, type Tell } from '../../tools/install/progress.ts';
import { apiReady, nodeReady } from './api.ts';
import { type Binaries, buildBinaries, kubernetesVersion } from './build.ts';
import { clean } from './clean.ts';
import { componentNames } from './components.ts';
import { images, makeArchive } from './images.ts';
import { withLock } from './lock.ts';
import { installPackages, obstacle } from './packages.ts';
import { names, places, ports } from './places.ts';
import { alive } from './processes.ts';
import { accepts, startCluster } from './start.ts';

export type ClusterHandle = {
  readonly kubeconfig: string;
  readonly context: string;
  /** The path of a kubectl of the cluster's own version. */
  readonly kubectl: string;
  /** The names of the images that pods can use. */
  readonly images: readonly string[];
};

/** `images`: whether the cluster has the images of `images.ts`; one that somebody named may have no way to any. */
export type TestCluster = { readonly kubeconfig: string; readonly context: string; readonly images: boolean };

/** Brings the cluster up, or answers with the one that already runs. */
export async function up(): Promise<ClusterHandle> {
  const reason = await obstacle();
  if (reason !== undefined) throw new Error(reason);
  return withLock(async () => {
    await installPackages();
    const binaries = await buildBinaries();
    const archive = await makeArchive(binaries);
    if (!(await runs({ binaries, archive }))) {
      await leaveOthersAlone();
      await clean();
      await step(`Starting Kubernetes ${kubernetesVersion}`, 'about 30 seconds', (tell) => startOrClean(binaries, archive, tell));
    }
    return { kubeconfig: places.kubeconfig, context: names.context, kubectl: places.kubectl, images: images.map((image) => image.name) };
  });
}

export async function down(): Promise<void> {
  await withLock(clean);
}

/** The cluster that PETSET_TEST_KUBECONFIG names, else the one built here; `skip` says why there is neither. */
export async function clusterForTests(): Promise<TestCluster | { readonly skip: string }> {
  const named = namedKubeconfig();
  if (named !== undefined) return { kubeconfig: named, context: currentContext(await readFile(named, 'utf8')), images: false };
  const reason = await obstacle();
  if (reason === undefined) {
    const { kubeconfig, context } = await up();
    return { kubeconfig, context, images: true };
  }
  if (process.env.CI === 'true') throw new Error(`CI has to test on a cluster: ${reason}`);
  return { skip: `${reason}; PETSET_TEST_KUBECONFIG can name a cluster` };
}

function namedKubeconfig(): string | undefined {
  return process.env.PETSET_TEST_KUBECONFIG || undefined;
}

/** A kubeconfig may be YAML or JSON; this one line looks nearly the same in both. */
function currentContext(kubeconfig: string): string {
  const context = /^\s*"?current-context"?:\s*["']?([^"',\n]+)/m.exec(kubeconfig)?.[1]?.trim();
  if (context === undefined) throw new Error('the kubeconfig that PETSET_TEST_KUBECONFIG names has no current-context');
  return context;
}

/** Half a cluster is of no use; its logs stay. */
async function startOrClean(binaries: Binaries, archive: string, tell: Tell): Promise<void> {
  try {
    await startCluster(binaries, archive, tell);
  } catch (error) {
    await clean();
    throw error;
  }
}

/** A cluster of another cache folder has the same ports and the same bridge: making ours would break it. */
async function leaveOthersAlone(): Promise<void> {
  if (componentNames.some(alive) || !(await accepts(ports.api))) return;
  throw new Error(
    `port ${ports.api} is in use, perhaps by a test cluster of another cache folder: stop that first, with its XDG_CACHE_HOME and "npm run cluster down"`,
  );
}

/** Whether all of it runs, and from just these builds. */
async function runs(builds: object): Promise<boolean> {
  const running = await readFile(places.builds, 'utf8').catch(() => '');
  return running === JSON.stringify(builds) && componentNames.every(alive) && (await nodeReady().catch(() => false));
}

async function status(): Promise<void> {
  for (const name of componentNames) console.log(`${name.padEnd(24)} ${alive(name) ? 'runs' : 'stopped'}`);
  console.log(`${'API server'.padEnd(24)} ${(await apiReady().catch(() => false)) ? 'ready' : 'does not answer'}`);
  console.log(`${'node'.padEnd(24)} ${(await nodeReady().catch(() => false)) ? 'ready' : 'not ready'}`);
}

/** Leaves the machine as it found it: only a cluster that was started for the command is taken down after it. */
async function runInside(command: readonly string[]): Promise<void> {
  const ranBefore = componentNames.every(alive);
  const kubeconfig = namedKubeconfig() ?? (await up()).kubeconfig;
  const [program = 'true', ...args] = command;
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: kubeconfig } });
  const [code] = await once(child, 'exit');
  if (!ranBefore && namedKubeconfig() === undefined) await down();
  process.exitCode = typeof code === 'number' ? code : 1;
}

function describe(handle: ClusterHandle): string {
  return [
    `kubeconfig: ${handle.kubeconfig}`,
    `images:     ${handle.images.join('\n            ')}`,
    '\nTo use it:',
    `  export KUBECONFIG=${handle.kubeconfig} PATH=${places.bin}:$PATH`,
    '  kubectl get pods',
  ].join('\n');
}

async function main(command: string | undefined, rest: readonly string[]): Promise<void> {
  switch (command) {
    case 'up':
      return console.log(describe(await up()));
    case 'down':
      return down();
    case 'status':
      return status();
    case 'run':
      return runInside(rest);
    default:
      say('usage: cluster.ts up | down | status | run <command> <arguments>');
      process.exitCode = 2;
  }
}

if (import.meta.main) {
  const [command, ...rest] = process.argv.slice(2);
  main(command, rest).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
