import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { chooseContainer } from '../choosing.ts';
import type { PeerReport } from '../cluster/peers.ts';
import type { Context } from '../context.ts';
import { mayAct } from '../rights.ts';
import type { ContainerTarget } from '../target.ts';
import { defineCommand } from './command.ts';

export const findPeers = defineCommand({
  id: 'petset.findPeers',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined) return;
    const { connection, set, pet, container } = target;
    if (!(await mayAct(context, connection, 'exec'))) return;
    const { peerFinder } = context.settings();
    let finder: string | undefined;
    if (peerFinder !== '') {
      finder = await bring(context, target, peerFinder);
      if (finder === undefined) return;
    }
    const report = await ask(context, `Finding the peers of ${pet.name}`, (signal) => connection.peers(set, pet, container.name, signal, finder));
    if (report === undefined) return;
    await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/peers.txt`, reportText(report));
  },
});

/** Copies the peer finder of the user's choice into the pet, where it is not there yet. */
async function bring(context: Context, { connection, set, pet, container }: ContainerTarget, source: string): Promise<string | undefined> {
  const detail = `${source}, the setting petset.peerFinder, is copied to /tmp of container ${container.name} and run there. It stays until the container ends.`;
  const change = { question: `Copy a peer finder into ${pet.name}?`, detail, action: 'Copy', act: 'exec', isGrave: true } as const;
  if (!(await mayChange(context, connection, change))) return undefined;
  const target = { namespace: set.namespace, pod: pet.name, container: container.name };
  return await ask(context, `Copying the peer finder into ${pet.name}`, (signal) => connection.bringProgram(target, source, signal));
}

function reportText(report: PeerReport): string {
  const found = report.peers.filter((peer) => peer.found).length;
  const width = Math.max(0, ...report.peers.map((peer) => peer.name.length));
  const lines = report.peers.map((peer) =>
    `${peer.found ? '  found  ' : '  MISSING'}  ${peer.name.padEnd(width)}${peer.found ? '' : `  ${peer.reason}`}`.trimEnd(),
  );
  const strangers = report.strangers.map((name) => `  stranger ${name}  no pet of this set, yet the Service names it`);
  return [
    `Peers that ${report.pet} (container ${report.container}) finds through the Service ${report.service}, ${report.way === 'none' ? 'by nothing that this image has' : `by ${report.way}`}:`,
    `${found} of ${report.peers.length} found.${report.fault === '' ? '' : ` But ${report.fault}.`}`,
    '',
    ...lines,
    ...strangers,
    '',
    'What the pet said:',
    ...report.output
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => `  ${line}`),
    '',
  ].join('\n');
}
