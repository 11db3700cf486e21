import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ROOT } from '../build.ts';
import { cacheFolder } from '../install/folders.ts';
import { startGroup } from '../install/group.ts';
import { runProgram } from '../install/run.ts';
import { ensureCodeServer } from './code-server.ts';
import { editorEnvironment } from './environment.ts';

export type Opened = {
  /** What the editor shows. */
  readonly folder: string;
  /** The packaged extension. */
  readonly vsix: string;
};

/** Opens the extension in the person's own VS Code. */
export async function openInCode({ folder, vsix }: Opened): Promise<void> {
  await runCode(['--install-extension', vsix, '--force']);
  await runCode([folder]);
}

/** Whether `openInCode` has something to start. */
export function hasCode(path: string = process.env.PATH ?? ''): boolean {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  return path.split(delimiter).some((folder) => names.some((name) => folder && existsSync(join(folder, name))));
}

export type Served = {
  /** Opens the editor in a browser of this machine. */
  readonly address: string;
  /** Resolves when the editor has ended; rejects when it ended with an error. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** For a machine without VS Code: serves one to this machine's browser, which opens with the first look at the extension. */
export async function serveEditor({ folder, vsix }: Opened): Promise<Served> {
  const { root, node } = await ensureCodeServer();
  const profile = join(cacheFolder(), 'editor');
  await writeFirstSettings(join(profile, 'User'));
  const entry = [join(root, 'out/node/entry.js'), ...profileArguments(profile)];
  const extensions = [vsix, await packOpener()].flatMap((file) => ['--install-extension', file]);
  await runProgram(node, [...entry, ...extensions, '--force'], { env: editorEnvironment() });
  // A text that was left unsaved in an earlier window would open beside the first look.
  await rm(join(profile, 'Backups'), { recursive: true, force: true });
  const address = ['--bind-addr', '127.0.0.1:0', '--auth', 'none'];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
  return listening(node, [...entry, ...address, ...quiet, folder], folder);
}

/** The extension that opens the first look; the product itself opens nothing unasked. */
async function packOpener(): Promise<string> {
  const packagePath = join(cacheFolder(), 'editor', 'opener.vsix');
  const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', packagePath];
  await runProgram(process.execPath, [vsce, 'package', ...options], { cwd: join(import.meta.dirname, 'opener') });
  return packagePath;
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
    'telemetry.telemetryLevel': 'off',
    'editor.minimap.enabled': false,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, '\t'), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

async function listening(node: string, args: readonly string[], folder: string): Promise<Served> {
  const { process: server, stop } = startGroup(node, args, { env: editorEnvironment() }, 'SIGTERM');
  let output = '';
  const ended = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', (code, signal) => {
      if (code === 0 || signal || code === 130 || code === 143) resolve();
      else reject(new Error(`code-server ended (${code}):\n${output}`));
    });
  });
  const address = new Promise<string>((resolve) => {
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-4000);
      const found = /HTTP server listening on (http:\S+?)\/?\s/.exec(output)?.[1];
      if (found) resolve(`${found}/?folder=${encodeURIComponent(folder)}`);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
  });
  const early = ended.then(() => Promise.reject(new Error(`code-server ended before it listened:\n${output}`)));
  return { address: await Promise.race([address, early]), ended, stop };
}

function runCode(args: readonly string[]): Promise<void> {
  // On Windows `code` is a .cmd file, which only a shell starts, and a shell wants its arguments quoted.
  const windows = process.platform === 'win32';
  const quoted = windows ? args.map((argument) => `"${argument}"`) : args;
  const child = spawn('code', quoted, { stdio: ['ignore', 'ignore', 'inherit'], shell: windows });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`code ${args.join(' ')} ended (${code})`));
    });
  });
}
