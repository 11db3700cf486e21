import * as vscode from 'vscode';

/** A first look at the product: an example with a finding, and everything around it that shows what the product does. */
export interface FirstLook {
  /** Opens a fresh copy of the example with the cursor on its finding. */
  openExample(): Promise<void>;
  /** The example, the problems, the view Pets, and the walkthrough beside them. */
  show(): Promise<void>;
}

const walkthrough = 'petset.petset#firstLook';

/** A walkthrough takes the focus once more when it has been drawn, after a second or after five: how long that is waited for, in ms. */
const patienceMs = 10_000;
const quietMs = 2_000;

/** The first characters of the command that the example is about. */
const finding = 'cp /usr/share/db';

/** `storage` keeps the copy: the example can be edited and saved, in any window, and nothing of the user's is touched. */
export function firstLookIn(extension: vscode.Uri, storage: vscode.Uri): FirstLook {
  const original = vscode.Uri.joinPath(extension, 'media/first-look/pets.yaml');
  const copy = vscode.Uri.joinPath(storage, 'first-look/pets.yaml');
  const openExample = async (): Promise<void> => {
    await vscode.workspace.fs.copy(original, copy, { overwrite: true });
    await showExample(copy);
  };
  return {
    openExample,
    show: async () => {
      await vscode.commands.executeCommand('petset.pets.focus');
      await openExample();
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, true);
      await keepExample(copy);
    },
  };
}

async function showExample(file: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const start = document.positionAt(Math.max(0, document.getText().indexOf(finding)));
  const editor = await vscode.window.showTextDocument(document, {
    preview: false,
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
}

/** Shows the example until it keeps the focus: the keyboard belongs to it, because the fix is one key away. */
async function keepExample(file: vscode.Uri): Promise<void> {
  const end = Date.now() + patienceMs;
  for (let since = Date.now(), isShown = false; Date.now() < end && Date.now() < since + quietMs; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (isShown && vscode.window.activeTextEditor?.document.uri.toString() === file.toString()) continue;
    await showExample(file);
    [since, isShown] = [Date.now(), true];
  }
}
