// How each component is started. The flags that are not obvious say why.

import { join } from 'node:path';
import type { Binaries } from './build.ts';
import { certificateFile, keyFile, nodeKubeconfig } from './certificates.ts';
import { files } from './configuration.ts';
import { etcdUrl, names, network, places, ports } from './places.ts';
import type { Component } from './processes.ts';

export const componentNames = ['etcd', 'containerd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'coredns'] as const;

type ComponentName = (typeof componentNames)[number];

export function component(name: ComponentName, binaries: Binaries): Component {
  if (name === 'etcd' || name === 'containerd') return { name, command: name, args: args[name] };
  if (name === 'coredns') return { name, command: binaries.coredns, args: args[name] };
  return { name, command: binaries.kube, args: [name, ...args[name]] };
}

const clients = `--kubeconfig=${places.kubeconfig}`;

const args: Record<ComponentName, readonly string[]> = {
  etcd: [
    `--data-dir=${places.etcd}`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
    '--unsafe-no-fsync', // the data is gone after `down` anyway
  ],
  containerd: [`--config=${files.containerd}`],
  'kube-apiserver': [
    `--etcd-servers=${etcdUrl}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--advertise-address=${network.host}`,
    '--endpoint-reconciler-type=none', // no kube-proxy, so nobody reaches the Service `kubernetes`
    `--service-cluster-ip-range=${network.services}`,
    `--tls-cert-file=${certificateFile('apiserver')}`,
    `--tls-private-key-file=${keyFile('apiserver')}`,
    `--client-ca-file=${certificateFile('ca')}`,
    '--authorization-mode=RBAC', // `Node` comes to know a pod later than the kubelet, which is then refused its claims and waits 10 to 15 seconds
    `--kubelet-certificate-authority=${certificateFile('ca')}`,
    `--kubelet-client-certificate=${certificateFile('admin')}`,
    `--kubelet-client-key=${keyFile('admin')}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${certificateFile('accounts')}`,
    `--service-account-signing-key-file=${keyFile('accounts')}`,
  ],
  'kube-controller-manager': [
    clients,
    '--secure-port=0',
    '--leader-elect=false', // a second saved at each start
    `--root-ca-file=${certificateFile('ca')}`,
    `--service-account-private-key-file=${keyFile('accounts')}`,
    '--enable-hostpath-provisioner=true',
  ],
  'kube-scheduler': [clients, '--secure-port=0', '--leader-elect=false'],
  kubelet: [
    `--kubeconfig=${nodeKubeconfig}`,
    `--config=${files.kubelet}`,
    `--hostname-override=${names.node}`,
    `--node-ip=${network.host}`,
    `--root-dir=${places.kubelet}`,
    `--cert-dir=${join(places.kubelet, 'pki')}`,
  ],
  coredns: ['-conf', files.corefile],
};
