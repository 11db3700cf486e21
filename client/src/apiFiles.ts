import * as vscode from 'vscode';

/** The descriptions of clusters that manifests are judged by: files that the setting `petset.openapi` names. */
export interface ApiFiles {
  /** Keeps the description and names it in the setting: of the workspace, or of the user where there is none. */
  use(contextName: string, text: string): Promise<void>;
  /** Takes the setting away, wherever it stands. False: it stood nowhere. */
  forget(): Promise<boolean>;
}

const setting = 'openapi';

export function apiFilesIn(storage: vscode.Uri): ApiFiles {
  const folder = vscode.Uri.joinPath(storage, 'openapi');
  return {
    use: async (contextName, text) => {
      const name = contextName.replace(/[^\w.-]+/g, '_').slice(0, 80);
      // A new name each time, so that the setting changes and the language server reads the file.
      const file = vscode.Uri.joinPath(folder, `${name}-${Date.now()}.json`);
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      const isWorkspace = vscode.workspace.workspaceFolders !== undefined;
      const target = isWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
      const section = vscode.workspace.getConfiguration('petset');
      const before = section.inspect<string>(setting)?.[isWorkspace ? 'workspaceValue' : 'globalValue'];
      await section.update(setting, file.fsPath, target);
      await remove(folder, before);
    },
    forget: async () => {
      const section = vscode.workspace.getConfiguration('petset', vscode.window.activeTextEditor?.document.uri);
      const places = section.inspect<string>(setting);
      const stands: readonly [string | undefined, vscode.ConfigurationTarget][] = [
        [places?.workspaceFolderValue, vscode.ConfigurationTarget.WorkspaceFolder],
        [places?.workspaceValue, vscode.ConfigurationTarget.Workspace],
        [places?.globalValue, vscode.ConfigurationTarget.Global],
      ];
      const found = stands.filter(([value]) => value !== undefined && value !== '');
      for (const [value, target] of found) {
        await section.update(setting, undefined, target);
        await remove(folder, value);
      }
      return found.length > 0;
    },
  };
}

/** Only of those that are ours: the setting may name a file of the user. */
async function remove(folder: vscode.Uri, path: string | undefined): Promise<void> {
  const file = path === undefined ? undefined : vscode.Uri.file(path);
  if (file?.path.startsWith(`${folder.path}/`) !== true) return;
  await vscode.workspace.fs.delete(file).then(undefined, () => undefined);
}
