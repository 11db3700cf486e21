import { type ChildProcess, spawn } from 'node:child_process';

export type Group = {
  readonly process: ChildProcess;
  /** Ends the process and everything that it started, and waits for it. */
  readonly stop: () => Promise<void>;
};

const live = new Set<ChildProcess>();
const grace = 3000;

/** Starts a process as the head of a group of its own, so that an editor's many children end with it. */
export function startGroup(command: string, args: readonly string[], environment: Readonly<Record<string, string>>): Group {
  if (live.size === 0) endGroupsWithUs();
  const child = spawn(command, args, {
    env: { ...cleanEnvironment(), ...environment },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  live.add(child);
  const closed = new Promise<void>((resolve) => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  const stop = async (): Promise<void> => {
    signal(child, 'SIGTERM');
    const timer = setTimeout(() => signal(child, 'SIGKILL'), grace);
    await closed;
    clearTimeout(timer);
    // The head is gone; a child that ignored SIGTERM may not be.
    signal(child, 'SIGKILL');
    live.delete(child);
  };
  return { process: child, stop };
}

/** The editor must not take us for its parent editor, nor for a part of the test run that started it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env);
  return Object.fromEntries(inherited.filter(([name]) => !/^(VSCODE|ELECTRON)_|^NODE_(OPTIONS|TEST_CONTEXT|V8_COVERAGE)$/.test(name)));
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, name);
  } catch {
    // Gone already, which is what was asked for.
  }
}

/** A detached group outlives its parent unless told otherwise. */
function endGroupsWithUs(): void {
  const endAll = (): void => {
    for (const child of live) signal(child, 'SIGKILL');
  };
  process.once('exit', endAll);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => {
      endAll();
      process.kill(process.pid, name);
    });
  }
}
