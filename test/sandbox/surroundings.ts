// What may stand around a command: what runs before and after it, how it is nested, shells, options, volumes. `V` is where the volume is.

import type { Files, SandboxCase } from './case.ts';
import type { Random } from './random.ts';
import type { Userland } from './roots.ts';

interface Shell {
  readonly command: readonly string[];
  readonly userland: Userland;
  readonly pipefail: boolean;
}

const shells: readonly Shell[] = [
  { command: ['sh', '-c'], userland: 'deb', pipefail: false },
  { command: ['dash', '-c'], userland: 'deb', pipefail: false },
  { command: ['bash', '-c'], userland: 'deb', pipefail: true },
  { command: ['/bin/bash', '-ec'], userland: 'deb', pipefail: true },
  { command: ['sh', '-c'], userland: 'bb', pipefail: true },
  { command: ['ash', '-ec'], userland: 'bb', pipefail: true },
];

const options = ['', '', 'set -e', 'set -u', 'set -eu', 'set -ex', 'set -C', 'set -o pipefail', 'set -euo pipefail'];

const before = [
  '',
  '',
  'echo begin',
  'umask 077',
  'umask 027',
  'cd V',
  'cd /tmp',
  'mkdir -p V/other',
  '[ -e V/other.txt ] || echo o > V/other.txt',
  'echo o > V/other.txt',
  'touch V/stamp',
  'rm -rf V/*',
  'rm -f V/*.old',
  "trap 'echo bye' EXIT",
  'note() { echo "$1"; }\nnote hello',
  'x=1\nexport x',
  'for d in p q; do mkdir -p V/$d; done',
  'exec 3>&1',
  'if [ -e V/done ]; then exit 0; fi',
  '[ -e /e/done ] && exit 0',
  'echo o > /e/other.txt',
  'cp -r /s/t /e/tree',
  'mkdir -p V/c V/t',
  'exec > /e/log',
  'set -- a b',
  'IFS=:',
  'mv /e/none V/none 2> /dev/null || true',
  'ln -sfn /e V/elsewhere',
];

const after = [
  '',
  '',
  'echo end',
  'exit 0',
  'touch V/done',
  'mkdir -p V/later/on',
  'ls V > /dev/null',
  'find V -name "*.bak" -delete',
  '[ -d V ] && echo there',
  'echo last > V/last.txt',
  'wait',
  'chmod 755 V',
  'true || false',
  'touch /e/done',
  'cp -r V/. /e/',
  'cat V/*.txt > /dev/null 2>&1 || true',
  'chmod -R go-rwx V',
  'ls V | wc -l > /e/count',
  'rm -rf V/other /e/tree',
  'mkdir -p V/r V/k.d',
];

/** `@` is the command. */
const nestings = [
  '@',
  '@',
  '@',
  '@ && echo ok',
  'true && @',
  '@ || exit 1',
  'test -d V && @ && echo ok',
  '{ @; }',
  '(@)',
  'if true; then\n  @\nfi',
  'if @; then echo made; fi',
  'make() {\n  @\n}\nmake',
  'for i in 1; do @; done',
  '! false && @',
  '@ &\nwait',
  'case x in x) @ ;; esac',
  'x=$(echo 1); @',
  '@ # a comment',
];

const mounts = [
  { path: '/v', kind: 'pvc', name: 'v' },
  { path: '/v', kind: 'emptyDir', name: 'v' },
  { path: '/var/lib/app', kind: 'pvc', name: 'v' },
  { path: '/v', kind: 'pvc', name: 'v', subPath: 'sub' },
  { path: '/v', kind: 'emptyDir', name: 'v', subPath: 'a/b' },
] as const;

/** Beside the volume of the command there is one that no new pod keeps. */
const scratch = { path: '/e', kind: 'emptyDir', name: 'e' };

/** A command that a template mends, and what must be there. */
export interface Subject {
  /** Runs before the command, in the same script. */
  readonly setup?: string;
  readonly command: string;
  /** Only in this userland. */
  readonly userland?: Userland;
  /** What somebody put on the volume before the first start. */
  readonly there?: Files;
  readonly user?: number;
}

/** One surrounding, drawn at random; the image is `debian:12` or `busybox:1.35`. */
export function surround(subject: Subject, random: Random, image: Files): SandboxCase {
  const shell = random.pick(shells.filter((one) => subject.userland === undefined || one.userland === subject.userland));
  const mount = random.pick(mounts);
  const option = random.pick(options.filter((one) => shell.pipefail || !one.includes('pipefail')));
  const nested = random.pick(nestings).replace('@', () => subject.command);
  const lines = [option, random.pick(before), subject.setup ?? '', nested, random.pick(after)].filter((line) => line !== '');
  const text = lines.join('\n').replaceAll(/\bV\b/g, mount.path);
  const sub = 'subPath' in mount ? `${mount.subPath}/` : '';
  const there = Object.fromEntries(Object.entries(subject.there ?? {}).map(([path, content]) => [sub + path, content]));
  return {
    id: text,
    command: [...shell.command, text],
    env: { ROLE: 'primary' },
    mounts: [mount, scratch],
    userland: shell.userland,
    image,
    volumes: { v: there },
    timeLimit: 8_000,
    ...(subject.user !== undefined && { runAsUser: subject.user }),
  };
}
