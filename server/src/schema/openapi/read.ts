import type { Schema } from '../jsonSchema.ts';
import { TYPES } from './types.ts';

/** The part of an OpenAPI v2 description (`/openapi/v2` of a Kubernetes) that is read. */
export interface OpenApi {
  readonly info?: { readonly title?: string; readonly version?: string };
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
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

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

/** A definition as a schema whose references are plain names (see place() of tools/schemas). */
export function modelOf(raw: Raw, resolve: Resolve): Schema {
  const properties = Object.entries(raw.properties ?? {}).map(([name, field]) => [name, { ...fieldSchema(field, resolve), ...described(field) }]);
  return {
    type: 'object',
    ...described(raw),
    ...(raw.required ? { required: raw.required } : {}),
    properties: Object.fromEntries(properties),
    // Any further field of an embedded object is the business of whoever serves that object.
    ...(raw['x-kubernetes-preserve-unknown-fields'] || raw['x-kubernetes-embedded-resource'] ? {} : { additionalProperties: false }),
  };
}

function fieldSchema(raw: Raw, resolve: Resolve): Schema {
  if (raw.$ref !== undefined) return resolve(raw.$ref);
  if (raw['x-kubernetes-int-or-string']) return { $ref: 'types/IntOrString' };
  if (raw['x-kubernetes-preserve-unknown-fields'] && !raw.properties) return { $ref: 'types/Any' };
  switch (raw.type) {
    case 'array': {
      const items = fieldSchema(raw.items ?? {}, resolve);
      return items.$ref === 'types/string' ? { $ref: 'types/strings' } : { type: 'array', items };
    }
    case 'object':
      return raw.properties ? modelOf(raw, resolve) : mapSchema(raw.additionalProperties, resolve);
    case 'integer':
      return { $ref: raw.format === 'int64' || raw.format === undefined ? 'types/int64' : 'types/int32' };
    case 'string':
      return stringSchema(raw);
    default:
      return { $ref: `types/${raw.type !== undefined && raw.type in TYPES ? raw.type : 'Any'}` };
  }
}

/** A pattern is left out: a regular expression of a foreign server could hold up the editor, and its dry run says the same. */
function stringSchema(raw: Raw): Schema {
  const words = raw.enum?.filter((word) => typeof word === 'string');
  if (words && words.length > 0) return { type: 'string', enum: words };
  return { $ref: raw.format === 'date-time' ? 'types/Time' : 'types/string' };
}

function mapSchema(values: Raw | boolean | undefined, resolve: Resolve): Schema {
  if (typeof values !== 'object') return { $ref: 'types/Any' };
  const items = fieldSchema(values, resolve);
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
