import type { Addresses, Api, ApiIndex } from '../kube/api.ts';
import { INDEX } from './generated/definitions.js';

export function apiOf(index: ApiIndex, isWhole: boolean): Api {
  const byName = new Map(index.kinds.map((k) => [`${k.apiVersion} ${k.kind}`, k]));
  return {
    isWhole,
    kinds: index.kinds,
    kindOf: (apiVersion, kind) => byName.get(`${apiVersion} ${kind}`),
    schemaOf: (kind, minor) => pick(kind.schemas, minor),
    initContainersOf: (minor) => pick(index.initContainers, minor),
    annotatedOf: (what, minor) => pick(index[what], minor),
  };
}

/** What comes with us: every version that served sets of pets. */
export const BUNDLED: Api = apiOf(INDEX, false);

export function apiFor(document: { readonly api?: Api }): Api {
  return document.api ?? BUNDLED;
}

function pick(schemas: Addresses, minor: number): string {
  return (schemas.find((s) => minor <= s.upTo) ?? schemas.at(-1))?.schema ?? '';
}
