// What is in the images, made once and kept.

import { chmod, copyFile, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { debootstrap } from '../../tools/install/debian.ts';
import { step, type Tell } from '../../tools/install/progress.ts';
import { showLines } from '../../tools/install/run.ts';
import { exists } from './exists.ts';
import { places } from './places.ts';
import { run } from './run.ts';

export type LayerName = 'debian' | 'nginx' | 'busybox' | 'peer-finder';

const suite = 'bookworm';

/** Part of the files' names: raise it when the contents change. */
const revision = `${suite}-${process.arch}-1`;

const fromDebian = ['debian', 'nginx', 'busybox'] as const;

const layerFile = (name: LayerName, version: string): string => join(places.images, `layer-${name}-${version}.tar`);

export async function layerFiles(peerFinder: string): Promise<ReadonlyMap<LayerName, string>> {
  await mkdir(places.images, { recursive: true });
  const files = new Map<LayerName, string>(fromDebian.map((name) => [name, layerFile(name, revision)]));
  if (!(await exists(...files.values()))) await step("Making the images' Debian tree", '1 to 2 minutes, once', makeDebianLayers);
  // The folder of the binary is named by what it was built from.
  const finder = layerFile('peer-finder', basename(dirname(peerFinder)));
  if (!(await exists(finder))) await pack(finder, dirname(peerFinder), [basename(peerFinder)]);
  return files.set('peer-finder', finder);
}

/** One tree serves three layers: a minimal Debian, what installing nginx adds to it, and Debian's static busybox. */
async function makeDebianLayers(tell: Tell): Promise<void> {
  const folder = await mkdtemp(join(places.images, 'debian-'));
  const tree = join(folder, 'tree');
  try {
    await debootstrap([suite, tree], showLines(tell));
    await pack(layerFile('debian', revision), tree, [...leftOut, '.']);
    const stamp = join(folder, 'stamp');
    await writeFile(stamp, '');
    tell('adding nginx and busybox');
    await install(tree, ['nginx-light', 'busybox-static']);
    await addNginxDefaults(tree);
    await pack(layerFile('nginx', revision), tree, [...leftOut, '--exclude=./bin/busybox', `--newer=${stamp}`, '.']);
    await packBusybox(join(folder, 'busybox'), join(tree, 'bin', 'busybox'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const leftOut = ['dev', 'proc', 'sys', 'tmp', 'var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'].map(
  (path) => `--exclude=./${path}/*`,
);

async function install(tree: string, packages: readonly string[]): Promise<void> {
  // Without it Debian starts nginx in the tree, on this machine's port 80.
  await writeFile(join(tree, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('chroot', [tree, 'apt-get', 'update', '-qq'], { env });
  await run('chroot', [tree, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}

/** Where the image of the nginx project differs from Debian's package, and manifests rely on it: the folder it serves, the logs. */
async function addNginxDefaults(tree: string): Promise<void> {
  const site = 'server { listen 80; root /usr/share/nginx/html; index index.html; }\n';
  await writeFile(join(tree, 'etc/nginx/conf.d/default.conf'), site);
  await rm(join(tree, 'etc/nginx/sites-enabled/default'), { force: true });
  for (const [log, target] of [
    ['access.log', '/dev/stdout'],
    ['error.log', '/dev/stderr'],
  ] as const) {
    const path = join(tree, 'var/log/nginx', log);
    await rm(path, { force: true });
    await symlink(target, path);
  }
}

async function packBusybox(tree: string, busybox: string): Promise<void> {
  for (const folder of ['bin', 'etc', 'root', 'tmp', 'var']) await mkdir(join(tree, folder), { recursive: true });
  await chmod(join(tree, 'tmp'), 0o1777);
  await copyFile(busybox, join(tree, 'bin', 'busybox'));
  const applets = (await run(busybox, ['--list'])).split('\n').filter((name) => name !== '' && name !== 'busybox');
  for (const name of applets) await symlink('busybox', join(tree, 'bin', name));
  await writeFile(join(tree, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
  await writeFile(join(tree, 'etc/group'), 'root:x:0:\nnobody:x:65534:\n');
  await pack(layerFile('busybox', revision), tree, ['.']);
}

async function pack(file: string, folder: string, what: readonly string[]): Promise<void> {
  await run('tar', ['--numeric-owner', '-cf', `${file}.unfinished`, '-C', folder, ...what]);
  await rename(`${file}.unfinished`, file);
}
