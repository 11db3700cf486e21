import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { ensureGo } from '../../tools/install/go.ts';
import { step, type Tell } from '../../tools/install/progress.ts';
import { runProgram } from '../../tools/install/run.ts';
import { exists } from './exists.ts';
import { places } from './places.ts';

export const kubernetesVersion = 'v1.34.4';

export type Binaries = { readonly kube: string; readonly coredns: string; readonly peerFinder: string };

type Build = { readonly name: string; readonly folder: string; readonly package: string; readonly flags: readonly string[]; readonly takes: string };

/** Without these the server calls itself v0.0.0, and clients that look at its version believe it. */
const versionFlags = [
  `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`,
  '-X k8s.io/component-base/version.gitMajor=1',
  '-X k8s.io/component-base/version.gitMinor=34',
].join(' ');

const builds = {
  kube: { name: 'kube', folder: 'kube', package: '.', flags: ['-ldflags', `-s -w ${versionFlags}`], takes: 'about 7 minutes' },
  coredns: { name: 'coredns', folder: 'coredns', package: '.', flags: ['-ldflags', '-s -w'], takes: 'about 2 minutes' },
  peerFinder: {
    name: 'peer-finder',
    folder: 'kube',
    package: 'k8s.io/kubernetes/test/images/pets/peer-finder',
    flags: ['-ldflags', '-s -w'],
    takes: 'seconds',
  },
} as const satisfies Record<keyof Binaries, Build>;

/** One after the other: each build uses all cores by itself. */
export async function buildBinaries(): Promise<Binaries> {
  const kube = await built(builds.kube);
  const coredns = await built(builds.coredns);
  const peerFinder = await built(builds.peerFinder);
  await link(kube);
  return { kube, coredns, peerFinder };
}

async function built(build: Build): Promise<string> {
  const source = join(import.meta.dirname, build.folder);
  const file = join(places.built, `${build.name}-${await fingerprint(source, build)}`, build.name);
  if (await exists(file)) return file;
  const go = await ensureGo();
  await step(`Building ${build.name} with Go`, `${build.takes} from nothing, once`, async (tell) => {
    await rm(dirname(file), { recursive: true, force: true });
    await mkdir(dirname(file), { recursive: true });
    const unfinished = `${file}.unfinished`;
    await compile(go, source, [...build.flags, '-o', unfinished, build.package], tell);
    await rename(unfinished, file);
  });
  return file;
}

async function compile(go: string, source: string, args: readonly string[], tell: Tell): Promise<void> {
  // Static, because the peer finder runs in images with another libc or none. Another Go than ours would be a download.
  const env = { ...process.env, PATH: `${dirname(go)}${delimiter}${process.env.PATH ?? ''}`, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' };
  tell('downloading modules');
  let packages = 0;
  // -v names each package as it is compiled.
  await runProgram(go, ['build', '-v', '-trimpath', '-buildvcs=false', ...args], { cwd: source, env, onLine: (line) => tell(lineOf(line)) });

  function lineOf(line: string): string {
    return line.startsWith('go: downloading') ? line.slice('go: '.length) : `${++packages} packages compiled`;
  }
}

async function fingerprint(folder: string, build: Build): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([build, process.arch]));
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** `kube` behaves as the name it is called by; under its own name it takes the part as its first argument (`kube openapi`). */
async function link(kube: string): Promise<void> {
  await mkdir(places.bin, { recursive: true });
  for (const path of [places.kubectl, join(places.bin, 'kube')]) {
    await rm(path, { force: true });
    await symlink(kube, path);
  }
}
