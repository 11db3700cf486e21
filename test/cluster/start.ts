// From nothing to a ready node: what has to wait for what.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Tell } from '../../tools/install/progress.ts';
import { allowNodes, apiReady, defaultAccountExists, makeStorageClass, nodeReady } from './api.ts';
import type { Binaries } from './build.ts';
import { makeCertificates } from './certificates.ts';
import { makeCgroup } from './cgroups.ts';
import { makeProvisionerLink } from './clean.ts';
import { component } from './components.ts';
import { chooseSnapshotter, writeConfiguration } from './configuration.ts';
import { importImages } from './images.ts';
import { makeBridge } from './network.ts';
import { etcdUrl, network, places, ports } from './places.ts';
import { start, stop, until } from './processes.ts';

export async function startCluster(binaries: Binaries, archive: string, tell: Tell): Promise<void> {
  await mkdir(places.volumes, { recursive: true, mode: 0o755 });
  const snapshotter = await chooseSnapshotter();
  makeCgroup();
  await Promise.all([makeCertificates(), writeConfiguration(snapshotter), makeBridge(), makeProvisionerLink()]);
  start(component('etcd', binaries));
  start(component('containerd', binaries));
  // Side by side: importing is the disk's work, starting is the processor's.
  await Promise.all([startRuntime(archive, snapshotter), startControlPlane(binaries, tell)]);
  await writeFile(places.builds, JSON.stringify({ binaries, archive }));
}

async function startRuntime(archive: string, snapshotter: string): Promise<void> {
  await until('containerd listens', 'containerd', 30, () => accepts(places.containerdSocket));
  await importImages(archive, snapshotter);
}

async function startControlPlane(binaries: Binaries, tell: Tell): Promise<void> {
  tell('waiting for etcd');
  await until('etcd is healthy', 'etcd', 30, () => answers(`${etcdUrl}/health`));
  tell('waiting for the API server');
  await startApiServer(binaries);
  start(component('kube-controller-manager', binaries));
  start(component('kube-scheduler', binaries));
  start(component('coredns', binaries));
  await Promise.all([allowNodes(), until('containerd listens', 'containerd', 30, () => accepts(places.containerdSocket))]);
  start(component('kubelet', binaries));
  await makeStorageClass();
  tell('waiting for the node');
  await until('the node is ready', 'kubelet', 90, nodeReady);
  await until('the default service account is made', 'kube-controller-manager', 60, defaultAccountExists);
  tell('waiting for DNS');
  await until('DNS is ready', 'coredns', 60, () => answers(`http://${network.host}:${ports.dnsReady}/ready`));
}

async function startApiServer(binaries: Binaries): Promise<void> {
  start(component('kube-apiserver', binaries));
  await until('the API server is ready', 'kube-apiserver', 90, apiReady);
}

/** The API server of the running cluster is away while something is done; the rest of the cluster waits for it. */
export async function withoutApiServer(work: () => Promise<void>): Promise<void> {
  const { binaries } = JSON.parse(await readFile(places.builds, 'utf8')) as { readonly binaries: Binaries };
  await stop('kube-apiserver');
  try {
    await work();
  } finally {
    await startApiServer(binaries);
  }
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
}

/** Whether something listens: at the path of a socket, or at a port of this machine. */
export function accepts(address: string | number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = typeof address === 'number' ? connect(address, '127.0.0.1') : connect(address);
    connection.on('connect', () => resolve(true)).on('error', () => resolve(false));
    connection.on('connect', () => connection.end());
  });
}
