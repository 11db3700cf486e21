import { join } from 'node:path';
import { editorEnvironment } from '../../tools/editor/environment.ts';
import { cacheFolder } from '../../tools/install/folders.ts';
import { startGroup } from '../../tools/install/group.ts';
import { type EditorResult, type EditorRun, timedOut } from './run.ts';
import { writeSettings } from './settings.ts';

/** Without this the download would be waited for on every run of a machine that cannot reach it. */
const networkTimeoutMs = 5000;

/**
 * The executable of a desktop VS Code, or nothing when there is none to be had here.
 * `choice`: "browser" never looks, a path is taken as it is.
 */
export async function findDesktop(choice: string | undefined): Promise<string | undefined> {
  if (choice === 'browser') return undefined;
  if (choice && choice !== 'desktop') return choice;
  const noScreen = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (noScreen && choice !== 'desktop') return undefined;
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  const download = { cachePath: join(cacheFolder(), 'vscode'), reporter: new SilentReporter(), timeout: networkTimeoutMs };
  try {
    return await downloadAndUnzipVSCode(download);
  } catch (error) {
    if (choice === 'desktop') throw error;
    return undefined;
  }
}

/** Starts VS Code itself rather than through test-electron's `runTests`, which cannot be ended from outside. */
export async function runOnDesktop(run: EditorRun, profile: string, executable: string): Promise<EditorResult> {
  await writeSettings([join(profile, 'User')], run.settings);
  const editor = startGroup(executable, desktopArguments(run, profile), { env: editorEnvironment(run.environment) });
  let log = '';
  const keep = (chunk: Buffer): void => {
    log += chunk.toString();
  };
  editor.process.stdout?.on('data', keep);
  editor.process.stderr?.on('data', keep);
  let timer: NodeJS.Timeout | undefined;
  const exitCode = await new Promise<number>((resolve) => {
    editor.process.once('close', (code) => resolve(code ?? 1));
    editor.process.once('error', (error) => {
      log += `${error.message}\n`;
      resolve(1);
    });
    timer = setTimeout(() => resolve(timedOut), run.timeoutMs);
  });
  clearTimeout(timer);
  await editor.stop();
  return { launcher: 'desktop', exitCode, log };
}

function desktopArguments(run: EditorRun, profile: string): readonly string[] {
  return [
    run.folder,
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--no-cached-data',
    '--disable-workspace-trust',
    '--disable-telemetry',
    `--user-data-dir=${profile}`,
    `--extensions-dir=${join(profile, 'extensions')}`,
    `--extensionDevelopmentPath=${run.extensionDir}`,
    `--extensionTestsPath=${run.testsFile}`,
  ];
}
