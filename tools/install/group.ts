import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export type Group = {
  readonly process: ChildProcess;
  /** Ends the process and everything that it started, and waits for it. */
  readonly stop: () => Promise<void>;
};

/** The running heads of groups, each with the signal that ends its group when we are ended ourselves. */
const live = new Map<ChildProcess, NodeJS.Signals>();

/** How long a group may take to end by itself, in ms. */
const graceMs = 3000;

/**
 * Starts a process as the head of a group of its own, with its output piped, so that its many children end with it, and with us.
 * @param lastSignal what the group gets when we are ended: an installer must be able to clean up, an editor need not
 */
export function startGroup(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'>,
  lastSignal: NodeJS.Signals = 'SIGKILL',
): Group {
  if (live.size === 0) endGroupsWithUs();
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
  live.set(child, lastSignal);
  const closed = new Promise<void>((resolve) => {
    const end = (): void => {
      live.delete(child);
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  const stop = async (): Promise<void> => {
    signal(child, 'SIGTERM');
    const timer = setTimeout(() => signal(child, 'SIGKILL'), graceMs);
    await closed;
    clearTimeout(timer);
    // The head is gone; a child that ignored SIGTERM may not be.
    signal(child, 'SIGKILL');
  };
  return { process: child, stop };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
  } catch {
    // Gone already, which is what was asked for.
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let isWatching = false;

/** A detached group outlives its parent unless told otherwise. We stay until the groups have ended, so that nothing is orphaned. */
function endGroupsWithUs(): void {
  if (isWatching) return;
  isWatching = true;
  const endAll = (last?: NodeJS.Signals): void => {
    for (const [child, lastSignal] of live) signal(child, last ?? lastSignal);
  };
  process.once('exit', () => endAll('SIGKILL'));
  let isEnding = false;
  const end = (name: NodeJS.Signals): void => {
    // Ctrl-C may come twice: from the terminal, and from our own parent that passes it on.
    if (isEnding) return;
    isEnding = true;
    endAll();
    const until = performance.now() + graceMs;
    const wait = setInterval(() => {
      if (live.size > 0 && performance.now() < until) return;
      clearInterval(wait);
      endAll('SIGKILL');
      for (const each of signals) process.off(each, end);
      process.kill(process.pid, name);
    }, 20);
  };
  for (const name of signals) process.on(name, end);
}
