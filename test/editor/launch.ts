import { runInBrowser } from './browser.ts';
import { findDesktop, runOnDesktop } from './desktop.ts';
import { withProfile } from './profile.ts';
import type { EditorResult, EditorRun } from './run.ts';

/** Runs a suite in a real VS Code: the desktop one where it can be had, else VS Code's server with a headless browser. */
export async function runInEditor(run: EditorRun): Promise<EditorResult> {
  const executable = await findDesktop(process.env.PETSET_TEST_EDITOR);
  const result = await withProfile((profile) => (executable ? runOnDesktop(run, profile, executable) : runInBrowser(run, profile)));
  return withProof(result);
}

/** An editor that ends well without having run a test, such as a window closed by hand, has proved nothing. */
function withProof(result: EditorResult): EditorResult {
  if (result.exitCode !== 0 || /(^|\s)ok \S/.test(result.log)) return result;
  return { ...result, exitCode: 1, log: `${result.log}\nThe editor ended, but no test of a suite() reported.` };
}
