import { type Addresses, INDEX, type Kind } from './generated/definitions.js';

export type { Kind };

/** schemas/index.json. */
export const KINDS: readonly Kind[] = INDEX.kinds;

const byName = new Map<string, Kind>(KINDS.map((k) => [`${k.apiVersion} ${k.kind}`, k]));

export function kindOf(apiVersion: string | undefined, kind: string | undefined): Kind | undefined {
  return byName.get(`${apiVersion} ${kind}`);
}

/** Address of the schema that a cluster of this version judges by. */
export function schemaOf(kind: Kind, minor: number): string {
  return pick(kind.schemas, minor);
}

/** Address of the schema of the init-container annotation. */
export function initContainersOf(minor: number): string {
  return pick(INDEX.initContainers, minor);
}

/** Address of the schema of what stood in an annotation before it was a field. */
export function annotatedOf(what: 'affinity' | 'toleration', minor: number): string {
  return pick(INDEX[what], minor);
}

function pick(schemas: Addresses, minor: number): string {
  return (schemas.find((s) => minor <= s.upTo) ?? schemas.at(-1))?.schema ?? '';
}
