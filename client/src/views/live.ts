import type { Connection } from '../cluster/index.ts';
import type { Topic } from '../cluster/store.ts';
import type { Connections } from '../connections.ts';
import type { Line, Painter } from './painter.ts';

/** Long enough to take a burst as one change, short enough to be at once for a person. */
const paintAfterMs = 50;

interface Watch {
  readonly connection: Connection;
  readonly topic: Topic;
  /** The line below which a change shows; undefined for the root. */
  readonly line: Line | undefined;
}

/** Watches what is on the screen and nothing else: hidden, collapsed or disconnected things cost the cluster no request. */
export class Live {
  readonly #connections: Connections;
  readonly #painter: Painter;
  readonly #stops = new Map<string, () => void>();
  readonly #dirty = new Set<Line | undefined>();
  #timer: NodeJS.Timeout | undefined;
  #isVisible = false;
  #isPainting = false;
  #troubles = '';

  constructor(connections: Connections, painter: Painter) {
    this.#connections = connections;
    this.#painter = painter;
  }

  /** How many watches are open. */
  get size(): number {
    return this.#stops.size;
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.update();
    // What was on the screen before may have changed meanwhile.
    if (isVisible) this.#changed(undefined);
  }

  /** After anything that changes what is on the screen. */
  update(): void {
    const wanted = new Map(this.#wanted().map((watch) => [keyOf(watch), watch]));
    for (const [key, stop] of this.#stops) {
      if (wanted.has(key)) continue;
      this.#stops.delete(key);
      stop();
    }
    for (const [key, { connection, topic, line }] of wanted) {
      if (!this.#stops.has(key))
        this.#stops.set(
          key,
          connection.watch(topic, () => this.#changed(line)),
        );
    }
  }

  dispose(): void {
    this.#isVisible = false;
    clearTimeout(this.#timer);
    this.update();
  }

  #wanted(): readonly Watch[] {
    if (!this.#isVisible) return [];
    const { open } = this.#connections;
    const shown = open.filter((connection) => !this.#painter.isClosed(connection.context.name));
    const sets = shown.map((connection): Watch => ({ connection, topic: { kind: 'sets' }, line: undefined }));
    const below = this.#painter.opened().flatMap((line) => {
      const { target, topics } = line.node;
      const connection = target?.connection;
      // A line may still be painted while its connection is already gone.
      if (connection === undefined || !open.includes(connection)) return [];
      return (topics ?? []).map((topic): Watch => ({ connection, topic, line }));
    });
    return [...sets, ...below];
  }

  #changed(line: Line | undefined): void {
    this.#dirty.add(line);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isPainting || this.#dirty.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#paint();
    }, paintAfterMs);
  }

  async #paint(): Promise<void> {
    if (!this.#isVisible) return this.#dirty.clear();
    const troubles = this.#connections.open.map((each) => each.trouble?.message ?? '').join('\n');
    const isRoot = this.#dirty.has(undefined) || troubles !== this.#troubles;
    this.#troubles = troubles;
    const lines = isRoot ? [undefined] : [...this.#dirty];
    this.#dirty.clear();
    this.#isPainting = true;
    for (const line of lines) await this.#painter.repaint(line);
    this.#isPainting = false;
    // A set that was made anew has another selector: the watches follow the lines.
    this.update();
    this.#schedule();
  }
}

const keyOf = ({ connection, topic, line }: Watch): string => {
  const about = topic.kind === 'sets' ? [] : topic.kind === 'events' ? [topic.pod] : [topic.set.kind, topic.set.name, topic.set.selector];
  return JSON.stringify([connection.id, line?.node.id ?? '', topic.kind, ...about]);
};
