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

let isWatching = false;

/** A detached group outlives its parent unless told otherwise. */
function endGroupsWithUs(): void {
  if (isWatching) return;
  isWatching = true;
  const endAll = (): void => {
    for (const [child, lastSignal] of live) signal(child, lastSignal);
  };
  process.once('exit', endAll);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      endAll();
      process.kill(process.pid, name);
    });
  }
}
