import type { PeerReport } from '../cluster/peers.ts';
import type { Context } from '../context.ts';
import { mayAct } from '../rights.ts';
import { type ContainerTarget, chooseContainer } from '../targets.ts';
import type { LiveDocument } from '../ui.ts';
import { defineCommand } from './command.ts';

/** DNS keeps an answer for up to a minute, so a change of the pods is not yet a change of the peers. */
const askEveryMs = 5_000;

/** The constituency as one pet sees it: a line for each peer that comes or goes, while the text is open. */
export const watchPeers = defineCommand({
  id: 'petset.watchPeers',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined || !(await mayAct(context, target.connection, 'exec'))) return;
    const { connection, set, pet } = target;
    const page = await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/peers.log`);
    page.append(`Peers as ${pet.name} finds them, asked every ${askEveryMs / 1000} s until you close this text.\n`);
    await follow(context, target, page);
  },
});

async function follow(context: Context, { connection, set, pet, container }: ContainerTarget, page: LiveDocument): Promise<void> {
  let before: Seen | undefined;
  let fault = '';
  while (!page.closed.aborted) {
    // A session for each question and none between them: what is cut off leaves nothing running in the pet.
    const report = await connection.peers(set, pet, container.name, page.closed);
    if (page.closed.aborted) return;
    if (!context.connections.open.includes(connection)) return page.append(`${now()} Disconnected.\n`);
    if (report.ok) {
      const after = seenIn(report.value);
      page.append(changeText(before, after));
      before = after;
    } else if (report.failure.message !== fault) page.append(`${now()} ${report.failure.message}\n`);
    fault = report.ok ? '' : report.failure.message;
    await pause(askEveryMs, page.closed);
  }
}

/** Each name with the reason why it is missing; empty when it is found. */
type Seen = ReadonlyMap<string, string>;

const seenIn = ({ peers, strangers }: PeerReport): Seen =>
  new Map([...peers.map(({ name, reason }) => [name, reason] as const), ...strangers.map((name) => [name, ''] as const)]);

/** In the words of peer-finder, with who came and who went. Empty when nothing changed. */
export function changeText(before: Seen | undefined, after: Seen): string {
  const found = (seen: Seen): readonly string[] => [...seen].filter(([, reason]) => reason === '').map(([name]) => name);
  const [was, is] = [found(before ?? new Map()), found(after)];
  const come = is.filter((name) => !was.includes(name)).map((name) => `  + ${name}`);
  const gone = was.filter((name) => !is.includes(name)).map((name) => `  - ${name}: ${after.get(name) ?? 'not wanted any more'}`);
  const missing = before === undefined ? [...after].filter(([, reason]) => reason !== '').map(([name, reason]) => `    ${name} is missing: ${reason}`) : [];
  if (before !== undefined && come.length + gone.length === 0) return '';
  return [`${now()} Peer list updated`, `was [${was.join(' ')}]`, `now [${is.join(' ')}]`, ...come, ...gone, ...missing, ''].join('\n');
}

const now = (): string => new Date().toLocaleTimeString();

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
