import type { Target } from '../target.ts';
import { type ContextValue, messageNode, type Node } from './node.ts';

/** What the editor holds for a line of the tree. It stays the same while the node behind it changes, because the editor paints the line it knows. */
export class Line {
  node: Node;
  readonly parent: Line | undefined;

  constructor(node: Node, parent: Line | undefined) {
    this.node = node;
    this.parent = parent;
  }

  /** These two make a line what commands take. */
  get contextValue(): ContextValue {
    return this.node.contextValue;
  }

  get target(): Target | undefined {
    return this.node.target;
  }
}

/** Remembers what was painted, so that a change of the cluster paints the lines that it changed and no others. */
export class Painter {
  readonly #root: () => Promise<readonly Node[]>;
  readonly #fire: (line: Line | undefined) => void;
  /** By the id of the line above; the root's is empty. */
  readonly #painted = new Map<string, readonly Line[]>();
  readonly #closed = new Set<string>();

  constructor(root: () => Promise<readonly Node[]>, fire: (line: Line | undefined) => void) {
    this.#root = root;
    this.#fire = fire;
  }

  /** The editor is about to ask for what is below a line: so the line is open. */
  begin(line?: Line): void {
    if (line !== undefined) this.open(line);
    if (!this.#painted.has(idOf(line)) && (line === undefined || this.#isKnown(line))) this.#painted.set(idOf(line), []);
  }

  async children(line?: Line): Promise<readonly Line[]> {
    const lines = this.#adopt(line, await this.#nodes(line));
    if (line === undefined || this.#isKnown(line)) this.#painted.set(idOf(line), lines);
    return lines;
  }

  open(line: Line): void {
    this.#closed.delete(line.node.id);
  }

  close(line: Line): void {
    this.#closed.add(line.node.id);
  }

  isClosed(id: string): boolean {
    return this.#closed.has(id);
  }

  /** Open lines that are on the screen: all above them are open too. */
  opened(): readonly Line[] {
    const walk = (lines: readonly Line[]): readonly Line[] =>
      lines.flatMap((line) => {
        const below = this.#painted.get(line.node.id);
        return below === undefined || this.#closed.has(line.node.id) ? [] : [line, ...walk(below)];
      });
    return walk(this.#painted.get('') ?? []);
  }

  /** Compares what is below an open line with what was painted there, and so on downwards. */
  async repaint(line?: Line): Promise<void> {
    const before = this.#painted.get(idOf(line));
    if (before === undefined || (line !== undefined && this.#closed.has(line.node.id))) return;
    const nodes = await this.#nodes(line);
    if (this.#painted.get(idOf(line)) !== before) return;
    if (before.length !== nodes.length || before.some((each, index) => each.node.id !== nodes[index]?.id)) {
      // Others stand here now: the editor asks anew, for the open lines below as well.
      return this.#fire(line);
    }
    const others = before.filter((child, index) => !this.#renew(child, nodes[index] ?? child.node));
    for (const child of others) if (this.#painted.has(child.node.id)) await this.repaint(child);
  }

  /** True when the editor was told: it asks anew then, for everything below as well. */
  #renew(line: Line, node: Node): boolean {
    const isNew = !looksLike(line.node, node);
    line.node = node;
    if (isNew) this.#fire(line);
    return isNew;
  }

  async #nodes(line: Line | undefined): Promise<readonly Node[]> {
    try {
      return line === undefined ? await this.#root() : ((await line.node.children?.()) ?? []);
    } catch (error) {
      // A bug, not a failure of the cluster: those are values. Even so the tree shall say it and live on.
      return [messageNode(line?.node.id ?? 'root', error instanceof Error ? error.message : String(error), { name: 'error' })];
    }
  }

  #adopt(parent: Line | undefined, nodes: readonly Node[]): readonly Line[] {
    const before = new Map((this.#painted.get(idOf(parent)) ?? []).map((line) => [line.node.id, line]));
    const lines = nodes.map((node) => {
      const known = before.get(node.id) ?? new Line(node, parent);
      known.node = node;
      before.delete(node.id);
      return known;
    });
    for (const gone of before.values()) this.#forget(gone);
    return lines;
  }

  #forget(line: Line): void {
    for (const below of this.#painted.get(line.node.id) ?? []) this.#forget(below);
    this.#painted.delete(line.node.id);
    this.#closed.delete(line.node.id);
  }

  #isKnown(line: Line): boolean {
    return this.#painted.get(idOf(line.parent))?.includes(line) === true;
  }
}

const idOf = (line: Line | undefined): string => line?.node.id ?? '';

/** In all that the editor shows. Field by field: of ten thousand lines, all are compared for one change. */
const looksLike = (a: Node, b: Node): boolean =>
  a === b ||
  (a.description === b.description &&
    a.label === b.label &&
    a.tooltip === b.tooltip &&
    a.icon.name === b.icon.name &&
    a.icon.color === b.icon.color &&
    a.spoken === b.spoken &&
    a.contextValue === b.contextValue &&
    (a.children === undefined) === (b.children === undefined));
