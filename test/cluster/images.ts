// Images without a registry: under the names that manifests use, so that an example runs here as it stands.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { step } from '../../tools/install/progress.ts';
import type { Binaries } from './build.ts';
import { exists } from './exists.ts';
import { type LayerName, layerFiles } from './layers.ts';
import { places } from './places.ts';
import { run } from './run.ts';

type Image = { readonly name: string; readonly layers: readonly LayerName[]; readonly entrypoint?: readonly string[]; readonly command?: readonly string[] };

export const pauseImage = 'petset-tools.local/pause:1';

/**
 * The contents are Debian 12's, whatever the name says: busybox is 1.35, nginx 1.22, and ubuntu is Debian.
 * What a test may rely on is what the real ones have too: their tools, their folders, what they start.
 */
export const images: readonly Image[] = [
  { name: 'docker.io/library/busybox:1.36', layers: ['busybox'], command: ['sh'] },
  { name: 'docker.io/library/debian:12', layers: ['debian'], command: ['bash'] },
  { name: 'docker.io/library/ubuntu:24.04', layers: ['debian'], command: ['bash'] },
  { name: 'docker.io/library/nginx:1.27', layers: ['debian', 'nginx'], command: ['nginx', '-g', 'daemon off;'] },
  { name: 'registry.k8s.io/e2e-test-images/pets/peer-finder:1.7', layers: ['debian', 'peer-finder'], entrypoint: ['/peer-finder'] },
  { name: pauseImage, layers: ['busybox'], entrypoint: ['/bin/sleep', '2147483647'] },
];

const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** One file with all images, in the form of `docker save`: the images share their layers in it. */
export async function makeArchive(binaries: Binaries): Promise<string> {
  const layers = await layerFiles(binaries.peerFinder);
  const key = createHash('sha256')
    .update(JSON.stringify([images, [...layers].map(([name, file]) => [name, basename(file)])]))
    .digest('hex');
  const archive = join(places.images, `images-${key.slice(0, 16)}.tar`);
  if (await exists(archive)) return archive;
  await step('Packing the images', 'seconds, once', () => pack(archive, layers));
  return archive;
}

export async function importImages(archive: string, snapshotter: string): Promise<void> {
  const client = ['--address', places.containerdSocket, '--namespace', 'k8s.io'];
  await run('ctr', [...client, 'images', 'import', '--snapshotter', snapshotter, archive], { seconds: 300 });
}

async function pack(archive: string, layers: ReadonlyMap<LayerName, string>): Promise<void> {
  await mkdir(places.images, { recursive: true });
  const folder = await mkdtemp(join(places.images, 'pack-'));
  try {
    const digests = new Map<LayerName, string>();
    for (const [name, file] of layers) {
      digests.set(name, await sha256(file));
      await link(file, join(folder, `${name}.tar`));
    }
    const manifest = await Promise.all(images.map((image) => describe(image, digests, folder)));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await run('tar', ['-cf', `${archive}.unfinished`, '-C', folder, ...(await readdir(folder))]);
    await rename(`${archive}.unfinished`, archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function describe(image: Image, digests: ReadonlyMap<LayerName, string>, folder: string): Promise<object> {
  const configuration = JSON.stringify({
    architecture,
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      ...(image.entrypoint === undefined ? {} : { Entrypoint: image.entrypoint }),
      ...(image.command === undefined ? {} : { Cmd: image.command }),
    },
    rootfs: { type: 'layers', diff_ids: image.layers.map((name) => `sha256:${digests.get(name)}`) },
  });
  const file = `${createHash('sha256').update(configuration).digest('hex')}.json`;
  await writeFile(join(folder, file), configuration);
  return { Config: file, RepoTags: [image.name], Layers: image.layers.map((name) => `${name}.tar`) };
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
