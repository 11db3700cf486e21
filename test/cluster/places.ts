// Where things lie and what they are called: every name and address of the cluster, once.

import { join } from 'node:path';
import { cacheFolder } from '../../tools/install/folders.ts';

const root = join(cacheFolder(), 'cluster');
const run = join(root, 'run');

/** `run` is the state of one running cluster and goes with it; everything beside it is kept from one run to the next. */
export const places = {
  root,
  run,
  lock: join(root, 'lock'),
  built: join(root, 'built'),
  images: join(root, 'images'),
  bin: join(root, 'bin'),
  kubectl: join(root, 'bin', 'kubectl'),
  kubeconfig: join(run, 'kubeconfig'),
  builds: join(run, 'builds.json'),
  logs: join(run, 'logs'),
  pids: join(run, 'pids'),
  certificates: join(run, 'certificates'),
  configuration: join(run, 'configuration'),
  etcd: join(run, 'etcd'),
  containerdRoot: join(run, 'containerd'),
  containerdState: join(run, 'containerd-state'),
  containerdSocket: join(run, 'containerd.sock'),
  kubelet: join(run, 'kubelet'),
  podLogs: join(run, 'pod-logs'),
  addresses: join(run, 'addresses'),
  volumes: join(run, 'volumes'),
} as const;

/** 10.88.0.0/16 would be podman's own network, 10.0-10.9 and 172.16-31 are offices' and Docker's. */
export const network = {
  name: 'petset-tools',
  bridge: 'pets0',
  /** Locally administered, and made of the host's own address. */
  bridgeAddress: '0a:58:0a:c5:00:01',
  host: '10.197.0.1',
  subnet: '10.197.0.0/16',
  prefix: 16,
  services: '10.198.0.0/24',
  apiService: '10.198.0.1',
  domain: 'cluster.local',
} as const;

/** Not the ports that a cluster of this machine's own would have. */
export const ports = { api: 16443, etcd: 12379, etcdPeer: 12380, dnsReady: 8181 } as const;

export const names = { node: 'pets', context: 'petset-test', cgroup: 'petset-tools' } as const;

export const apiUrl = `https://127.0.0.1:${ports.api}`;
export const etcdUrl = `http://127.0.0.1:${ports.etcd}`;
