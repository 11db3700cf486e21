/** The cluster half: everything that reads a kubeconfig or opens a socket. Bundled apart and loaded when the user first connects. */
import { type ContainerTarget, type ExecRequest, type ExecSession, openExec, type RunLimits, type RunResult, run } from './exec.ts';
import { type ContextInfo, type Kubeconfig, type KubeconfigSource, readKubeconfig } from './kubeconfig.ts';
import { type Link, openLink } from './link.ts';
import { type LogOptions, readLogs } from './logs.ts';
import { findPeers, type PeerReport } from './peers.ts';
import { type Claim, listPets, type Pet, readClaims } from './pets.ts';
import { type Result, success } from './result.ts';
import { type Dialect, listSets, type PetsSet, readDialect } from './sets.ts';

export { readKubeconfig };

/** What views and commands see of a cluster. Every method answers with a value, every wait has an end. */
export interface Connection {
  readonly context: ContextInfo;
  readonly dialect: Dialect;
  sets(signal?: AbortSignal): Promise<Result<readonly PetsSet[]>>;
  pets(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Pet[]>>;
  claims(set: PetsSet, pet: Pet, signal?: AbortSignal): Promise<Result<readonly Claim[]>>;
  exec(target: ContainerTarget, request: ExecRequest): Promise<Result<ExecSession>>;
  run(target: ContainerTarget, command: readonly string[], limits: RunLimits): Promise<Result<RunResult>>;
  logs(target: ContainerTarget, options: LogOptions, onText: (text: string) => void): Promise<Result<undefined>>;
  peers(set: PetsSet, pet: Pet, container: string, signal?: AbortSignal): Promise<Result<PeerReport>>;
}

export interface ConnectRequest {
  readonly kubeconfig: Kubeconfig;
  readonly contextName: string;
  readonly source: KubeconfigSource;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const defaultTimeoutMs = 15_000;

/** Asks the server what it is, so that a connection in hand means that the server answered and took the credentials. */
export async function connect(request: ConnectRequest): Promise<Result<Connection>> {
  const { kubeconfig, contextName, source, signal } = request;
  const link = openLink(kubeconfig, contextName, source, request.timeoutMs ?? defaultTimeoutMs);
  if (!link.ok) return link;
  const context = kubeconfig.contexts.find((each) => each.name === contextName);
  const dialect = await readDialect(link.value, signal);
  if (!dialect.ok || context === undefined) return dialect.ok ? { ok: false, failure: { kind: 'unknownContext', message: contextName } } : dialect;
  return success(connectionOn(link.value, context, dialect.value));
}

function connectionOn(link: Link, context: ContextInfo, dialect: Dialect): Connection {
  return {
    context,
    dialect,
    sets: (signal) => listSets(link, dialect, context.namespace, signal),
    pets: (set, signal) => listPets(link, set, signal),
    claims: (set, pet, signal) => readClaims(link, set, pet, signal),
    exec: (target, request) => openExec(link, target, request),
    run: (target, command, limits) => run(link, target, command, limits),
    logs: (target, options, onText) => readLogs(link, target, options, onText),
    peers: (set, pet, container, signal) => findPeers(link, { set, pet, container }, signal),
  };
}
