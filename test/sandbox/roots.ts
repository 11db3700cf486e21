// The two userlands that scripts are executed in, made once from Debian's packages and kept.

import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { debootstrap, ensureDebian } from '../../tools/install/debian.ts';
import { cacheFolder, makeWhole } from '../../tools/install/folders.ts';
import { step } from '../../tools/install/progress.ts';
import { showLines } from '../../tools/install/run.ts';
import { exists } from '../cluster/exists.ts';
import { run } from '../cluster/run.ts';

export type Userland = 'deb' | 'bb';

export interface Roots {
  readonly deb: string;
  readonly bb: string;
  /** A static busybox: the shell that puts each container together starts in a millisecond. */
  readonly busybox: string;
}

const suite = 'bookworm';
/** Part of the folders' names: raise it when the contents change. */
const revision = `${suite}-${process.arch}-2`;
const cache = join(cacheFolder(), 'sandbox');
const trees = { deb: join(cache, `debian-${revision}`), bb: join(cache, `busybox-${revision}`) };
/** A static busybox, where the sandbox has been prepared. */
export const sandboxBusybox = join(trees.bb, 'bin', 'busybox');

const extra = 'bash-static,busybox-static,git,openssl,openssh-client,jq,rsync,wget,curl,unzip,gettext-base,xz-utils,procps,file,ca-certificates';

/** The shell that counts commands, where it is not the one under test; /dev is a place that no script looks through. */
export const countingShell = '/dev/.bash';

/** Why this machine cannot execute scripts, or nothing. Where CI runs, nothing may be left out. */
export async function obstacle(): Promise<string | undefined> {
  const reason = await whyNot();
  if (reason !== undefined && process.env.CI === 'true') throw new Error(`the sandbox may not be skipped here: ${reason}`);
  return reason;
}

async function whyNot(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'scripts can only be executed on Linux';
  if (process.getuid?.() !== 0) return 'scripts can only be executed by root, who may make namespaces and mounts';
  try {
    await run('unshare', ['--mount', '--pid', '--net', '--uts', '--ipc', '--fork', 'true'], { seconds: 20 });
  } catch {
    return 'this machine does not let root make namespaces';
  }
  if (await exists(trees.deb, trees.bb)) return undefined;
  return (await exists('/usr/bin/apt-get')) ? undefined : 'the trees to execute scripts in are made from Debian packages, and this is no Debian';
}

export async function ensureRoots(): Promise<Roots> {
  const { deb, bb } = trees;
  if (!(await exists(deb))) await makeDebian(deb);
  await makeBusybox(bb, deb);
  return { deb, bb, busybox: sandboxBusybox };
}

async function makeDebian(target: string): Promise<void> {
  await ensureDebian(['debootstrap', 'debian-archive-keyring'], 'The sandbox');
  await step('Making the Debian tree of the sandbox', '1 to 2 minutes, once', (tell) =>
    makeWhole(target, async (tree) => {
      await debootstrap([`--include=${extra}`, suite, tree], showLines(tell));
      for (const heavy of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale']) {
        await rm(join(tree, heavy), { recursive: true, force: true });
      }
      await copyFile(join(tree, 'bin', 'bash-static'), join(tree, countingShell));
      await chmod(tree, 0o755);
    }),
  );
}

async function makeBusybox(target: string, debian: string): Promise<void> {
  await makeWhole(target, async (tree) => {
    for (const folder of ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'tmp', 'usr/bin', 'var/log']) await mkdir(join(tree, folder), { recursive: true });
    await chmod(join(tree, 'tmp'), 0o1777);
    await copyFile(join(debian, 'bin', 'busybox'), join(tree, 'bin', 'busybox'));
    const applets = (await run(join(tree, 'bin', 'busybox'), ['--list'])).split('\n').filter((name) => name !== '' && name !== 'busybox');
    for (const name of applets) await symlink('busybox', join(tree, 'bin', name));
    await symlink('/bin/env', join(tree, 'usr/bin/env'));
    await writeFile(join(tree, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
    await writeFile(join(tree, 'etc/group'), 'root:x:0:\nnobody:x:65534:\n');
    await run('cp', [
      '-a',
      ...['null', 'zero', 'full', 'random', 'urandom', 'tty', 'fd', 'stdin', 'stdout', 'stderr'].map((name) => join(debian, 'dev', name)),
      join(tree, 'dev'),
    ]);
    await copyFile(join(debian, 'bin', 'bash-static'), join(tree, countingShell));
    await chmod(tree, 0o755);
  });
}
