import * as vscode from 'vscode';
import type { Connections } from '../connections.ts';
import { deniedKeys } from '../rights.ts';
import type { SetTarget } from '../target.ts';
import { ageText } from './age.ts';
import { Live } from './live.ts';
import { type Line, Painter } from './painter.ts';
import { rootNodes } from './root.ts';

/** The one provider: it only turns lines into tree items, and passes on what the user opens and closes. */
class PetTree implements vscode.TreeDataProvider<Line> {
  readonly #changed = new vscode.EventEmitter<Line | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #connections: Connections;
  readonly #painter: Painter;
  readonly live: Live;

  constructor(connections: Connections) {
    this.#connections = connections;
    this.#painter = new Painter(
      () => rootNodes(connections),
      (line) => this.#changed.fire(line),
    );
    this.live = new Live(connections, this.#painter);
  }

  refresh(): void {
    this.live.update();
    this.#changed.fire(undefined);
  }

  getTreeItem({ node }: Line): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label);
    // Only its own words decide: what the user has opened stays open, since the id stays.
    item.collapsibleState = collapsible(node);
    item.id = node.id;
    item.description = node.description;
    item.iconPath = new vscode.ThemeIcon(node.icon.name, node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color));
    item.accessibilityInformation = { label: node.spoken };
    item.contextValue = node.contextValue;
    return item;
  }

  /** Only when the mouse rests on it: ages are right then, and no change of the clock paints a line. */
  resolveTreeItem(item: vscode.TreeItem, { node }: Line): vscode.TreeItem {
    const age = node.since === undefined || node.since === '' ? '' : `\nAge: ${ageText(node.since, Date.now())}`;
    item.tooltip = `${node.tooltip}${age}`;
    return item;
  }

  async getChildren(line?: Line): Promise<Line[]> {
    this.#painter.begin(line);
    // The watch opens first, so that its list is also the first answer.
    this.live.update();
    const lines = await this.#painter.children(line);
    if (line === undefined) void this.#offer();
    this.live.update();
    return [...lines];
  }

  /** Once the view shows something, menus leave out what the user may not do. */
  async #offer(): Promise<void> {
    for (const [key, isDenied] of await deniedKeys(this.#connections.open)) await vscode.commands.executeCommand('setContext', key, isDenied);
  }

  getParent(line: Line): Line | undefined {
    return line.parent;
  }

  /** The line of a set: below its context, which the root leaves out of account when there is none. */
  async lineOf({ connection, set }: SetTarget): Promise<Line | undefined> {
    const context = (await this.getChildren()).find(({ target }) => target?.connection === connection);
    const sets = context === undefined ? [] : await this.getChildren(context);
    return sets.find(({ target }) => target?.set?.kind === set.kind && target.set.name === set.name);
  }

  opened(line: Line): void {
    this.#painter.open(line);
    this.live.update();
  }

  closed(line: Line): void {
    this.#painter.close(line);
    this.live.update();
  }
}

function collapsible(node: Line['node']): vscode.TreeItemCollapsibleState {
  if (node.children === undefined) return vscode.TreeItemCollapsibleState.None;
  return node.startsOpen === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

interface PetView extends vscode.Disposable {
  refresh(): void;
  /** Without asking the cluster. */
  repaint(): void;
  reveal(target: SetTarget): Promise<void>;
}

/** The view "Pets": the tree, its message, and the context key `petset.state` that picks the welcome text. */
export function openPetView(connections: Connections): PetView {
  const tree = new PetTree(connections);
  const view = vscode.window.createTreeView('petset.pets', { treeDataProvider: tree, showCollapseAll: true });
  let open = connections.open;
  const show = (): void => {
    const { state } = connections;
    void vscode.commands.executeCommand('setContext', 'petset.state', state.kind);
    view.message = 'message' in state ? state.message : '';
    // A change of words alone must not read everything again.
    if (open !== connections.open) tree.refresh();
    open = connections.open;
  };
  show();
  const stop = connections.onChange(show);
  const subscriptions = [
    view.onDidChangeVisibility(({ visible }) => tree.live.setVisible(visible)),
    view.onDidExpandElement(({ element }) => tree.opened(element)),
    view.onDidCollapseElement(({ element }) => tree.closed(element)),
  ];
  tree.live.setVisible(view.visible);
  return {
    refresh: () => {
      for (const each of connections.open) each.relist();
      tree.refresh();
    },
    repaint: () => tree.refresh(),
    reveal: async (target) => {
      await vscode.commands.executeCommand('petset.pets.focus');
      const line = await tree.lineOf(target);
      if (line !== undefined) await view.reveal(line, { select: true, focus: true, expand: true });
    },
    dispose: () => {
      stop();
      for (const each of subscriptions) each.dispose();
      tree.live.dispose();
      view.dispose();
    },
  };
}
