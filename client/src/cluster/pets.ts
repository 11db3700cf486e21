import { type Container, initContainersOf, mainContainersOf } from './containers.ts';
import type { Link } from './link.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import { listAll, type PetsSet } from './sets.ts';
import type { WireClaim, WirePod } from './wire.ts';

/** One ordinal of a set: `pod` is absent while the pet is wanted and does not exist. */
export interface Pet {
  readonly name: string;
  readonly ordinal: number;
  /** False for a pet above the wanted count, on its way out after a scale-down. */
  readonly isWanted: boolean;
  readonly pod?: PetPod;
}

export interface PetPod {
  readonly uid: string;
  readonly phase: string;
  /** status.reason, such as Evicted. */
  readonly reason: string;
  readonly ready: boolean;
  readonly node: string;
  readonly ip: string;
  readonly createdAt: string;
  readonly isTerminating: boolean;
  /** Why no node was found yet, from the condition PodScheduled. */
  readonly unscheduled: string;
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly defaultContainer: string;
}

export interface Claim {
  readonly template: string;
  readonly name: string;
  /** Pending, Bound, Lost; empty when the claim does not exist. */
  readonly phase: string;
  readonly capacity: string;
  readonly storageClass: string;
  readonly volume: string;
}

export async function listPets(link: Link, set: PetsSet, signal?: AbortSignal): Promise<Result<readonly Pet[]>> {
  const path = `/api/v1/namespaces/${encodeURIComponent(set.namespace)}/pods`;
  const pods = await listAll<WirePod>(link, path, set.selector === '' ? {} : { labelSelector: set.selector }, signal);
  return pods.ok ? success(petsOf(set, pods.value)) : pods;
}

/** A slip of the keyboard in `replicas` must not make two thousand million nodes. */
const mostPlaceholders = 10_000;

/** By number: web-2 before web-10. Pods that the selector catches but that bear no ordinal of this set are not pets. */
export function petsOf(set: PetsSet, pods: readonly WirePod[]): readonly Pet[] {
  const byOrdinal = new Map<number, PetPod>();
  for (const pod of pods) {
    const ordinal = ordinalOf(set.name, pod.metadata?.name ?? '');
    if (ordinal !== undefined) byOrdinal.set(ordinal, toPod(pod));
  }
  const end = set.firstOrdinal + set.desired;
  const wanted = Array.from({ length: Math.min(set.desired, mostPlaceholders) }, (_, index) => set.firstOrdinal + index);
  const ordinals = [...new Set([...wanted, ...byOrdinal.keys()])].toSorted((a, b) => a - b);
  return ordinals.map((ordinal) => {
    const pod = byOrdinal.get(ordinal);
    const isWanted = ordinal >= set.firstOrdinal && ordinal < end;
    return { name: `${set.name}-${ordinal}`, ordinal, isWanted, ...(pod === undefined ? {} : { pod }) };
  });
}

export function ordinalOf(setName: string, podName: string): number | undefined {
  if (!podName.startsWith(`${setName}-`)) return undefined;
  const digits = podName.slice(setName.length + 1);
  return /^(?:0|[1-9]\d{0,9})$/.test(digits) ? Number(digits) : undefined;
}

function toPod(pod: WirePod): PetPod {
  const { metadata, spec, status } = pod;
  const condition = (type: string) => (status?.conditions ?? []).find((each) => each.type === type);
  const scheduled = condition('PodScheduled');
  const containers = mainContainersOf(pod);
  return {
    uid: metadata?.uid ?? '',
    phase: status?.phase ?? '',
    reason: status?.reason ?? '',
    ready: condition('Ready')?.status === 'True',
    node: spec?.nodeName ?? '',
    ip: status?.podIP ?? '',
    createdAt: metadata?.creationTimestamp ?? '',
    isTerminating: metadata?.deletionTimestamp !== undefined,
    unscheduled: scheduled?.status === 'False' ? (scheduled.message ?? scheduled.reason ?? '') : '',
    initContainers: initContainersOf(pod),
    containers,
    defaultContainer: metadata?.annotations?.['kubectl.kubernetes.io/default-container'] ?? containers[0]?.name ?? '',
  };
}

const claimName = (template: string, pet: Pet): string => `${template}-${pet.name}`;

/** One request for each claim of this one pet: the claims of the whole namespace may be thousands. */
export async function readClaims(link: Link, set: PetsSet, pet: Pet, signal?: AbortSignal): Promise<Result<readonly Claim[]>> {
  const answers = await Promise.all(set.claimTemplates.map((template) => readClaim(link, set.namespace, template, claimName(template, pet), signal)));
  const claims: Claim[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    claims.push(answer.value);
  }
  return success(claims);
}

async function readClaim(link: Link, namespace: string, template: string, name: string, signal: AbortSignal | undefined): Promise<Result<Claim>> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims/${encodeURIComponent(name)}`;
  const answer = await getJson<WireClaim>(link, { path, signal });
  if (!answer.ok && answer.failure.kind !== 'notFound') return answer;
  return success(toClaim(template, name, answer.ok ? answer.value : {}));
}

export function toClaim(template: string, name: string, { metadata, spec, status }: WireClaim): Claim {
  const annotated = metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'];
  return {
    template,
    name,
    phase: status?.phase ?? '',
    capacity: status?.capacity?.storage ?? '',
    storageClass: spec?.storageClassName ?? annotated ?? '',
    volume: spec?.volumeName ?? '',
  };
}
