import { type Container, initContainersOf, mainContainersOf } from './containers.ts';
import type { Place } from './list.ts';
import type { PetsSet } from './sets.ts';
import type { WirePod } from './wire.ts';

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
  readonly labels: Readonly<Record<string, string>>;
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
  /** Volumes that end with the pod. */
  readonly emptyDirs: readonly string[];
  /** Empty where the server has no revisions. */
  readonly revision: string;
  /** The debug switch of PetSets: `false` holds the whole set; absent where it means nothing. */
  readonly initialized?: boolean;
}

/** Pods that the selector of the set catches. */
export function podPlace(set: PetsSet): Place {
  const path = `/api/v1/namespaces/${encodeURIComponent(set.namespace)}/pods`;
  return { path, query: set.selector === '' ? {} : { labelSelector: set.selector } };
}

/** A pod as we keep it: a tenth of what the server sends, since a set may have ten thousand. */
export interface PodEntry {
  readonly name: string;
  /** Kind, name and uid of its controller; absent when nobody owns it. */
  readonly owner?: Owner;
  readonly pod: PetPod;
}

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

export function toPodEntry(wire: WirePod): PodEntry {
  const owner = ownerOf(wire);
  return { name: wire.metadata?.name ?? '', ...(owner === undefined ? {} : { owner }), pod: toPod(wire) };
}

/** Servers of 2016 name the owner in an annotation only. */
function ownerOf({ metadata }: WirePod): Owner | undefined {
  const controller = metadata?.ownerReferences?.find((each) => each.controller === true);
  if (controller !== undefined) return { kind: controller.kind ?? '', name: controller.name ?? '', uid: controller.uid ?? '' };
  try {
    const created: unknown = JSON.parse(metadata?.annotations?.['kubernetes.io/created-by'] ?? '{}');
    const reference = isRecord(created) && isRecord(created.reference) ? created.reference : undefined;
    return reference === undefined ? undefined : { kind: String(reference.kind ?? ''), name: String(reference.name ?? ''), uid: String(reference.uid ?? '') };
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A slip of the keyboard in `replicas` must not make two thousand million nodes. */
const mostPlaceholders = 10_000;

export const petsOf = (set: PetsSet, pods: readonly WirePod[]): readonly Pet[] => arrange(set, pods.map(toPodEntry)).pets;

export interface Arranged {
  /** By number: web-2 before web-10. */
  readonly pets: readonly Pet[];
  /** Pods that the selector catches and that are no pets of this set: the Service sends traffic to them too. */
  readonly strangers: readonly PodEntry[];
}

/** `before`: pets of which nothing changed are the same objects again, so that ten thousand need not be looked at for one that did. */
export function arrange(set: PetsSet, entries: readonly PodEntry[], before?: Arranged): Arranged {
  const byOrdinal = new Map<number, PetPod>();
  const strangers: PodEntry[] = [];
  for (const entry of entries) {
    const ordinal = ordinalOf(set.name, entry.name);
    if (ordinal === undefined) strangers.push(entry);
    else byOrdinal.set(ordinal, entry.pod);
  }
  const end = set.firstOrdinal + set.desired;
  const wanted = Array.from({ length: Math.min(set.desired, mostPlaceholders) }, (_, index) => set.firstOrdinal + index);
  const ordinals = [...new Set([...wanted, ...byOrdinal.keys()])].toSorted((a, b) => a - b);
  const known = new Map(before?.pets.map((pet) => [pet.ordinal, pet]));
  const pets = ordinals.map((ordinal): Pet => {
    const pod = byOrdinal.get(ordinal);
    const isWanted = ordinal >= set.firstOrdinal && ordinal < end;
    const same = known.get(ordinal);
    if (same !== undefined && same.pod === pod && same.isWanted === isWanted) return same;
    return { name: `${set.name}-${ordinal}`, ordinal, isWanted, ...(pod === undefined ? {} : { pod }) };
  });
  return { pets, strangers };
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
  const initialized = metadata?.annotations?.['pod.alpha.kubernetes.io/initialized'];
  return {
    uid: metadata?.uid ?? '',
    labels: metadata?.labels ?? {},
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
    emptyDirs: (spec?.volumes ?? []).filter((each) => each.emptyDir !== undefined).map((each) => each.name ?? ''),
    revision: metadata?.labels?.['controller-revision-hash'] ?? '',
    ...(initialized === undefined ? {} : { initialized: initialized === 'true' }),
    defaultContainer: metadata?.annotations?.['kubectl.kubernetes.io/default-container'] ?? containers[0]?.name ?? '',
  };
}
