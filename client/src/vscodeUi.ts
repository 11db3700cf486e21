import * as vscode from 'vscode';
import type { LiveDocuments } from './documents.ts';
import type { Question, TerminalProgram, TerminalSize, Ui } from './ui.ts';

export function createUi(documents: LiveDocuments): Ui {
  return {
    pick,
    input: async ({ title, prompt, value, check }) => await vscode.window.showInputBox({ title, prompt, value, validateInput: check, ignoreFocusOut: true }),
    confirm: async (question, detail, action) => (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action,
    copy: async (text) => await vscode.env.clipboard.writeText(text),
    inform: async (message, ...actions) => await vscode.window.showInformationMessage(message, ...actions),
    alarm: async (message, ...actions) => await vscode.window.showErrorMessage(message, ...actions),
    progress,
    terminal: openTerminal,
    document: async (name, text) => await documents.open(name, text),
    diff: async (title, left, right) => await documents.diff(title, left, right),
  };
}

async function pick<T>({ title, placeholder, choices }: Question<T>): Promise<T | undefined> {
  const options = { title, placeHolder: placeholder, matchOnDescription: true, matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick([...choices], options);
  return chosen?.value;
}

async function progress<T>(title: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (_report, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await task(controller.signal);
    } finally {
      subscription.dispose();
    }
  });
}

function openTerminal(name: string, program: TerminalProgram): void {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<void>();
  const screen = { write: (text: string) => written.fire(text), close: () => closed.fire() };
  const pty: vscode.Pseudoterminal = {
    onDidWrite: written.event,
    onDidClose: closed.event,
    // Dimensions are unknown while the panel is hidden.
    open: (dimensions) => program.start(screen, dimensions ?? { columns: 80, rows: 24 }),
    close: () => program.stop(),
    handleInput: (text) => program.input(text),
    setDimensions: (dimensions: TerminalSize) => program.resize(dimensions),
  };
  vscode.window.createTerminal({ name, pty, iconPath: new vscode.ThemeIcon('terminal') }).show();
}
