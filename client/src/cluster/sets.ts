import type { Link } from './link.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import type { WireGroup, WireList, WireResources, WireSelector, WireSet, WireVersion } from './wire.ts';

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

export async function listSets(link: Link, dialect: Dialect, namespace: string, signal?: AbortSignal): Promise<Result<readonly PetsSet[]>> {
  const petSets = await listOf(link, 'PetSet', dialect.petSets, namespace, signal);
  if (!petSets.ok) return petSets;
  const statefulSets = await listOf(link, 'StatefulSet', dialect.statefulSets, namespace, signal);
  if (!statefulSets.ok) return statefulSets;
  return success([...petSets.value, ...statefulSets.value]);
}

async function listOf(
  link: Link,
  kind: SetKind,
  apiVersion: string | undefined,
  namespace: string,
  signal: AbortSignal | undefined,
): Promise<Result<readonly PetsSet[]>> {
  if (apiVersion === undefined) return success([]);
  const path = `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/${kind === 'PetSet' ? 'petsets' : 'statefulsets'}`;
  const items = await listAll<WireSet>(link, path, {}, signal);
  if (!items.ok) return items;
  const sets = items.value.map((item) => toSet(kind, apiVersion, namespace, item));
  return success(sets.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}

/** Page by page where the server can; one of 2016 ignores `limit` and sends everything at once. */
export async function listAll<T>(link: Link, path: string, query: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Result<readonly T[]>> {
  const items: T[] = [];
  for (let next = ''; ; ) {
    const page = next === '' ? {} : { continue: next };
    const list = await getJson<WireList<T>>(link, { path, query: { ...query, limit: '500', ...page }, signal });
    if (!list.ok) return list;
    items.push(...(list.value.items ?? []));
    next = list.value.metadata?.continue ?? '';
    if (next === '') return success(items);
  }
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
  };
}

export function selectorText(selector: WireSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const set = (selector.matchExpressions ?? []).map(({ key = '', operator = '', values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${values.join(',')})`;
  });
  return [...equal, ...set].join(',');
}
