import type { Connection } from '../cluster/index.ts';
import type { PeerReport } from '../cluster/peers.ts';
import type { Pet } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import type { Connections } from '../connections.ts';
import type { SetTarget, Target } from '../target.ts';
import { eventTopics } from '../views/holding.ts';
import { type Asking, panelBody, panelMessage } from './html.ts';
import { matrixOf, panelOf, type Seen } from './model.ts';

/** Where the panel paints, and what it may start. */
export interface PanelFace {
  paint(body: string): void;
  run(command: string, target: Target): void;
}

const paintAfterMs = 50;
const tickMs = 1_000;
/** Each is an exec session in a pod: a big set is asked in part. */
const mostAsked = 50;
const askedAtOnce = 4;

/** One set on a page: it watches while the page is seen, and asks pets for their peers when the user says so. */
export class PetsPanel {
  readonly #connections: Connections;
  readonly #connection: Connection;
  readonly #face: PanelFace;
  readonly #stopListening: () => void;
  #set: PetsSet;
  #watched = '';
  #stops: readonly (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isVisible = false;
  #pets: readonly Pet[] = [];
  #seen: Seen | undefined;
  #asking: Asking | undefined;
  #closing = new AbortController();

  constructor(connections: Connections, { connection, set }: SetTarget, face: PanelFace) {
    this.#connections = connections;
    this.#connection = connection;
    this.#set = set;
    this.#face = face;
    this.#stopListening = connections.onChange(() => this.#update());
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#update();
  }

  /** What a button of the page says; anything else is ignored. */
  act(message: unknown): void {
    const { action, pet: name } = typeof message === 'object' && message !== null ? (message as { action?: unknown; pet?: unknown }) : {};
    if (action === 'ready') this.#update();
    if (action === 'peers') void this.#ask();
    const pet = this.#pets.find((each) => each.name === name);
    if (pet !== undefined && (action === 'petset.logs' || action === 'petset.exec'))
      this.#face.run(action, { connection: this.#connection, set: this.#set, pet });
  }

  dispose(): void {
    this.#isVisible = false;
    this.#closing.abort();
    this.#stopListening();
    this.#update();
  }

  get #isOpen(): boolean {
    return this.#connections.open.includes(this.#connection);
  }

  /** Watches follow what is seen: hidden or disconnected, there are none. */
  #update(): void {
    const isWatching = this.#isVisible && this.#isOpen;
    const wanted = isWatching ? `${this.#set.selector} ${this.#set.claimTemplates.length > 0} ${eventTopics(this.#connection, this.#set).length}` : '';
    if (wanted !== this.#watched) {
      const before = this.#stops;
      this.#watched = wanted;
      this.#stops = isWatching ? this.#watch() : [];
      for (const stop of before) stop();
    }
    if (this.#isVisible) this.#paintSoon(paintAfterMs);
    else clearTimeout(this.#timer);
    if (!this.#isVisible) this.#timer = undefined;
  }

  #watch(): readonly (() => void)[] {
    const set = this.#set;
    const topics = [
      { kind: 'sets' },
      { kind: 'pods', set },
      ...(set.claimTemplates.length === 0 ? [] : [{ kind: 'claims', set } as const]),
      ...eventTopics(this.#connection, set),
    ] as const;
    return topics.map((topic) => this.#connection.watch(topic, () => this.#paintSoon(paintAfterMs)));
  }

  #paintSoon(ms: number): void {
    this.#timer ??= setTimeout(() => {
      void this.#paint();
    }, ms);
  }

  async #paint(): Promise<void> {
    const body = await this.#body();
    this.#timer = undefined;
    if (!this.#isVisible) return;
    this.#face.paint(body.html);
    if (body.isMoving) this.#paintSoon(tickMs);
  }

  async #body(): Promise<{ readonly html: string; readonly isMoving: boolean }> {
    const { kind, name } = this.#set;
    const still = (message: string) => ({ html: panelMessage(`${kind} ${name}`, message), isMoving: false });
    const { context } = this.#connection;
    if (!this.#isOpen) return still(`Disconnected from ${context.name}, or in another namespace now. Connect again and open the panel from the view Pets.`);
    const sets = await this.#connection.sets();
    if (!sets.ok) return still(sets.failure.message);
    const set = sets.value.find((each) => each.kind === kind && each.name === name);
    if (set === undefined) return still(`There is no ${kind} ${name} in namespace ${context.namespace} any more.`);
    this.#set = set;
    const [pets, claims] = await Promise.all([this.#connection.pets(set), set.claimTemplates.length === 0 ? undefined : this.#connection.setClaims(set)]);
    if (!pets.ok) return still(pets.failure.message);
    this.#pets = pets.value;
    // A set of which pets are missing is watched with its events.
    this.#update();
    const known = claims?.ok === true ? new Map(claims.value.map((claim) => [claim.name, claim])) : undefined;
    const { trouble } = this.#connection;
    const model = panelOf({
      set,
      pets: pets.value,
      claims: known,
      events: await this.#connection.setEvents(set),
      trouble: trouble === undefined ? '' : `What you see may be old: ${trouble.message}`,
      now: Date.now(),
    });
    return { html: panelBody(model, this.#seen === undefined ? undefined : matrixOf(this.#seen), this.#asking), isMoving: model.isMoving };
  }

  /** A few at a time; what each said is painted as it comes. */
  async #ask(): Promise<void> {
    if (this.#asking !== undefined || !this.#pets.some((pet) => runningContainer(pet) !== undefined)) return;
    const { signal } = this.#closing;
    const asked = this.#pets.filter((pet) => runningContainer(pet) !== undefined).slice(0, mostAsked);
    const seen = new Map<string, PeerReport | string>();
    const waiting = [...asked];
    this.#seen = seen;
    this.#asking = { done: 0, of: asked.length };
    this.#update();
    const askNext = async (): Promise<void> => {
      for (let pet = waiting.shift(); pet !== undefined && !signal.aborted; pet = waiting.shift()) {
        const report = await this.#connection.peers(this.#set, pet, runningContainer(pet) ?? '', signal);
        seen.set(pet.name, report.ok ? report.value : report.failure.message);
        this.#asking = { done: seen.size, of: asked.length };
        this.#update();
      }
    };
    await Promise.all(Array.from({ length: askedAtOnce }, askNext));
    this.#asking = undefined;
    this.#update();
  }
}

function runningContainer({ pod }: Pet): string | undefined {
  const running = pod?.containers.filter((each) => each.state.kind === 'running').map((each) => each.name) ?? [];
  return running.find((name) => name === pod?.defaultContainer) ?? running[0];
}
