import { readFileSync } from 'node:fs';
import { constrain } from './apply.ts';
import { type Output, run } from './output.ts';
import { type Definitions, place, refsOf, type Schema, share } from './schema.ts';
import { TYPES } from './types.ts';

/**
 * The schemas of StatefulSet, Service, claim, Pod and what stands beside them, from the OpenAPI definitions of a real Kubernetes (`kube openapi` of test/cluster,
 * which also knows the retired apps/v1beta1 and apps/v1beta2).
 * usage: PETSET_OPENAPI=definitions.json node tools/schemas/generate.ts [--check]
 */
export function modernSchemas(openapi: OpenApi): Output {
  const stable = definitions(openapi, 'v1');
  const betas = (['v1beta2', 'v1beta1'] as const).flatMap((version) =>
    place(share(definitions(openapi, version), stable), (name) =>
      name.startsWith('base/') ? fileOf(name.slice('base/'.length), 'v1') : fileOf(name, version),
    ),
  );
  return [...place(stable, (name) => fileOf(name, 'v1')), ...betas];
}

interface OpenApi {
  readonly definitions: Readonly<Record<string, Raw>>;
}

interface Raw {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly items?: Raw;
  readonly properties?: Readonly<Record<string, Raw>>;
  readonly additionalProperties?: Raw;
  readonly required?: readonly string[];
}

type Version = 'v1' | 'v1beta1' | 'v1beta2';

const SERVED_WITH_CORE = ['Service', 'Pod', 'PersistentVolumeClaim', 'ConfigMap', 'Secret', 'ServiceAccount'];
const SET = /^(StatefulSet|RollingUpdateStatefulSet)/;

function fileOf(name: string, version: Version): string {
  if (name === 'InitContainers') return 'init-containers-1.34.json';
  return SET.test(name) ? `statefulset-${version}.json` : 'core-1.34.json';
}

/** By the last part of the name, which is unique among those that are reached. */
const LEAVES: Readonly<Record<string, Schema>> = {
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

function definitions(openapi: OpenApi, version: Version): Definitions {
  const found: Record<string, Schema> = {};
  const visit = (address: string): void => {
    const name = lastPart(address);
    const raw = openapi.definitions[address.replace('#/definitions/', '')];
    if (!raw) throw new Error(`no definition ${address}`);
    if (name in found || name in LEAVES) return;
    found[name] = convert(raw);
    for (const ref of refsOf(raw)) visit(ref);
  };
  visit(`#/definitions/io.k8s.api.apps.${version}.StatefulSet`);
  for (const kind of SERVED_WITH_CORE) visit(`#/definitions/io.k8s.api.core.v1.${kind}`);
  visit('#/definitions/io.k8s.api.policy.v1.PodDisruptionBudget');
  found.InitContainers = {
    type: 'array',
    items: { $ref: 'Container' },
    title: 'a list of containers',
    description: 'Run one after the other before the containers of the pod.',
  };
  return constrain(found, 'modern');
}

function lastPart(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

function convert(raw: Raw): Schema {
  const properties = Object.entries(raw.properties ?? {}).map(([name, field]) => [name, { ...fieldSchema(field), ...described(field) }]);
  return {
    type: 'object',
    ...described(raw),
    ...(raw.required ? { required: raw.required } : {}),
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

function fieldSchema(raw: Raw): Schema {
  if (raw.$ref !== undefined) return LEAVES[lastPart(raw.$ref)] ?? { $ref: lastPart(raw.$ref) };
  switch (raw.type) {
    case 'array': {
      const items = fieldSchema(raw.items ?? {});
      return items.$ref === 'types/string' ? { $ref: 'types/strings' } : { type: 'array', items };
    }
    case 'object':
      return mapSchema(raw.additionalProperties);
    case 'integer':
      return { $ref: raw.format === 'int64' ? 'types/int64' : 'types/int32' };
    case 'string':
      return raw.enum ? { type: 'string', enum: raw.enum } : { $ref: raw.format === 'date-time' ? 'types/Time' : 'types/string' };
    default:
      return { $ref: `types/${raw.type !== undefined && raw.type in TYPES ? raw.type : 'Any'}` };
  }
}

function mapSchema(values: Raw | undefined): Schema {
  if (!values) return { $ref: 'types/Any' };
  const items = fieldSchema(values);
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

if (import.meta.main) {
  const file = process.env.PETSET_OPENAPI;
  if (file === undefined) {
    console.error('PETSET_OPENAPI must name the definitions that `kube openapi` prints');
    process.exitCode = 2;
  } else run('tools/schemas/generate.ts', modernSchemas(JSON.parse(readFileSync(file, 'utf8')) as OpenApi));
}
