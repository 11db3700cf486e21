import { dumpYaml } from '@kubernetes/client-node';
import type { Link } from './link.ts';
import { listAll } from './list.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import type { PetsSet } from './sets.ts';
import type { WireMeta } from './wire.ts';
import { podPath, setPath } from './write.ts';

/** What can be opened as YAML. */
export type ObjectRef =
  | { readonly kind: 'set'; readonly set: PetsSet }
  | { readonly kind: 'pod' | 'claim' | 'service'; readonly namespace: string; readonly name: string };

/** Any object of the API. */
export interface WireObject {
  readonly kind?: string;
  readonly metadata?: WireMeta & { readonly managedFields?: unknown };
  readonly data?: unknown;
  readonly stringData?: unknown;
}

export async function readYaml(link: Link, ref: ObjectRef, signal?: AbortSignal): Promise<Result<string>> {
  const object = await getJson<WireObject>(link, { path: pathOf(ref), signal });
  return object.ok ? success(dumpYaml(forReading(object.value))) : object;
}

function pathOf(ref: ObjectRef): string {
  if (ref.kind === 'set') return setPath(ref.set);
  if (ref.kind === 'pod') return podPath(ref.namespace, ref.name);
  const resource = ref.kind === 'claim' ? 'persistentvolumeclaims' : 'services';
  return `/api/v1/namespaces/${encodeURIComponent(ref.namespace)}/${resource}/${encodeURIComponent(ref.name)}`;
}

/** kubectl's copy of what it applied last: a manifest in the manifest. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Without who managed which field. Secret data does not belong into an editor, its history and its screen shares. */
export function forReading(object: WireObject): WireObject {
  const { managedFields: _noise, ...metadata } = object.metadata ?? {};
  if (object.kind !== 'Secret') return { ...object, metadata };
  const { [lastApplied]: _copy, ...annotations } = metadata.annotations ?? {};
  const { data, stringData, ...rest } = object;
  return {
    ...rest,
    metadata: { ...metadata, annotations },
    ...(data === undefined ? {} : { data: masked(data) }),
    ...(stringData === undefined ? {} : { stringData: masked(stringData) }),
  };
}

const masked = (data: unknown): unknown => (typeof data === 'object' && data !== null ? Object.fromEntries(Object.keys(data).map((key) => [key, '***'])) : {});

export async function listNamespaces(link: Link, signal?: AbortSignal): Promise<Result<readonly string[]>> {
  const list = await listAll<{ readonly metadata?: WireMeta }>(link, { path: '/api/v1/namespaces', query: {} }, signal);
  return list.ok ? success(list.value.map((each) => each.metadata?.name ?? '').toSorted()) : list;
}
