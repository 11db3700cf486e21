import { readFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { reaches } from './address.ts';
import { type Credential, type PluginSpec, readPluginSpec, runPlugin } from './credentialPlugin.ts';
import type { Cluster, Kubeconfig, KubeconfigSource, TokenUser, User } from './kubeconfig.ts';
import { Network } from './network.ts';
import { FailureError, failed, type Result, success } from './result.ts';

/** One context made ready to send requests: its server, its credentials, its time-outs. Opening one sends nothing. */
export interface Link {
  readonly server: string;
  readonly kube: KubeConfig;
  /** From a request being sent to its last byte; following logs and exec sessions count only until the answer. */
  readonly timeoutMs: number;
  /** The server tells a watch where it stands, from time to time. */
  readonly hasBookmarks?: boolean;
  /** What its watches share. */
  readonly network: Network;
  /** The next request gets a new credential from the plugin, if there is one. */
  forgetCredential(): void;
}

const handshakeTimeoutMs = 15_000;
const restMs = 20_000;
/** After a close frame: a server of 2016 never closes the connection itself, and until then a lost session looks alive. */
const closeTimeoutMs = 1_000;

export function openLink(kubeconfig: Kubeconfig, contextName: string, source: KubeconfigSource, timeoutMs: number): Result<Link> {
  const context = kubeconfig.entries.contexts.find((each) => each.name === contextName);
  const info = kubeconfig.contexts.find((each) => each.name === contextName);
  if (context === undefined || info === undefined) return failed('unknownContext', `There is no context ${contextName} in ${kubeconfig.files.join(', ')}.`);
  const cluster = kubeconfig.entries.clusters.find((each) => each.name === context.cluster);
  if (cluster === undefined)
    return failed('badKubeconfig', `Context ${contextName} names the cluster ${context.cluster}, which is not in ${kubeconfig.files.join(', ')}.`);
  const user = kubeconfig.entries.users.find((each) => each.name === context.user);
  if (user === undefined && info.user !== '')
    return failed('badKubeconfig', `Context ${contextName} names the user ${info.user}, which is not in ${kubeconfig.files.join(', ')}.`);
  if (!isHttp(cluster.server)) return failed('badKubeconfig', `Cluster ${cluster.name} has no usable server address: ${cluster.server}`);
  const kube = new LinkConfig(readPluginSpec(user?.exec, info.file), user?.tokenFile, source.env);
  kube.loadFromOptions({
    clusters: [plainAllowed(cluster)],
    users: [withoutPlugin(user ?? { name: '' })],
    contexts: [{ name: contextName, cluster: cluster.name, user: user?.name ?? '' }],
    currentContext: contextName,
  });
  const { server } = cluster;
  // A plugin may open a browser: it does not run in order to see whether the server is there.
  const network = new Network(
    (limitMs) => reaches(server, (options) => kube.applyStanding(options), limitMs),
    () => kube.dropRested(),
  );
  return success({ server, kube, timeoutMs, network, forgetCredential: () => kube.forget() });
}

const isHttp = (server: string): boolean => URL.canParse(server) && /^https?:$/.test(new URL(server).protocol);

/** kubectl talks plain http when the kubeconfig says so (kubectl proxy, a server of 2016); client-node wants this flag for it. */
const plainAllowed = (cluster: Cluster): Cluster => (cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster);

const withoutPlugin = ({ exec: _ours, tokenFile: _too, ...user }: TokenUser): User => user;

function keepAlive(agent: Agent): void {
  Object.assign(agent, { keepAlive: true });
  // Not in the types of Node, and read whenever a connection begins to rest.
  if ('options' in agent && typeof agent.options === 'object') Object.assign(agent.options ?? {}, { timeout: restMs });
}

/** Read for every request: such tokens are changed under way, some every few minutes. */
async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FailureError({ kind: 'badKubeconfig', message: `The token file of this user cannot be read: ${reason}` });
  }
}

/** Adds to client-node's configuration what kubectl has: credential plugins with KUBERNETES_EXEC_INFO, and a limit for handshakes. */
class LinkConfig extends KubeConfig {
  readonly #plugin: PluginSpec | undefined;
  readonly #tokenFile: string | undefined;
  readonly #env: KubeconfigSource['env'];
  #credential: Promise<Credential> | undefined;
  #expires = Number.POSITIVE_INFINITY;
  readonly #agents = new Set<Agent>();

  constructor(plugin: PluginSpec | undefined, tokenFile: string | undefined, env: KubeconfigSource['env']) {
    super();
    this.#plugin = plugin;
    this.#tokenFile = tokenFile;
    this.#env = env;
  }

  override async applyToHTTPSOptions(options: Parameters<KubeConfig['applyToHTTPSOptions']>[0]): Promise<void> {
    const credential = await this.#current();
    await this.applyStanding(options);
    if (credential === undefined) return;
    if (credential.certificate !== undefined) options.cert = credential.certificate;
    if (credential.key !== undefined) options.key = credential.key;
    if (credential.token !== undefined) options.headers = { ...options.headers, Authorization: `Bearer ${credential.token}` };
  }

  /** Closes the connections on which nothing is asked at the moment. */
  dropRested(): void {
    for (const { freeSockets } of this.#agents) for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
  }

  forget(): void {
    this.#credential = undefined;
  }

  /** All but what a plugin would give. */
  async applyStanding(options: Parameters<KubeConfig['applyToHTTPSOptions']>[0]): Promise<void> {
    try {
      await super.applyToHTTPSOptions(options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new FailureError({ kind: 'badKubeconfig', message: `The credentials of this context cannot be used: ${reason}` });
    }
    // One connection for many requests. One that rests for this long is closed, before a balancer on the way does it.
    if (options.agent instanceof Agent) {
      keepAlive(options.agent);
      this.#agents.add(options.agent);
    }
    Object.assign(options, { handshakeTimeout: handshakeTimeoutMs, closeTimeout: closeTimeoutMs });
  }

  /** One plugin run for all requests that wait for it, and again only when its credential has expired or it failed. */
  async #current(): Promise<Credential | undefined> {
    if (this.#tokenFile !== undefined) return { token: await readToken(this.#tokenFile) };
    if (this.#plugin === undefined) return undefined;
    if (this.#credential === undefined || Date.now() >= this.#expires) this.#credential = runPlugin(this.#plugin, this.#env);
    try {
      const credential = await this.#credential;
      this.#expires = credential.expires ?? Number.POSITIVE_INFINITY;
      return credential;
    } catch (error) {
      this.#credential = undefined;
      throw error;
    }
  }
}
