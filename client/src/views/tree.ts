import * as vscode from 'vscode';
import type { Connections } from '../connections.ts';
import { messageNode, type Node } from './node.ts';
import { rootNodes } from './root.ts';

/** The one provider: it only turns nodes into tree items, and asks a node for its children when it is opened. */
class PetTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, collapsible(node));
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.iconPath = new vscode.ThemeIcon(node.icon.name, node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color));
    item.accessibilityInformation = { label: node.spoken };
    item.contextValue = node.contextValue;
    return item;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      return [...(node === undefined ? await rootNodes(this.#connections) : ((await node.children?.()) ?? []))];
    } catch (error) {
      // A bug, not a failure of the cluster: those are values. Even so the tree shall say it and live on.
      return [messageNode(node?.id ?? 'root', error instanceof Error ? error.message : String(error), { name: 'error' })];
    }
  }
}

function collapsible(node: Node): vscode.TreeItemCollapsibleState {
  if (node.children === undefined) return vscode.TreeItemCollapsibleState.None;
  return node.startsOpen === true ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** The view "Pets": the tree, its message, and the context key `petset.state` that picks the welcome text. */
export function openPetView(connections: Connections): vscode.Disposable & { refresh(): void } {
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
  return {
    refresh: () => tree.refresh(),
    dispose: () => {
      stop();
      view.dispose();
    },
  };
}
