import * as vscode from 'vscode';
import type { Connections } from './connections.ts';

/** How many ports of pets are open on this machine; a click stops one. Nothing is shown when there is none. */
export class ForwardStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('petset.forwards', vscode.StatusBarAlignment.Left);
  readonly #connections: Connections;
  readonly #stop: () => void;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#item.name = 'Pets: forwarded ports';
    this.#item.command = 'petset.stopForward';
    // A connection that goes takes its ports with it.
    this.#stop = connections.onChange(() => this.update());
  }

  update(): void {
    const forwards = this.#connections.open.flatMap((connection) => connection.forwards);
    const lines = forwards.map(({ localPort, target }) => `localhost:${localPort} leads to port ${target.port} of ${target.pod}`);
    this.#item.text = `$(ports-forward-icon) ${forwards.map(({ localPort }) => localPort).join(', ')}`;
    this.#item.tooltip = [...lines, 'Click to stop one.'].join('\n');
    this.#item.accessibilityInformation = { label: `Pets: ${lines.join(', ')}` };
    if (forwards.length === 0) this.#item.hide();
    else this.#item.show();
  }

  dispose(): void {
    this.#stop();
    this.#item.dispose();
  }
}
