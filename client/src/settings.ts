import * as vscode from 'vscode';

/** Settings of the client; those of the language server are read by the server itself. */
export interface Settings {
  readonly kubeconfig: string;
  readonly shell: string;
  readonly protectedContexts: readonly string[];
  readonly readOnly: boolean;
  readonly savedCommands: readonly string[];
  /** A peer finder by path or URL; empty: what the image has. */
  readonly peerFinder: string;
}

/** What chooses files and programs, or protects, has machine scope: a workspace cannot set it. */
export function readSettings(): Settings {
  const section = vscode.workspace.getConfiguration('petset');
  return {
    kubeconfig: section.get<string>('kubeconfig', ''),
    shell: section.get<string>('exec.shell', ''),
    protectedContexts: section.get<readonly string[]>('protectedContexts', []),
    readOnly: section.get<boolean>('readOnly', false),
    savedCommands: section.get<readonly string[]>('savedCommands', []),
    peerFinder: section.get<string>('peerFinder', ''),
  };
}
