import { runInBrowser } from './browser.ts';
import { findDesktop, runOnDesktop } from './desktop.ts';
import { withProfile } from './profile.ts';
import type { EditorResult, EditorRun } from './run.ts';

/** Runs a suite in a real VS Code: the desktop one where it can be had, else VS Code's server with a headless browser. */
export async function runInEditor(run: EditorRun): Promise<EditorResult> {
  const executable = await findDesktop(process.env.PETSET_TEST_EDITOR);
  return withProfile((profile) => (executable ? runOnDesktop(run, profile, executable) : runInBrowser(run, profile)));
}
