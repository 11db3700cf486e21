import { ask } from '../asking.ts';
import type { PeerReport } from '../cluster/peers.ts';
import { mayAct } from '../rights.ts';
import { chooseContainer } from '../targets.ts';
import { defineCommand } from './command.ts';

export const findPeers = defineCommand({
  id: 'petset.findPeers',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined) return;
    const { connection, set, pet, container } = target;
    if (!(await mayAct(context, connection, 'exec'))) return;
    const report = await ask(context, `Finding the peers of ${pet.name}`, (signal) => connection.peers(set, pet, container.name, signal));
    if (report === undefined) return;
    await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/peers.txt`, reportText(report));
  },
});

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
