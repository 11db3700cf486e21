import { isRecord } from '../changes.ts';
import { type MergeRow, mergeTable, mountsByName } from './table.ts';

/** How a value inside an object is merged. */
export interface MergeNode {
  /** The same of a field; of a list, of a field of its items. */
  field(name: string): MergeNode;
  /** A list that is merged item by item; others are replaced. */
  readonly merges: boolean;
  /** What tells the items of such a list apart; undefined for lists of plain values. */
  readonly key: string | undefined;
  /** What tells the items apart in the managed fields of server-side apply, which may be more than one key. */
  readonly mapKeys: readonly MapKey[];
  /** A map of which only what is sent remains: the sources of a volume. Not of servers before 1.8. */
  readonly retainsKeys: boolean;
}

interface MapKey {
  readonly name: string;
  /** What the server takes where an item does not say it. */
  readonly fallback: unknown;
}

/** Maps are merged, lists are replaced: a JSON merge patch, which is all that custom resources know. */
export const plainNode: MergeNode = { field: () => plainNode, merges: false, key: undefined, mapKeys: [], retainsKeys: false };

/** By our table, for servers that do not publish merge keys. `serverVersion` as /version says it. */
export function tableNode(kind: string, serverVersion: string): MergeNode {
  const isOfName = isBefore144(serverVersion);
  const at = ({ type, merges, key }: MergeRow): MergeNode => ({
    field: (name) => at(rowOf(type, name)),
    merges: merges === true,
    key,
    mapKeys: key === undefined ? [] : [{ name: key, fallback: undefined }],
    retainsKeys: false,
  });
  const rowOf = (type: string | undefined, name: string): MergeRow => {
    if (type === 'Container' && name === 'volumeMounts' && isOfName) return mountsByName;
    return rowIn(type, name) ?? (type === kind ? rowIn('Object', name) : undefined) ?? {};
  };
  return at({ type: kind });
}

function rowIn(type = '', name: string): MergeRow | undefined {
  const rows = Object.hasOwn(mergeTable, type) ? mergeTable[type] : undefined;
  return rows !== undefined && Object.hasOwn(rows, name) ? rows[name] : undefined;
}

function isBefore144(serverVersion: string): boolean {
  const [, minor, patch] = /^v?1\.(\d+)\.(\d+)/.exec(serverVersion) ?? [];
  return minor !== undefined && (Number(minor) < 4 || (Number(minor) === 4 && Number(patch) < 4));
}

/** A schema of OpenAPI 2 or 3, as far as merging depends on it. */
export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly allOf?: readonly ApiSchema[];
  readonly items?: ApiSchema;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly additionalProperties?: unknown;
  readonly default?: unknown;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: unknown;
}

export type ApiSchemas = Readonly<Record<string, ApiSchema>>;

/** By the description of the API; undefined where it does not say how objects of this kind are merged. */
export function describedNode(schemas: ApiSchemas, apiVersion: string, kind: string): MergeNode | undefined {
  const root = Object.values(schemas).find((each) => isOf(each, apiVersion, kind));
  // Servers before 1.7 describe the same types without saying how they are merged.
  const says = Object.values(schemas).some(({ properties = {} }) =>
    Object.values(properties).some((each) => each['x-kubernetes-patch-strategy'] !== undefined),
  );
  return root === undefined || !says ? undefined : nodeOf(root, schemas);
}

function isOf(schema: ApiSchema, apiVersion: string, kind: string): boolean {
  const kinds = schema['x-kubernetes-group-version-kind'];
  const version = (each: Readonly<Record<string, unknown>>): string => (each.group === '' ? `${each.version}` : `${each.group}/${each.version}`);
  return Array.isArray(kinds) && kinds.some((each) => isRecord(each) && each.kind === kind && version(each) === apiVersion);
}

function nodeOf(schema: ApiSchema, schemas: ApiSchemas): MergeNode {
  const strategies = (schema['x-kubernetes-patch-strategy'] ?? '').split(',');
  const key = schema['x-kubernetes-patch-merge-key'];
  const mapKeys = schema['x-kubernetes-list-map-keys'] ?? (key === undefined ? [] : [key]);
  return {
    field: (name) => {
      const type = typeOf(schema, schemas);
      const inside =
        (Object.hasOwn(type.properties ?? {}, name) ? type.properties?.[name] : undefined) ??
        (isRecord(type.additionalProperties) ? (type.additionalProperties as ApiSchema) : undefined);
      return inside === undefined ? plainNode : nodeOf(inside, schemas);
    },
    merges: strategies.includes('merge'),
    key,
    get mapKeys() {
      const { properties } = typeOf(schema, schemas);
      return mapKeys.map((name) => ({ name, fallback: properties?.[name]?.default }));
    },
    retainsKeys: strategies.includes('retainKeys'),
  };
}

/** The schema of a value, or of the items of a list. A reference stands alone, or in an `allOf` beside a default. */
function typeOf(schema: ApiSchema, schemas: ApiSchemas): ApiSchema {
  if (schema.items !== undefined) return typeOf(schema.items, schemas);
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const target = reference === undefined ? undefined : schemas[reference.split('/').at(-1) ?? ''];
  return target === undefined ? schema : typeOf(target, schemas);
}
