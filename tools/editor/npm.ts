import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

export type NpmInstall = {
  /** Made when missing; gets a package.json of its own. */
  readonly folder: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages whose install scripts may run; npm 11 runs no others. */
  readonly scripts?: readonly string[];
  /** The Node that the install scripts see, with the headers they compile against. */
  readonly nodeHome?: string;
};

/** An npm install that has nothing to do with this repository's own node_modules. */
export async function npmInstall(install: NpmInstall): Promise<void> {
  await mkdir(install.folder, { recursive: true });
  const allowScripts = Object.fromEntries((install.scripts ?? []).map((name) => [name, true]));
  const manifest = { private: true, dependencies: install.dependencies, allowScripts };
  await writeFile(join(install.folder, 'package.json'), JSON.stringify(manifest, undefined, '\t'));
  await runNpm(install.folder, environment(install.nodeHome));
}

function runNpm(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--foreground-scripts'];
  const child = spawn('npm', ['install', ...options], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm install in ${folder} failed (${code}):\n${output}`));
    });
  });
}

function environment(nodeHome: string | undefined): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // What `npm run` adds tells about our own package and would mislead the inner npm about its folder.
    if (/^npm_(package|lifecycle|command|config_local_prefix)|^INIT_CWD$/.test(name)) continue;
    env[name] = value;
  }
  if (nodeHome) {
    env.PATH = `${join(nodeHome, 'bin')}${delimiter}${process.env.PATH ?? ''}`;
    env.npm_config_nodedir = nodeHome;
  }
  return env;
}
