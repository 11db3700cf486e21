// Taking a cluster away, whole or in whatever state a crash left it. Nothing here minds what is already gone.

import { readdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeCgroup } from './cgroups.ts';
import { removeBridge } from './network.ts';
import { network, places } from './places.ts';
import { started, stop } from './processes.ts';
import { attempt } from './run.ts';

/** Written into Kubernetes' sources: where the host-path provisioner makes its volumes. */
const provisionerFolder = '/tmp/hostpath_pv';

/** Written into the kubelet: a link to the log of each container. */
const containerLogs = '/var/log/containers';

const cniResults = '/var/lib/cni/results';

/** The kubelet first, or it would start again what is killed here; containerd's shims outlive containerd. */
export async function clean(): Promise<void> {
  await stop('kubelet');
  await removeCgroup();
  await stopShims();
  await Promise.all(started().map((name) => stop(name)));
  await removeCgroup();
  await unmountAll();
  await removeBridge();
  await Promise.all([removeLinksInto(containerLogs), removeCniResults(), removeProvisionerLink()]);
  await removeRun();
}

/** Volumes go with the rest of the state, except where the folder is somebody else's already. */
export async function makeProvisionerLink(): Promise<void> {
  await symlink(places.volumes, provisionerFolder).catch(() => undefined);
}

/** Known by the socket that they were given; each has a socket of its own in a folder that all containerds share. */
async function stopShims(): Promise<void> {
  const sockets = await shimSockets();
  for (const pid of await shims()) process.kill(pid, 'SIGKILL');
  for (const end = Date.now() + 5000; (await shims()).length > 0 && Date.now() < end; ) await sleep(20);
  await Promise.all(sockets.map((socket) => rm(socket, { force: true })));
}

async function shims(): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  const ours = (command: string): boolean => {
    const words = command.split('\0');
    return (words[0] ?? '').includes('containerd-shim') && words.includes(places.containerdSocket);
  };
  return pids.filter((_, index) => ours(commands[index] ?? '')).map(Number);
}

async function shimSockets(): Promise<string[]> {
  const tasks = join(places.containerdState, 'io.containerd.runtime.v2.task', 'k8s.io');
  const containers = await readdir(tasks).catch(() => []);
  const addresses = await Promise.all(containers.map((id) => readFile(join(tasks, id, 'address'), 'utf8').catch(() => '')));
  return addresses.filter((address) => address.startsWith('unix:///')).map((address) => address.slice('unix://'.length));
}

/** Containers' roots, volumes and network namespaces, the innermost first. */
async function unmountAll(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const mounts = await ourMounts();
    if (mounts.length === 0) return;
    await attempt('umount', ['--lazy', ...mounts.reverse()]);
  }
}

async function ourMounts(): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table.split('\n').map((line) => unescaped(line.split(' ')[4] ?? ''));
  return points.filter((point) => point.startsWith(places.run + sep));
}

/** The kernel writes a space in a path as \040. */
function unescaped(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

async function removeLinksInto(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const target = await readlink(join(folder, name)).catch(() => '');
    if (target.startsWith(places.run + sep)) await rm(join(folder, name), { force: true });
  }
}

async function removeCniResults(): Promise<void> {
  const names = await readdir(cniResults).catch(() => []);
  await Promise.all(names.filter((name) => name.startsWith(`${network.name}-`)).map((name) => rm(join(cniResults, name), { force: true })));
}

async function removeProvisionerLink(): Promise<void> {
  if ((await readlink(provisionerFolder).catch(() => '')) === places.volumes) await rm(provisionerFolder);
}

/** A mount that is still there may show a folder of the host's, and deleting would go through it. The logs stay, to be read. */
async function removeRun(): Promise<void> {
  const mounts = await ourMounts();
  if (mounts.length > 0) throw new Error(`still mounted, so nothing below ${places.run} is deleted: ${mounts.join(' ')}`);
  const entries = (await readdir(places.run).catch(() => [])).map((name) => join(places.run, name));
  await Promise.all(entries.filter((path) => path !== places.logs).map((path) => rm(path, { recursive: true, force: true })));
}
