import type { Link } from './link.ts';
import { type Call, getText } from './request.ts';
import { type Result, success } from './result.ts';
import type { PetsSet } from './sets.ts';

const mergePatch = 'application/merge-patch+json';
const segment = encodeURIComponent;

/** The uid makes sure that it is the pod the user saw: its successor has the same name. Known to servers of 2016 too. */
export async function deletePod(link: Link, namespace: string, name: string, uid: string, signal?: AbortSignal): Promise<Result<undefined>> {
  const json = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
  return await change(link, { method: 'DELETE', path: podPath(namespace, name), body: { type: 'application/json', json }, signal });
}

/** By the subresource where there is one, which needs the smaller right; PetSets have none. */
export async function scaleSet(link: Link, set: PetsSet, replicas: number, signal?: AbortSignal): Promise<Result<undefined>> {
  const path = set.apiVersion === 'apps/v1' ? `${setPath(set)}/scale` : setPath(set);
  return await change(link, { method: 'PATCH', path, body: { type: mergePatch, json: { spec: { replicas } } }, signal });
}

export async function annotatePod(
  link: Link,
  pod: { readonly namespace: string; readonly name: string; readonly uid: string },
  annotations: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Result<undefined>> {
  const json = { metadata: { uid: pod.uid, annotations } };
  return await change(link, { method: 'PATCH', path: podPath(pod.namespace, pod.name), body: { type: mergePatch, json }, signal });
}

async function change(link: Link, call: Call): Promise<Result<undefined>> {
  const answer = await getText(link, call);
  return answer.ok ? success(undefined) : answer;
}

export const podPath = (namespace: string, name: string): string => `/api/v1/namespaces/${segment(namespace)}/pods/${segment(name)}`;

export const setPath = ({ apiVersion, namespace, kind, name }: PetsSet): string =>
  `/apis/${apiVersion}/namespaces/${segment(namespace)}/${kind === 'PetSet' ? 'petsets' : 'statefulsets'}/${segment(name)}`;
