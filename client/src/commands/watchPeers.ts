import { chooseContainer } from '../choosing.ts';
import type { PeerSession } from '../cluster/peerSession.ts';
import type { PeerReport } from '../cluster/peers.ts';
import type { Result } from '../cluster/result.ts';
import type { Context } from '../context.ts';
import { mayAct } from '../rights.ts';
import type { ContainerTarget } from '../target.ts';
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

async function follow(context: Context, target: ContainerTarget, page: LiveDocument): Promise<void> {
  const asker = new Asker(target);
  const close = (): void => asker.close();
  page.closed.addEventListener('abort', close);
  let before: Seen | undefined;
  let fault = '';
  while (!page.closed.aborted && context.connections.open.includes(target.connection)) {
    const report = await asker.ask();
    if (page.closed.aborted) break;
    if (report.ok) {
      const after = seenIn(report.value);
      page.append(changeText(before, after));
      before = after;
    } else if (report.failure.message !== fault) page.append(`${now()} ${report.failure.message}\n`);
    fault = report.ok ? '' : report.failure.message;
    await pause(askEveryMs, page.closed);
  }
  close();
  if (!page.closed.aborted) page.append(`${now()} Disconnected.\n`);
}

/** Asks in one session, and in another one after a failure. The process in the pet ends with its input: closed here, or cut off. */
class Asker {
  readonly #target: ContainerTarget;
  #session: PeerSession | undefined;
  #isClosed = false;

  constructor(target: ContainerTarget) {
    this.#target = target;
  }

  async ask(): Promise<Result<PeerReport>> {
    const { connection, set, pet, container } = this.#target;
    if (this.#session === undefined) {
      const opened = await connection.followPeers(set, pet, container.name);
      if (!opened.ok) return opened;
      this.#session = opened.value;
      if (this.#isClosed) this.close();
    }
    const report = await (this.#session?.ask() ?? cancelled);
    if (!report.ok) this.#end();
    return report;
  }

  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  #end(): void {
    this.#session?.close();
    this.#session = undefined;
  }
}

const cancelled: Result<never> = { ok: false, failure: { kind: 'cancelled', message: 'Cancelled.' } };

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
