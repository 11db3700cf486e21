import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runProgram } from './run.ts';

export type NpmInstall = {
  /** Made when missing; gets a package.json of its own. */
  readonly folder: string;
  readonly dependencies: Readonly<Record<string, string>>;
  /** Packages whose install scripts may run; npm 11 runs no others. */
  readonly scripts?: readonly string[];
  /** The Node that the install scripts see, with the headers they compile against. */
  readonly nodeHome?: string;
  /** Gets each line that npm and the install scripts print. */
  readonly onLine?: (line: string) => void;
};

/** An npm install that has nothing to do with this repository's own node_modules. */
export async function npmInstall(install: NpmInstall): Promise<void> {
  await mkdir(install.folder, { recursive: true });
  const allowScripts = Object.fromEntries((install.scripts ?? []).map((name) => [name, true]));
  const manifest = { private: true, dependencies: install.dependencies, allowScripts };
  await writeFile(join(install.folder, 'package.json'), JSON.stringify(manifest, undefined, '\t'));
  await runProgram('npm', ['install', '--no-audit', '--no-fund', '--foreground-scripts'], {
    cwd: install.folder,
    env: innerEnvironment(process.env, install.nodeHome),
    ...(install.onLine && { onLine: install.onLine }),
  });
}

/**
 * The environment of an npm that we start. `npm run` exports its own state in lower case (`npm_config_user_agent`, `npm_lifecycle_event`,
 * `npm_execpath`, ...), install scripts believe it, and code-server's refuses the outer Node's version for it. So none of it is passed on.
 * What a person sets, they set in .npmrc or in upper case (`NPM_CONFIG_REGISTRY`), and that is kept.
 */
export function innerEnvironment(outer: Readonly<NodeJS.ProcessEnv>, nodeHome?: string): NodeJS.ProcessEnv {
  const kept = Object.entries(outer).filter(([name]) => !/^npm_/.test(name) && name !== 'INIT_CWD' && name !== 'NODE');
  const env: NodeJS.ProcessEnv = Object.fromEntries(kept);
  if (nodeHome === undefined) return env;
  return { ...env, PATH: `${join(nodeHome, 'bin')}${delimiter}${outer.PATH ?? ''}`, npm_config_nodedir: nodeHome };
}
