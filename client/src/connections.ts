import type { Connection } from './cluster/index.ts';
import type { Kubeconfig, KubeconfigSource } from './cluster/kubeconfig.ts';
import type { Failure, Result } from './cluster/result.ts';
import type { ClusterHalf } from './clusterLoader.ts';

/** What the view has to say; its kind is the context key `petset.state`, which picks the welcome text. */
export type ViewState =
  | { readonly kind: 'untrusted' | 'notConnected' | 'connected' }
  | { readonly kind: 'noKubeconfig' | 'error' | 'noSets'; readonly message: string };

/** The open connections. Holds no timer and opens nothing by itself: every method that reads or connects is called for a user's command. */
export class Connections {
  #state: ViewState = { kind: 'notConnected' };
  #open: readonly Connection[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #load: () => Promise<ClusterHalf>;
  readonly #source: () => KubeconfigSource;

  constructor(load: () => Promise<ClusterHalf>, source: () => KubeconfigSource) {
    this.#load = load;
    this.#source = source;
  }

  get state(): ViewState {
    return this.#state;
  }

  get open(): readonly Connection[] {
    return this.#open;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async readKubeconfig(): Promise<Result<Kubeconfig>> {
    const cluster = await this.#load();
    const result = await cluster.readKubeconfig(this.#source());
    if (!result.ok) this.#report(result.failure);
    return result;
  }

  async connect(kubeconfig: Kubeconfig, contextName: string, signal: AbortSignal): Promise<Result<Connection>> {
    const cluster = await this.#load();
    const result = await cluster.connect({ kubeconfig, contextName, source: this.#source(), signal });
    if (!result.ok) {
      this.#report(result.failure);
      return result;
    }
    for (const each of this.#open) if (each.context.name === contextName) each.close();
    this.#open = [...this.#open.filter((each) => each.context.name !== contextName), result.value];
    this.show({ kind: 'connected' });
    return result;
  }

  /** Here only: the kubeconfig keeps its own namespace. */
  changeNamespace(connection: Connection, namespace: string): Connection {
    const other = connection.inNamespace(namespace);
    this.#open = this.#open.map((each) => (each === connection ? other : each));
    this.show({ kind: 'connected' });
    connection.close();
    return other;
  }

  disconnect(connection: Connection): void {
    this.#open = this.#open.filter((each) => each !== connection);
    connection.close();
    this.show({ kind: this.#open.length === 0 ? 'notConnected' : 'connected' });
  }

  show(state: ViewState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  /** A failure fills the view only while nothing else does; beside open connections the message of the command is enough. */
  #report(failure: Failure): void {
    if (this.#open.length > 0) return;
    if (failure.kind === 'cancelled') this.show({ kind: 'notConnected' });
    else this.show({ kind: failure.kind === 'noKubeconfig' ? 'noKubeconfig' : 'error', message: failure.message });
  }
}
