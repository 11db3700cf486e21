import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../tools/editor/chromium.ts';
import { ensureCodeServer } from '../../tools/editor/code-server.ts';
import { editorEnvironment } from '../../tools/editor/environment.ts';
import { type Group, startGroup } from '../../tools/install/group.ts';
import { servePage } from './pageServer.ts';
import { writeSettings } from './settings.ts';

export type HostOptions = {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly screenshots?: string;
  /** The workspace is not trusted: Restricted Mode. */
  readonly restricted?: boolean;
  /** A packaged extension to install before the editor opens. */
  readonly vsix?: string;
};

export type Host = { readonly page: Page; readonly server: Group; readonly address: string };

/** VS Code's own server and a headless Chromium with an empty page for it; both end with `use`, however it ends. */
export async function withHost<T>(profile: string, options: HostOptions, use: (host: Host) => Promise<T>): Promise<T> {
  const cleanup: (() => Promise<unknown>)[] = [];
  try {
    const browser = await launchChromium();
    cleanup.push(() => browser.close());
    // What a desktop grants without asking.
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, permissions });
    const channel = await servePage(page, options.screenshots ?? join(profile, 'screenshots'));
    cleanup.push(channel.close);
    await writeSettings(
      ['User', 'Machine'].map((scope) => join(profile, 'data', scope)),
      options.restricted ? { ...options.settings, ...untrusted } : options.settings,
    );
    if (options.vsix) await installExtension(profile, options.vsix);
    const server = await startServer(profile, options, channel.url);
    cleanup.push(server.stop);
    return await use({ page, server, address: await listening(server) });
  } finally {
    for (const step of cleanup.reverse()) await step().catch(() => undefined);
  }
}

/** Nobody is there to answer the question. */
const untrusted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

function startServer(profile: string, options: HostOptions, channel: string): Promise<Group> {
  const args = [
    ...['--host', '127.0.0.1', '--port', '0'],
    '--without-connection-token',
    // Without it a built VS Code ignores the payload that names the tests; with it notifications stay hidden.
    ...(options.vsix ? [] : ['--enable-smoke-test-driver']),
    // If we are killed outright, the browser goes with us, and then the server by itself.
    '--enable-remote-auto-shutdown',
    '--remote-auto-shutdown-without-delay',
    ...['--reconnection-grace-time', '20'],
    '--disable-telemetry',
    ...(options.restricted ? [] : ['--disable-workspace-trust']),
  ];
  return startServerMain(profile, args, { ...options.environment, PETSET_TEST_PAGE: channel });
}

async function startServerMain(profile: string, args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Group> {
  const { root, node } = await ensureCodeServer();
  const main = join(root, 'lib/vscode/out/server-main.js');
  const folders = ['--server-data-dir', profile, '--extensions-dir', join(profile, 'extensions')];
  const all = [main, '--accept-server-license-terms', ...folders, ...args];
  return startGroup(node, all, { env: editorEnvironment(environment) });
}

async function installExtension(profile: string, vsix: string): Promise<void> {
  const install = await startServerMain(profile, ['--install-extension', vsix, '--force'], {});
  const output = await new Promise<string | undefined>((resolve, reject) => {
    let text = '';
    install.process.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    install.process.once('error', reject);
    install.process.once('close', (code) => resolve(code === 0 ? undefined : text));
  });
  await install.stop();
  if (output !== undefined) throw new Error(`${vsix} was not installed:\n${output}`);
}

function listening(server: Group): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const port = /agent listening on (\d+)/.exec(output)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    server.process.stdout?.on('data', read);
    server.process.stderr?.on('data', read);
    server.process.once('error', reject);
    server.process.once('close', (code) => reject(new Error(`VS Code's server ended (${code}):\n${output}`)));
  });
}
