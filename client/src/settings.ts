import * as vscode from 'vscode';

/** Settings of the client; those of the language server are read by the server itself. */
export interface Settings {
  readonly kubeconfig: string;
  readonly shell: string;
}

/** Both have machine scope: a workspace cannot choose which file is read or which program is run. */
export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration('petset');
  return { kubeconfig: section.get<string>('kubeconfig', ''), shell: section.get<string>('exec.shell', '') };
}
