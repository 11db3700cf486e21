import type { Schema } from '../jsonSchema.ts';
import { TYPES } from './types.ts';

/** The part of an OpenAPI v2 description (`/openapi/v2` of a Kubernetes) that is read. */
export interface OpenApi {
  readonly definitions: Readonly<Record<string, Raw>>;
}

export interface Raw {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Raw;
  readonly properties?: Readonly<Record<string, Raw>>;
  readonly additionalProperties?: Raw | boolean;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  /** Version 3 wraps a reference in one, so that something can be said beside it. */
  readonly allOf?: readonly Raw[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/** The kinds whose every demand beyond the description is known (constraints.ts) and held to a real server (test/cluster/verdicts). */
export const verifiedKinds = (setVersion: string): readonly string[] => [
  `io.k8s.api.apps.${setVersion}.StatefulSet`,
  ...['Service', 'Pod', 'PersistentVolumeClaim', 'ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => `io.k8s.api.core.v1.${kind}`),
  'io.k8s.api.policy.v1.PodDisruptionBudget',
];

/** What is not worth a definition, by the last part of its name. */
export const LEAVES: Readonly<Record<string, Schema>> = {
  IntOrString: { $ref: 'types/IntOrString' },
  Quantity: { $ref: 'types/Quantity' },
  Time: { $ref: 'types/Time' },
  MicroTime: { $ref: 'types/Time' },
  FieldsV1: { $ref: 'types/Any' },
  RawExtension: { $ref: 'types/Any' },
  // Written by the cluster and never read from a manifest: not worth a hundred definitions.
  PodStatus: { $ref: 'types/Any' },
  ServiceStatus: { $ref: 'types/Any' },
  PodDisruptionBudgetStatus: { $ref: 'types/Any' },
  ManagedFieldsEntry: { $ref: 'types/Any' },
};

/** What stands in the annotation of the old days. */
export const INIT_CONTAINERS: Schema = {
  type: 'array',
  items: { $ref: 'Container' },
  title: 'a list of containers',
  description: 'Run one after the other before the containers of the pod.',
};

/** What a reference becomes: the name of a definition, or a leaf. */
export type Resolve = (address: string) => Schema;

export function lastPart(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

/**
 * Where a model comes from decides what of it is believed. `verified`: kinds of ours, all. `builtin`: other Go types, whose server takes
 * an absent field for a zero more often than not: nothing is required. `custom`: a custom resource; defaults are filled in before the
 * server looks for what is missing, and a map without fields has none. `customWithoutDefaults`: the same in version 2, which leaves
 * defaults out: nothing is required.
 */
export type Origin = 'verified' | 'builtin' | 'custom' | 'customWithoutDefaults';

function isNeeded(field: Raw | undefined, origin: Origin): boolean {
  return origin === 'verified' || (origin === 'custom' && field?.default === undefined && field?.nullable !== true);
}

/** A definition as a schema whose references are plain names (see place() of tools/schemas). */
export function modelOf(raw: Raw, resolve: Resolve, origin: Origin = 'verified'): Schema {
  // Go types that write themselves in a way of their own, such as JSON: nothing is said of them.
  if (!raw.properties) return { ...(raw.type === 'object' ? { type: 'object' } : {}), ...described(raw) };
  const required = (raw.required ?? []).filter((name) => isNeeded(raw.properties?.[name], origin));
  const properties = Object.entries(raw.properties).map(([name, field]) => [name, { ...fieldSchema(field, resolve, origin), ...described(field) }]);
  return {
    type: 'object',
    ...described(raw),
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties),
    // Any further field of an embedded object is the business of whoever serves that object.
    ...(raw['x-kubernetes-preserve-unknown-fields'] || raw['x-kubernetes-embedded-resource'] ? {} : { additionalProperties: false }),
  };
}

function fieldSchema(raw: Raw, resolve: Resolve, origin: Origin): Schema {
  const [inner, ...others] = raw.allOf ?? [];
  if (inner && others.length === 0) return fieldSchema(inner, resolve, origin);
  if (raw.$ref !== undefined) return resolve(raw.$ref);
  if (raw['x-kubernetes-int-or-string']) return { $ref: 'types/IntOrString' };
  if (raw['x-kubernetes-preserve-unknown-fields'] && !raw.properties) return raw.type === 'object' ? { type: 'object' } : { $ref: 'types/Any' };
  switch (raw.type) {
    case 'array': {
      const items = fieldSchema(raw.items ?? {}, resolve, origin);
      return items.$ref === 'types/string' ? { $ref: 'types/strings' } : { type: 'array', items };
    }
    case 'object':
      return raw.properties ? modelOf(raw, resolve, origin) : mapSchema(raw.additionalProperties, resolve, origin);
    case 'integer':
      return integerSchema(raw);
    case 'string':
      return stringSchema(raw);
    default:
      return { $ref: `types/${raw.type !== undefined && raw.type in TYPES ? raw.type : 'Any'}` };
  }
}

function integerSchema({ format, minimum, maximum }: Raw): Schema {
  if (minimum === undefined && maximum === undefined) return { $ref: format === 'int64' || format === undefined ? 'types/int64' : 'types/int32' };
  const range = minimum === undefined ? `of at most ${maximum}` : maximum === undefined ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
  return {
    type: 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    title: `an integer ${range}`,
  };
}

/** A pattern is left out: a regular expression of a foreign server could hold up the editor, and its dry run says the same. */
function stringSchema(raw: Raw): Schema {
  const words = raw.enum?.filter((word) => typeof word === 'string');
  if (words && words.length > 0) return { type: 'string', enum: words };
  if (raw.format === 'date-time') return { $ref: 'types/Time' };
  return raw.minLength === 1 ? { type: 'string', minLength: 1, title: 'a string that is not empty' } : { $ref: 'types/string' };
}

const nothing: Schema = { type: 'object', properties: {}, additionalProperties: false, title: 'an empty map' };

function mapSchema(values: Raw | boolean | undefined, resolve: Resolve, origin: Origin): Schema {
  if (values === undefined && origin.startsWith('custom')) return nothing;
  if (typeof values !== 'object') return { $ref: 'types/Any' };
  const items = fieldSchema(values, resolve, origin);
  if (items.$ref === 'types/string') return { $ref: 'types/StringMap' };
  return items.$ref === 'types/Quantity' ? { $ref: 'types/Quantities' } : { type: 'object', additionalProperties: items };
}

/** The first sentences, as many as fit a hover; what the schema says anyway (enum, More info) is left out. */
function described(raw: Raw): Schema {
  const text = (raw.description ?? '')
    .split(/\n\nPossible enum values|\n\n?More info|More info:/)[0]
    ?.replace(/\s+/g, ' ')
    .trim();
  if (!text) return {};
  const sentences = text.match(/.+?(?:[.!?](?= [A-Z"`]|$)|$)/g) ?? [text];
  let description = sentences[0]?.trim() ?? '';
  for (const next of sentences.slice(1)) {
    if (description.length + next.length > 200) break;
    description += ` ${next.trim()}`;
  }
  return { description };
}
