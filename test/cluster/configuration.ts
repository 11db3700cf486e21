// The files that the components are started with.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateFile, keyFile } from './certificates.ts';
import { pauseImage } from './images.ts';
import { names, network, places, ports } from './places.ts';
import { attempt } from './run.ts';

const file = (name: string): string => join(places.configuration, name);
const cniFolder = file('cni');

export const files = { containerd: file('containerd.toml'), kubelet: file('kubelet.json'), corefile: file('Corefile') } as const;

export async function writeConfiguration(snapshotter: string): Promise<void> {
  await mkdir(cniFolder, { recursive: true });
  await Promise.all([
    writeFile(join(cniFolder, '10-pets.conflist'), JSON.stringify(podNetwork, null, 2)),
    writeFile(files.containerd, containerd(snapshotter)),
    writeFile(files.kubelet, JSON.stringify(kubelet, null, 2)),
    writeFile(files.corefile, corefile),
  ]);
}

/** Overlay file systems do not stack: inside another container the layers have to be copied. */
export async function chooseSnapshotter(): Promise<string> {
  const kind = await attempt('stat', ['--file-system', '--format=%T', places.run]);
  return kind?.trim() === 'overlayfs' ? 'native' : 'overlayfs';
}

const containerd = (snapshotter: string): string => `version = 2
root = ${JSON.stringify(places.containerdRoot)}
state = ${JSON.stringify(places.containerdState)}
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper"]
[grpc]
  address = ${JSON.stringify(places.containerdSocket)}
[plugins."io.containerd.internal.v1.opt"]
  path = ${JSON.stringify(join(places.containerdRoot, 'opt'))}
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${JSON.stringify(pauseImage)}
  restrict_oom_score_adj = true
  tolerate_missing_hugetlb_controller = true
  netns_mounts_under_state_dir = true
[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = ${JSON.stringify(snapshotter)}
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  Root = ${JSON.stringify(join(places.run, 'runc'))}
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = ${JSON.stringify(cniFolder)}
`;

const podNetwork = {
  cniVersion: '0.4.0',
  name: network.name,
  plugins: [
    {
      type: 'bridge',
      bridge: network.bridge,
      isGateway: true,
      hairpinMode: true,
      ipam: { type: 'host-local', dataDir: places.addresses, ranges: [[{ subnet: network.subnet }]], routes: [{ dst: '0.0.0.0/0' }] },
    },
  ],
};

const nothingIsScarce = {
  'memory.available': '0%',
  'nodefs.available': '0%',
  'nodefs.inodesFree': '0%',
  'imagefs.available': '0%',
  'imagefs.inodesFree': '0%',
};

const kubelet = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: network.host,
  healthzPort: 0,
  containerRuntimeEndpoint: `unix://${places.containerdSocket}`,
  clusterDNS: [network.host],
  clusterDomain: network.domain,
  resolvConf: '', // the host's servers are not the cluster's business
  authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: certificateFile('ca') } },
  authorization: { mode: 'Webhook' },
  tlsCertFile: certificateFile('node'),
  tlsPrivateKeyFile: keyFile('node'),
  podLogsDir: places.podLogs,
  // A developer's machine has swap, a full disk and, if it is old, cgroup v1: none of that matters to a test.
  failSwapOn: false,
  failCgroupV1: false,
  evictionHard: nothingIsScarce,
  imageGCHighThresholdPercent: 100,
  localStorageCapacityIsolation: false,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${names.cgroup}`,
  enforceNodeAllocatable: [],
  oomScoreAdj: 0, // lowering it takes a capability that root in a container lacks
  makeIPTablesUtilChains: false,
};

/**
 * endpoint_pod_names: SRV answers then carry web-0.web..., as the DNS of a set of pets does.
 * The template says of all other names that they do not exist; a refusal would look like a broken server to the pods.
 */
const corefile = `.:53 {
  bind ${network.host}
  errors
  ready ${network.host}:${ports.dnsReady}
  kubernetes ${network.domain} in-addr.arpa {
    kubeconfig ${places.kubeconfig} ${names.context}
    endpoint_pod_names
    pods insecure
    fallthrough in-addr.arpa
  }
  template ANY ANY . {
    rcode NXDOMAIN
  }
}
`;
