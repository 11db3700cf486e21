/** The cluster half: everything that reads a kubeconfig or opens a socket. Bundled apart and loaded when the user first connects. */
import { type Denied, readDenied } from './access.ts';
import { Applier, textsOf } from './apply.ts';
import { type Pace, usualPace } from './backoff.ts';
import type { Claim } from './claims.ts';
import type { PetEvent } from './events.ts';
import { type ContainerTarget, type ExecRequest, type ExecSession, openExec, type RunLimits, type RunResult, run } from './exec.ts';
import { featuresOf } from './features.ts';
import { type Forward, type ForwardTarget, openForward } from './forward.ts';
import { type Existing, existingIn, type HookEnd, type HookLook, type HookQuestion, lookAtHook, type Runner, runnerOf, settleCopies, tryHook } from './hook.ts';
import { forbiddenChanges } from './immutable.ts';
import { type ContextInfo, type Kubeconfig, type KubeconfigSource, readKubeconfig } from './kubeconfig.ts';
import { type Link, openLink } from './link.ts';
import { type LogOptions, readLogs } from './logs.ts';
import { listNamespaces, type ObjectRef, readYaml } from './objects.ts';
import { type ApiDescription, readApiDescription } from './openApi.ts';
import { followPeers, type PeerSession } from './peerSession.ts';
import { findPeers, type PeerReport } from './peers.ts';
import type { Arranged, Pet } from './pets.ts';
import type { Declared, Plan, PlanOptions } from './plan.ts';
import { bringProgram } from './program.ts';
import { type Failure, type Result, success } from './result.ts';
import type { ServerFinding } from './serverFindings.ts';
import { type Dialect, type PetsSet, readDialect } from './sets.ts';
import { Store, type Topic } from './store.ts';
import type { PetsQuestion, PetsTrial } from './trial/petsTrial.ts';
import { annotatePod, deletePod, scaleSet } from './write.ts';

export { readKubeconfig };

/** What views and commands see of a cluster. Every method answers with a value, every wait has an end. */
export interface Connection {
  /** Of this connection and no other: the same context connected again has another. */
  readonly id: string;
  readonly context: ContextInfo;
  readonly dialect: Dialect;
  sets(signal?: AbortSignal): Promise<Result<readonly PetsSet[]>>;
  pets(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Pet[]>>;
  /** The pets, and the other pods that the selector catches. */
  pods(set: PetsSet, signal?: AbortSignal): Promise<Result<Arranged>>;
  claims(set: PetsSet, pet: Pet, signal?: AbortSignal): Promise<Result<readonly Claim[]>>;
  setClaims(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Claim[]>>;
  orphanClaims(set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Claim[]>>;
  events(set: PetsSet, pod: string, signal?: AbortSignal): Promise<Result<readonly PetEvent[]>>;
  /** Of the set itself, newest first: what an open watch knows, and none where none is open. */
  setEvents(set: PetsSet): Promise<readonly PetEvent[]>;
  /** Whether a wanted pet does not exist, by what was read last; false where nothing is watched. */
  lacksPets(set: PetsSet): boolean;
  /** Until the answer is called, what the methods above read is kept up to date, and `onChange` is called when it has changed. */
  watch(topic: Topic, onChange: () => void): () => void;
  /** Why what is watched is not up to date. */
  readonly trouble: Failure | undefined;
  /** All that is watched is read anew. */
  relist(): void;
  /** The same cluster seen in another namespace. */
  inNamespace(namespace: string): Connection;
  close(): void;
  namespaces(signal?: AbortSignal): Promise<Result<readonly string[]>>;
  yaml(ref: ObjectRef, signal?: AbortSignal): Promise<Result<string>>;
  /** Of this very pod and not of one that has taken its name. */
  deletePod(namespace: string, name: string, uid: string, signal?: AbortSignal): Promise<Result<undefined>>;
  scale(set: PetsSet, replicas: number, signal?: AbortSignal): Promise<Result<undefined>>;
  annotatePod(
    pod: { readonly namespace: string; readonly name: string; readonly uid: string },
    annotations: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Result<undefined>>;
  /** What the server says of its API: every kind that it serves, and how it looks. */
  apiDescription(signal?: AbortSignal): Promise<Result<ApiDescription>>;
  /** What applying would do, or why the server refuses it. Changes nothing. */
  plan(object: Declared, options?: PlanOptions, signal?: AbortSignal): Promise<Result<Plan>>;
  /** What would become of the pets of a set that the server takes. Changes nothing. */
  tryPets(question: PetsQuestion, signal?: AbortSignal): Promise<Result<PetsTrial>>;
  apply(object: Declared, plan: Plan, signal?: AbortSignal): Promise<Result<undefined>>;
  /** What this user may not do in this namespace; asked once, when it is needed first. */
  denied(): Promise<Denied>;
  /** Fields of a manifest whose change the live set forbids. */
  forbidden(set: PetsSet, declared: unknown, signal?: AbortSignal): Promise<Result<readonly ServerFinding[]>>;
  /** The server tries before it does; else a plan is only what we think. */
  readonly canTry: boolean;
  /** The live object and what it would become, as YAML. */
  texts(plan: Plan): { readonly before: string; readonly after: string };
  /** False where it needs SPDY. */
  readonly canForward: boolean;
  forward(target: ForwardTarget, onFault: (message: string) => void): Promise<Result<Forward>>;
  /** Those that are open, of this connection. */
  readonly forwards: readonly Forward[];
  exec(target: ContainerTarget, request: ExecRequest): Promise<Result<ExecSession>>;
  run(target: ContainerTarget, command: readonly string[], limits: RunLimits): Promise<Result<RunResult>>;
  logs(target: ContainerTarget, options: LogOptions, onText: (text: string) => void): Promise<Result<undefined>>;
  /** `finder`: the path in the container of a peer finder that `bringProgram` has put there. */
  peers(set: PetsSet, pet: Pet, container: string, signal?: AbortSignal, finder?: string): Promise<Result<PeerReport>>;
  /** Copies a program, given by path or URL, into /tmp of a container. */
  bringProgram(target: ContainerTarget, source: string, signal?: AbortSignal): Promise<Result<string>>;
  /** One process in a pet that answers each time it is asked; close it at the end. Its pods are watched until then. */
  followPeers(set: PetsSet, pet: Pet, container: string): Promise<Result<PeerSession>>;
  /** What a container tells before a hook is tried in it. Changes nothing. */
  lookAtHook(question: Parameters<typeof lookAtHook>[1], signal?: AbortSignal): Promise<Result<HookLook>>;
  hookRunner(image: string, command: string, look: HookLook): { readonly runner: Runner; readonly why: string };
  /** Those of the paths that are there. */
  existing(target: ContainerTarget, paths: readonly string[], signal?: AbortSignal): Promise<Result<readonly Existing[]>>;
  /** Runs what peer-finder would run, with the peers found now on its input, and undoes it when it fails. */
  tryHook(question: Omit<HookQuestion, 'pets'>, onOutput: (text: string) => void, signal: AbortSignal): Promise<Result<HookEnd>>;
  /** Puts the copies of `tryHook` back or throws them away. */
  settleCopies(target: ContainerTarget, folder: string, how: 'restore' | 'forget'): Promise<Result<undefined>>;
}

export interface ConnectRequest {
  readonly kubeconfig: Kubeconfig;
  readonly contextName: string;
  readonly source: KubeconfigSource;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** How watches come back; for tests. */
  readonly pace?: Partial<Pace>;
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
  // Only what speaks apps/v1 sends bookmarks; older servers ignore the wish, but then nothing is gained by it.
  const hasBookmarks = dialect.value.statefulSets === 'apps/v1';
  return success(connectionOn({ ...link.value, hasBookmarks }, context, dialect.value, { ...usualPace, ...request.pace }));
}

let count = 0;

function connectionOn(link: Link, context: ContextInfo, dialect: Dialect, pace: Pace): Connection {
  const store = new Store(link, dialect, context.namespace, pace);
  let denied: Promise<Denied> | undefined;
  const forwards = new Set<Forward>();
  const applier = new Applier(link, context, dialect.serverVersion);
  return {
    id: `${++count}`,
    context,
    dialect,
    sets: (signal) => store.sets(signal),
    pets: async (set, signal) => {
      const pods = await store.pods(set, signal);
      return pods.ok ? success(pods.value.pets) : pods;
    },
    pods: (set, signal) => store.pods(set, signal),
    claims: (set, pet, signal) => store.claims(set, pet, signal),
    setClaims: (set, signal) => store.setClaims(set, signal),
    orphanClaims: (set, signal) => store.orphanClaims(set, signal),
    events: (set, pod, signal) => store.events(set.namespace, pod, signal),
    setEvents: (set) => store.setEvents(set),
    lacksPets: (set) => store.lacksPets(set),
    watch: (topic, onChange) => store.watch(topic, onChange),
    get trouble() {
      return store.failure;
    },
    relist: () => {
      // The user asks: if the server did not take our credential, here is the chance for another.
      if (store.failure?.kind === 'unauthorized') link.forgetCredential();
      store.relist();
    },
    inNamespace: (namespace) => connectionOn(link, { ...context, namespace }, dialect, pace),
    close: () => {
      store.close();
      for (const each of forwards) each.stop();
    },
    namespaces: (signal) => listNamespaces(link, signal),
    yaml: (ref, signal) => readYaml(link, ref, signal),
    deletePod: (namespace, name, uid, signal) => deletePod(link, namespace, name, uid, signal),
    scale: (set, replicas, signal) => scaleSet(link, set, replicas, signal),
    annotatePod: (pod, annotations, signal) => annotatePod(link, pod, annotations, signal),
    apiDescription: (signal) => readApiDescription(link, { title: context.name, version: dialect.serverVersion }, signal),
    plan: (object, options, signal) => applier.plan(object, options, signal),
    tryPets: (question, signal) => applier.tryPets(question, signal),
    apply: (object, plan, signal) => applier.apply(object, plan, signal),
    denied: async () => {
      denied ??= readDenied(link, dialect.serverVersion, context.namespace);
      return await denied;
    },
    forbidden: async (set, declared, signal) => {
      const live = await store.wireSet(set, signal);
      return live.ok ? success(forbiddenChanges(set.kind, live.value, declared, dialect.serverVersion)) : live;
    },
    canTry: applier.canTry,
    texts: (plan) => textsOf(plan, applier.canTry),
    canForward: featuresOf(dialect.serverVersion).canForward,
    forward: async (target, onFault) => {
      const opened = await openForward(link, target, onFault);
      if (!opened.ok) return opened;
      const forward: Forward = {
        ...opened.value,
        stop: () => {
          opened.value.stop();
          forwards.delete(forward);
        },
      };
      forwards.add(forward);
      return success(forward);
    },
    get forwards() {
      return [...forwards];
    },
    ...sessionsOn(link, store),
  };
}

/** What happens inside of pets. */
function sessionsOn(
  link: Link,
  store: Store,
): Pick<
  Connection,
  'exec' | 'run' | 'logs' | 'tryHook' | 'lookAtHook' | 'hookRunner' | 'existing' | 'settleCopies' | 'followPeers' | 'peers' | 'bringProgram'
> {
  return {
    exec: (target, request) => openExec(link, target, request),
    run: (target, command, limits) => run(link, target, command, limits),
    logs: (target, options, onText) => readLogs(link, target, options, onText),
    tryHook: (question, onOutput, signal) => tryHook(link, { ...question, pets: () => store.pods(question.set, signal) }, onOutput, signal),
    lookAtHook: (question, signal) => lookAtHook(link, question, signal),
    hookRunner: runnerOf,
    existing: (target, paths, signal) => existingIn(link, target, paths, signal),
    settleCopies: (target, folder, how) => settleCopies(link, target, folder, how),
    followPeers: (set, pet, container) => following(link, store, { set, pet, container }),
    peers: (set, pet, container, signal, finder) => findPeers(link, { set, pet, container, finder, pets: () => store.pods(set, signal) }, signal),
    bringProgram: (target, source, signal) => bringProgram(link, target, source, signal),
  };
}

/** While peers are followed the pods are watched, so that no question costs a request for them. */
async function following(link: Link, store: Store, { set, pet, container }: Pick<HookQuestion, 'set' | 'pet' | 'container'>): Promise<Result<PeerSession>> {
  const stop = store.watch({ kind: 'pods', set }, () => undefined);
  const opened = await followPeers(link, { set, pet, container, pets: () => store.pods(set) });
  if (!opened.ok) {
    stop();
    return opened;
  }
  const { ask, close } = opened.value;
  return success({
    ask,
    close: () => {
      stop();
      close();
    },
  });
}
