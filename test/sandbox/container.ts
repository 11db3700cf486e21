// One start of a container: namespaces of its own, a fresh overlay over the image, the volumes bound into it.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult, SandboxCase } from './case.ts';
import { countingShell, type Roots } from './roots.ts';

export interface Start {
  readonly case: SandboxCase;
  readonly roots: Roots;
  /** The files of the image that the case brings. */
  readonly layer: string;
  /** An empty folder for this start alone. */
  readonly folder: string;
  readonly volumes: string;
  /** Kill everything before this command. */
  readonly killBefore?: number;
}

export type StartResult = RunResult & { readonly killed: boolean };

const failure = 'sandbox: the container could not be put together';
const failureExit = 97;
const outputLimit = 8_192;

/** Its applets are part of the busybox that reads this: no program is started before the container's. */
const assemble = `trap 'echo "${failure}" >&2; exit ${failureExit}' EXIT
set -e
overlay=$1 root=$2 name=$3 folder=$4 stay=$5 mounts=$6
shift 6
mount -t overlay -o "$overlay" overlay "$root"
mount -t proc proc "$root/proc"
hostname "$name"
while [ "$mounts" -gt 0 ]; do
  if [ -d "$1" ]; then mkdir -p "$root$2"; else mkdir -p "$root\${2%/*}"; : >> "$root$2"; fi
  mount -o bind "$1" "$root$2"
  if [ "$3" = ro ]; then mount -o remount,ro,bind "$root$2"; fi
  shift 3
  mounts=$((mounts - 1))
done
mkdir -p "$root$folder"
ulimit -f 65536
trap - EXIT
set +e
if [ "$stay" = yes ]; then "$@"; else exec "$@"; fi
`;

/**
 * How a start is interrupted: bash reads this before the script, and its DEBUG trap runs before each simple command, in functions
 * and subshells too. The count lies in a file because subshells share it. Nothing but a kill -9 of every process is as sudden as a
 * lost node; the first process of a namespace cannot be killed from inside, so here it is not the script but its parent.
 */
export const crashFile = '/dev/.crash';
export const crashScript = `__at=$CRASH_AT
if [ "$CRASH_ECHO" = yes ]; then shopt -s xpg_echo; fi
unset BASH_ENV CRASH_AT CRASH_ECHO
__crash() {
  local __n=0
  if [ -e /dev/.count ]; then read -r __n < /dev/.count; fi
  __n=$((__n + 1))
  echo "$__n" >| /dev/.count
  if [ "$__n" -eq "$__at" ]; then
    : >| /dev/.killed
    kill -9 -1
    kill -9 "$BASHPID"
  fi
}
set -o functrace
trap __crash DEBUG
`;

const shells = new Set(['sh', 'bash', 'dash', 'ash', '/bin/sh', '/bin/bash', '/bin/dash', '/bin/ash', '/usr/bin/bash']);

export function canBeCounted(c: SandboxCase): boolean {
  return shells.has(c.command[0] ?? '');
}

export async function start(s: Start): Promise<StartResult> {
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(s.folder, name), { recursive: true });
  const result = await supervise(s, [
    '--mount',
    '--uts',
    '--pid',
    '--fork',
    '--kill-child=SIGKILL',
    s.roots.busybox,
    'sh',
    '-c',
    assemble,
    'assemble',
    ...plan(s),
  ]);
  if (result.exit === failureExit && result.output.trimEnd().endsWith(failure)) throw new Error(`${s.case.id}: ${result.output}`);
  return { ...result, killed: existsSync(join(s.folder, 'upper', 'dev', '.killed')) };
}

function plan(s: Start): readonly string[] {
  const root = join(s.folder, 'root');
  const lower = `${s.layer}:${s.roots[s.case.userland ?? 'deb']}`;
  const mounts = s.case.mounts
    .toSorted((a, b) => a.path.length - b.path.length)
    .flatMap((mount) => {
      const source = join(s.volumes, mount.name, mount.subPath ?? '');
      if (!existsSync(source)) mkdirSync(source, { recursive: true });
      const readOnly = mount.readOnly === true || isInput(mount.kind);
      return [statSync(source).isDirectory() ? `${source}/` : source, mount.path, readOnly ? 'ro' : 'rw'];
    });
  return [
    `lowerdir=${lower},upperdir=${join(s.folder, 'upper')},workdir=${join(s.folder, 'work')}`,
    root,
    s.case.hostname ?? 'pet-1',
    s.case.workingDir ?? '/',
    s.killBefore === undefined && s.case.mayDie !== true ? 'no' : 'yes',
    String(mounts.length / 3),
    ...mounts,
    ...enter(s, root),
  ];
}

function enter(s: Start, root: string): readonly string[] {
  const argv = [...s.case.command, ...(s.case.args ?? [])].map((text) => kubeletExpansion(text, s.case.env ?? {}));
  if (s.killBefore !== undefined) argv[0] = countingShell;
  const user = s.case.runAsUser === undefined ? [] : [`--setuid=${s.case.runAsUser}`, '--setgid=0'];
  return ['/usr/bin/unshare', `--root=${root}`, `--wd=${s.case.workingDir ?? '/'}`, ...user, ...argv];
}

export function isInput(kind: string): boolean {
  return kind === 'configMap' || kind === 'secret' || kind === 'projected' || kind === 'input';
}

function kubeletExpansion(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (all, name: string | undefined) => (name === undefined ? '$' : (env[name] ?? all)));
}

async function supervise(s: Start, args: readonly string[]): Promise<RunResult> {
  const env: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    HOSTNAME: s.case.hostname ?? 'pet-1',
    ...s.case.env,
  };
  if (s.killBefore !== undefined) {
    Object.assign(env, { BASH_ENV: crashFile, CRASH_AT: String(s.killBefore), CRASH_ECHO: /bash$/.test(s.case.command[0] ?? '') ? 'no' : 'yes' });
  }
  const child = spawn('/usr/bin/unshare', [...args], { env, stdio: [s.case.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'], cwd: '/' });
  // A script that does not read its input closes the pipe.
  child.stdin?.on('error', () => undefined).end(s.case.stdin);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    // Read to the end, kept in part: a pipe that is not read would stop the script.
    stream?.setEncoding('latin1').on('data', (text: string) => {
      if (output.length < outputLimit) output += text.slice(0, outputLimit - output.length);
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, s.case.timeLimit ?? 10_000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ exit: late ? -1 : (code ?? (signal ? 137 : 1)), output });
    });
  });
}
