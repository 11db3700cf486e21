import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebian } from '../install/debian.ts';
import { cacheFolder, makeWhole } from '../install/folders.ts';
import { npmInstall } from '../install/npm.ts';
import { step, type Tell } from '../install/progress.ts';
import { showLines } from '../install/run.ts';

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
  const home = join(cacheFolder(), `code-server-${codeServerVersion}`);
  if (!existsSync(home)) {
    await ensureDebian(['libkrb5-dev', 'g++', 'make', 'python3'], "Building VS Code's native modules");
    await step(`Installing VS Code (code-server ${codeServerVersion})`, 'about 3 minutes, once', (tell) => makeWhole(home, (folder) => install(folder, tell)));
  }
  return { root: packageRoot(home), node: join(nodeHome(home), 'bin/node') };
}

async function install(folder: string, tell: Tell): Promise<void> {
  const onLine = showLines(tell);
  await installNode(folder, onLine);
  await npmInstall({
    folder: join(folder, 'server'),
    dependencies: { 'code-server': codeServerVersion },
    scripts: ['code-server', 'argon2'],
    nodeHome: nodeHome(folder),
    onLine,
  });
  checkNativeModules(folder);
}

/**
 * The editor gets a Node of its own: any later `npm install` in this repository removes the headers below
 * node_modules/node, in the middle of a native build too.
 */
async function installNode(home: string, onLine: (line: string) => void): Promise<void> {
  const folder = join(home, 'node');
  await npmInstall({ folder, dependencies: { [nodePackage()]: nodeVersion }, onLine });
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
