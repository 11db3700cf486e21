import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { places } from './places.ts';
import { searchPath } from './run.ts';

/** A part of the cluster that runs until it is stopped. */
export type Component = { readonly name: string; readonly command: string; readonly args: readonly string[] };

const pidFile = (name: string): string => join(places.pids, name);
const logFile = (name: string): string => join(places.logs, `${name}.log`);

/** The process outlives this one; its pid file is what `down` finds it by. */
export function start(component: Component): void {
  mkdirSync(places.logs, { recursive: true });
  mkdirSync(places.pids, { recursive: true });
  const log = openSync(logFile(component.name), 'w');
  // Kubernetes' parts take settings from the environment too, and a developer's are not meant for them.
  const env = { PATH: searchPath(), HOME: places.run, LANG: 'C' };
  const child = spawn(component.command, [...component.args], { cwd: places.run, detached: true, stdio: ['ignore', log, log], env });
  closeSync(log);
  child.on('error', () => undefined); // `until` sees that it does not live
  child.unref();
  if (child.pid !== undefined) writeFileSync(pidFile(component.name), `${child.pid} ${startTime(child.pid) ?? ''}`);
}

export function alive(name: string): boolean {
  return pidOf(name) !== undefined;
}

/** The components that have been started, also those that have ended since. */
export function started(): string[] {
  return existsSync(places.pids) ? readdirSync(places.pids) : [];
}

export async function stop(name: string, seconds = 5): Promise<void> {
  signal(name, 'SIGTERM');
  for (const end = Date.now() + seconds * 1000; alive(name) && Date.now() < end; ) await sleep(50);
  signal(name, 'SIGKILL');
  while (alive(name)) await sleep(20);
  rmSync(pidFile(name), { force: true });
}

/** Waits for a probe; when it takes too long or its component dies, the error says what that component said last. */
export async function until(what: string, component: string, seconds: number, probe: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    if (await probe().catch(() => false)) return;
    if (!alive(component)) throw new Error(`${component} ended before ${what}\n${logTail(component)}`);
  }
  throw new Error(`${what}: not within ${seconds} s\n${logTail(component)}`);
}

function logTail(name: string, lines = 25): string {
  const text = existsSync(logFile(name)) ? readFileSync(logFile(name), 'utf8') : '';
  return `--- ${logFile(name)}\n${text.trimEnd().split('\n').slice(-lines).join('\n')}`;
}

function signal(name: string, kind: NodeJS.Signals): void {
  const pid = pidOf(name);
  if (pid === undefined) return;
  try {
    process.kill(pid, kind);
  } catch {
    // It ended in between.
  }
}

/** A pid alone may belong to somebody else by now; with the time of its start it is the process that was started here. */
function pidOf(name: string): number | undefined {
  if (!existsSync(pidFile(name))) return undefined;
  const [pid, time] = readFileSync(pidFile(name), 'utf8').split(' ');
  return time !== '' && startTime(Number(pid)) === time ? Number(pid) : undefined;
}

/** Field 22 of /proc/PID/stat; the second field may contain spaces. A process that only waits to be reaped has ended. */
function startTime(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
