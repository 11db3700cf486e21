import { writeFile } from 'node:fs/promises';
import { network } from './places.ts';
import { attempt, run } from './run.ts';

/** With Docker on the machine, bridged packets meet its firewall, which forwards nothing that it does not know. */
const forwarding = ['FORWARD', '-i', network.bridge, '-o', network.bridge, '-j', 'ACCEPT', '-m', 'comment', '--comment', network.name];

/** Made before the kubelet starts and not by the first pod: the bridge's address is the node's, and a node needs one that is not loopback. */
export async function makeBridge(): Promise<void> {
  // With an address of its own: else a bridge takes the lowest one of its ports, changes it as pods come and go, and the others
  // lose their packets to the gateway (and to the name server there) until they ask for its address again.
  await run('ip', ['link', 'add', network.bridge, 'address', network.bridgeAddress, 'type', 'bridge']);
  await run('ip', ['address', 'add', `${network.host}/${network.prefix}`, 'dev', network.bridge]);
  await run('ip', ['link', 'set', network.bridge, 'up']);
  await writeFile('/proc/sys/net/ipv4/ip_forward', '1');
  await attempt('iptables', ['-w', '-I', ...forwarding]);
}

export async function removeBridge(): Promise<void> {
  await attempt('iptables', ['-w', '-D', ...forwarding]);
  await attempt('ip', ['link', 'delete', network.bridge]);
}
