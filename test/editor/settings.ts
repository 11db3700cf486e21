import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** No network, no welcome pages, nothing that moves by itself: two runs look the same. */
const quiet = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // A browser's default would save by itself, a desktop's does not.
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  // A terminal drawn as text can be read by its selector (.xterm-rows); one drawn on a canvas cannot.
  'terminal.integrated.gpuAcceleration': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'window.title': '${dirty}${activeEditorShort}${separator}${rootName}',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
} as const;

/** Writes settings where VS Code reads them: one or more `settings.json` folders of a fresh profile. */
export async function writeSettings(folders: readonly string[], settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const text = JSON.stringify({ ...quiet, ...settings }, undefined, '\t');
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), text);
  }
}
