import type { Link } from './link.ts';
import type { Place } from './list.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import type { WireGroup, WireResources, WireSelector, WireSet, WireVersion } from './wire.ts';

export type SetKind = 'PetSet' | 'StatefulSet';

/** A set of pets, whichever of the two kinds the server has. */
export interface PetsSet {
  readonly kind: SetKind;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly desired: number;
  /** Absent on PetSets, whose status counts pets that do not exist yet. */
  readonly ready?: number;
  readonly firstOrdinal: number;
  /** The governing Service. */
  readonly serviceName: string;
  readonly selector: string;
  readonly claimTemplates: readonly string[];
  /** Pets are made one after another, each when all before it are ready. */
  readonly isOrdered: boolean;
  /** What becomes of the claims of a pet that a smaller count makes needless. */
  readonly whenScaled: 'Retain' | 'Delete';
  readonly whenDeleted: 'Retain' | 'Delete';
  /** The revision that a pet made now would have; empty on PetSets, which have none. */
  readonly revision: string;
}

/** What this server calls sets of pets; asked once for each connection. */
export interface Dialect {
  readonly serverVersion: string;
  readonly statefulSets?: string;
  readonly petSets?: string;
}

export async function readDialect(link: Link, signal?: AbortSignal): Promise<Result<Dialect>> {
  const version = await getJson<WireVersion>(link, { path: '/version', signal });
  if (!version.ok && version.failure.kind !== 'forbidden' && version.failure.kind !== 'notFound') return version;
  const serverVersion = version.ok ? (version.value.gitVersion ?? `v${version.value.major ?? '?'}.${version.value.minor ?? '?'}`) : '';
  const group = await getJson<WireGroup>(link, { path: '/apis/apps', signal });
  // Some clusters hide discovery from restricted users: then ask for what every current cluster has.
  if (!group.ok) return group.failure.kind === 'forbidden' ? success({ serverVersion, statefulSets: 'apps/v1' }) : group;
  const served = (group.value.versions ?? []).map((each) => each.version);
  const newest = ['v1', 'v1beta2', 'v1beta1'].find((each) => served.includes(each));
  const hasPetSets = served.includes('v1alpha1') && (await servesPetSets(link, signal));
  return success({
    serverVersion,
    ...(newest === undefined ? {} : { statefulSets: `apps/${newest}` }),
    ...(hasPetSets ? { petSets: 'apps/v1alpha1' } : {}),
  });
}

async function servesPetSets(link: Link, signal: AbortSignal | undefined): Promise<boolean> {
  const list = await getJson<WireResources>(link, { path: '/apis/apps/v1alpha1', signal });
  return list.ok && (list.value.resources ?? []).some((resource) => resource.name === 'petsets');
}

/** Where the sets of a namespace are: one place for each kind that the server has. */
export function setPlaces(dialect: Dialect, namespace: string): readonly { readonly kind: SetKind; readonly apiVersion: string; readonly place: Place }[] {
  const placeOf = (kind: SetKind, apiVersion: string | undefined) => {
    if (apiVersion === undefined) return [];
    const path = `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/${kind === 'PetSet' ? 'petsets' : 'statefulsets'}`;
    return [{ kind, apiVersion, place: { path, query: {} } }];
  };
  return [...placeOf('PetSet', dialect.petSets), ...placeOf('StatefulSet', dialect.statefulSets)];
}

export function toSet(kind: SetKind, apiVersion: string, namespace: string, wire: WireSet): PetsSet {
  const { metadata, spec, status } = wire;
  const ready = kind === 'StatefulSet' ? (status?.readyReplicas ?? 0) : undefined;
  return {
    kind,
    apiVersion,
    namespace: metadata?.namespace ?? namespace,
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    desired: spec?.replicas ?? 1,
    ...(ready === undefined ? {} : { ready }),
    firstOrdinal: spec?.ordinals?.start ?? 0,
    serviceName: spec?.serviceName ?? '',
    // Kubernetes 1.3 to 1.8 take the template's labels when there is no selector.
    selector: selectorText(spec?.selector ?? { matchLabels: spec?.template?.metadata?.labels ?? {} }),
    claimTemplates: (spec?.volumeClaimTemplates ?? []).map((template) => template.metadata?.name ?? ''),
    isOrdered: spec?.podManagementPolicy !== 'Parallel',
    whenScaled: retention(spec?.persistentVolumeClaimRetentionPolicy?.whenScaled),
    whenDeleted: retention(spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted),
    revision: status?.updateRevision ?? '',
  };
}

const retention = (policy: string | undefined): 'Retain' | 'Delete' => (policy === 'Delete' ? 'Delete' : 'Retain');

export function selectorText(selector: WireSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const set = (selector.matchExpressions ?? []).map(({ key = '', operator = '', values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${values.join(',')})`;
  });
  return [...equal, ...set].join(',');
}
