import type { WireContainer, WireContainerStatus, WirePod, WireState } from './wire.ts';

/** `sidecar` is an init container with restartPolicy Always (Kubernetes 1.28 and later): it goes on running beside the main ones. */
type ContainerRole = 'init' | 'sidecar' | 'main';

interface Terminated {
  readonly kind: 'terminated';
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

type ContainerState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'waiting'; readonly reason: string; readonly message: string }
  | { readonly kind: 'running'; readonly startedAt: string }
  | Terminated;

interface Hook {
  readonly flag: 'on-start' | 'on-change';
  /** As the kubelet hands it over. */
  readonly command: string;
  /** The peer-finder that the container names; empty where its image brings one. */
  readonly finder: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly role: ContainerRole;
  /** TCP ports that it names; it may listen on others. */
  readonly ports: readonly { readonly name: string; readonly port: number }[];
  /** What peer-finder runs in it. */
  readonly hooks: readonly Hook[];
  /** Where volumes are mounted that it may write to. */
  readonly mounts: readonly string[];
  readonly state: ContainerState;
  readonly last?: Terminated;
  readonly ready: boolean;
  readonly restarts: number;
}

/** In the order in which they run. */
export function initContainersOf(pod: WirePod): readonly Container[] {
  const specs = pod.spec?.initContainers ?? fromAnnotation<WireContainer>(pod, 'init-containers');
  const statuses = pod.status?.initContainerStatuses ?? fromAnnotation<WireContainerStatus>(pod, 'init-container-statuses');
  return join(specs, statuses, (spec) => (spec.restartPolicy === 'Always' ? 'sidecar' : 'init'));
}

export function mainContainersOf(pod: WirePod): readonly Container[] {
  return join(pod.spec?.containers ?? [], pod.status?.containerStatuses ?? [], () => 'main');
}

/**
 * Kubernetes 1.3 and 1.4 keep init containers and their state as JSON in annotations, alpha and beta alike.
 * Current servers ignore such annotations, so they count only on a pod that bears the marks of an old controller.
 */
function fromAnnotation<T>(pod: WirePod, name: 'init-containers' | 'init-container-statuses'): readonly T[] {
  const annotations = pod.metadata?.annotations ?? {};
  if (annotations['kubernetes.io/created-by'] === undefined && annotations['pod.beta.kubernetes.io/hostname'] === undefined) return [];
  const text = annotations[`pod.beta.kubernetes.io/${name}`] ?? annotations[`pod.alpha.kubernetes.io/${name}`];
  if (text === undefined) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((entry): entry is T => typeof entry === 'object' && entry !== null) : [];
  } catch {
    // Only the server writes these; a broken one says nothing that we could show.
    return [];
  }
}

function join(specs: readonly WireContainer[], statuses: readonly WireContainerStatus[], roleOf: (spec: WireContainer) => ContainerRole): readonly Container[] {
  return specs.map((spec) => {
    const status = statuses.find((each) => each.name === spec.name);
    const last = stateOf(status?.lastState);
    return {
      name: spec.name ?? '',
      image: spec.image ?? '',
      role: roleOf(spec),
      ports: (spec.ports ?? []).filter((each) => (each.protocol ?? 'TCP') === 'TCP').map(({ name = '', containerPort = 0 }) => ({ name, port: containerPort })),
      hooks: hooksOf(spec),
      mounts: (spec.volumeMounts ?? []).filter((each) => each.readOnly !== true).map(({ mountPath = '' }) => mountPath),
      state: stateOf(status?.state),
      ...(last.kind === 'terminated' ? { last } : {}),
      ready: status?.ready === true,
      restarts: status?.restartCount ?? 0,
    };
  });
}

function hooksOf({ command, args, env }: WireContainer): readonly Hook[] {
  const values = new Map((env ?? []).map(({ name, value }) => [name, value]));
  const words = [...(command ?? []), ...(args ?? [])].map((word) => asKubelet(word, values));
  const finder = words.find((word) => /(^|\/)peer-finder$/.test(word)) ?? '';
  return words.flatMap((arg) => {
    const [, flag, command] = /^--?(on-start|on-change)=(.+)$/s.exec(arg) ?? [];
    return (flag === 'on-start' || flag === 'on-change') && command !== undefined ? [{ flag, command, finder }] : [];
  });
}

/** $(NAME) is a variable of the container, $$ a dollar; a variable that is not known to us stays as it is. */
const asKubelet = (text: string, values: ReadonlyMap<string | undefined, string | undefined>): string =>
  text.replace(/\$(?:\$|\(([^()]+)\))/g, (all, name: string | undefined) => (name === undefined ? '$' : (values.get(name) ?? all)));

function stateOf(state: WireState | undefined): ContainerState {
  if (state?.terminated) {
    const { exitCode = 0, reason = '', message = '', startedAt, finishedAt } = state.terminated;
    return { kind: 'terminated', exitCode, reason, message, startedAt: startedAt ?? '', finishedAt: finishedAt ?? '' };
  }
  if (state?.running) return { kind: 'running', startedAt: state.running.startedAt ?? '' };
  if (state?.waiting) return { kind: 'waiting', reason: state.waiting.reason ?? '', message: state.waiting.message ?? '' };
  return { kind: 'unknown' };
}
