import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureDebian } from './debian.ts';
import { npmInstall } from './npm.ts';

const codeServerVersion = '4.139.1';
// code-server 4.139 runs on Node 24 only.
const nodeVersion = '24.21.0';

export type CodeServer = {
  /** The folder of the npm package: `lib/vscode/out/server-main.js` and `out/node/entry.js` are in it. */
  readonly root: string;
  /** The Node that its native modules were built for. */
  readonly node: string;
};

/** A VS Code out of the npm registry, for machines that can reach no other download. Built once, kept in a cache folder. */
export async function ensureCodeServer(): Promise<CodeServer> {
  const cache = cacheFolder();
  const home = join(cache, `code-server-${codeServerVersion}`);
  if (!existsSync(home)) {
    ensureDebian(['libkrb5-dev', 'g++', 'make', 'python3'], "Building VS Code's native modules");
    await mkdir(cache, { recursive: true });
    await removeAbandoned(cache);
    await install(cache, home);
  }
  return { root: packageRoot(home), node: join(nodeHome(home), 'bin/node') };
}

export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'petset-tools');
}

/** A Ctrl-C leaves half an install behind; one that is older than an hour is nobody's work in progress. */
async function removeAbandoned(cache: string): Promise<void> {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(cache)) {
    const folder = join(cache, name);
    if (name.startsWith('partial-') && (await stat(folder)).mtimeMs < hourAgo) await rm(folder, { recursive: true, force: true });
  }
}

/** Only a finished install gets the final name, so that an interrupted one is never taken for a good one. */
async function install(cache: string, home: string): Promise<void> {
  process.stderr.write(`Installing code-server ${codeServerVersion} into ${home} (about 3 minutes, once)\n`);
  const partial = await mkdtemp(join(cache, 'partial-'));
  try {
    await installNode(partial);
    await npmInstall({
      folder: join(partial, 'server'),
      dependencies: { 'code-server': codeServerVersion },
      scripts: ['code-server', 'argon2'],
      nodeHome: nodeHome(partial),
    });
    checkNativeModules(partial);
    await rename(partial, home).catch((error: unknown) => {
      // Another process was faster; its install is as good as ours.
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * The editor gets a Node of its own: any later `npm install` in this repository removes the headers below
 * node_modules/node, in the middle of a native build too.
 */
async function installNode(home: string): Promise<void> {
  const folder = join(home, 'node');
  await npmInstall({ folder, dependencies: { [nodePackage()]: nodeVersion } });
}

function nodeHome(home: string): string {
  return join(home, 'node/node_modules', nodePackage());
}

function nodePackage(): string {
  return `node-${process.platform}-${process.arch}`;
}

function packageRoot(home: string): string {
  return join(home, 'server/node_modules/code-server');
}

/** npm reports success even when a refused install script left a native module unbuilt: load them, once. */
function checkNativeModules(home: string): void {
  const modules = ['node-pty', '@vscode/spdlog', '@parcel/watcher', '@vscode/sqlite3'];
  const script = `for (const name of ${JSON.stringify(modules)}) require(name)`;
  const cwd = join(packageRoot(home), 'lib/vscode');
  const loaded = spawnSync(join(nodeHome(home), 'bin/node'), ['-e', script], { cwd, encoding: 'utf8' });
  if (loaded.status !== 0) throw new Error(`code-server's native modules do not load:\n${loaded.stderr}`);
}
