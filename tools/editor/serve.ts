import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheFolder, ensureCodeServer } from './code-server.ts';

export type Opened = {
  /** What the editor shows. */
  readonly folder: string;
  /** The packaged extension. */
  readonly vsix: string;
  /** A free one is taken when there is none given. */
  readonly port?: number;
};

/** Opens the extension in the person's own VS Code. */
export async function openInCode({ folder, vsix }: Opened): Promise<void> {
  await run('code', ['--install-extension', vsix, '--force']);
  await run('code', [folder]);
}

/** Whether `openInCode` has something to start. */
export function hasCode(path: string = process.env.PATH ?? ''): boolean {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  return path.split(delimiter).some((folder) => names.some((name) => folder && existsSync(join(folder, name))));
}

/** For a machine without VS Code: serves one to this machine's browser, and stays until Ctrl-C. */
export async function openForPeople({ folder, vsix, port = 0 }: Opened): Promise<void> {
  const { root, node } = await ensureCodeServer();
  const profile = join(cacheFolder(), 'editor');
  await writeFirstSettings(join(profile, 'User'));
  const entry = [join(root, 'out/node/entry.js'), ...profileArguments(profile)];
  await run(node, [...entry, '--install-extension', vsix, '--force'], environment());
  const address = ['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
  await serve(node, [...entry, ...address, ...quiet, folder], folder);
}

/** A profile of its own: neither the settings nor the extensions of a code-server that the person may have. */
function profileArguments(profile: string): readonly string[] {
  return ['--config', join(profile, 'config.yaml'), '--user-data-dir', profile, '--extensions-dir', join(profile, 'extensions')];
}

/** Only the first time: what the person changes afterwards is theirs. */
async function writeFirstSettings(folder: string): Promise<void> {
  const settings = {
    'security.workspace.trust.enabled': false,
    'extensions.autoCheckUpdates': false,
    'chat.disableAIFeatures': true,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'git.openRepositoryInParentFolders': 'never',
    'workbench.startupEditor': 'none',
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, '\t'), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function environment(): NodeJS.ProcessEnv {
  // A terminal inside VS Code would make code-server hand the folder to that window and end.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VSCODE_'));
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}' };
}

function serve(node: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(node, args, { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.on('data', (chunk: Buffer) => {
    const address = /HTTP server listening on (http:\S+?)\/?\s/.exec(chunk.toString())?.[1];
    if (address) console.log(`Open ${address}/?folder=${encodeURIComponent(folder)} in a browser. Ctrl-C ends it.`);
  });
  // Ctrl-C reaches the child from the terminal; a signal sent to us alone has to be passed on.
  const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      if (code === 0 || signal || code === 130 || code === 143) resolve();
      else reject(new Error(`code-server ended (${code})`));
    });
  });
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  // On Windows `code` is a .cmd file, which only a shell starts, and a shell wants its arguments quoted.
  const windows = process.platform === 'win32';
  const quoted = windows ? args.map((argument) => `"${argument}"`) : args;
  const child = spawn(command, quoted, { env, stdio: ['ignore', 'ignore', 'inherit'], shell: windows });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended (${code})`));
    });
  });
}
