import type { Definitions, Schema } from '../../server/src/schema/jsonSchema.ts';
import { constrain, type Era } from '../../server/src/schema/openapi/constrain.ts';
import { TYPES } from '../../server/src/schema/openapi/types.ts';
import { type Output, run } from './output.ts';
import { DOCS } from './petset-docs.ts';
import { MODELS } from './petset-models.ts';
import { VOLUME_DOCS } from './petset-volume-docs.ts';
import { place, schemaFile, share } from './schema.ts';

/** The schemas of Kubernetes 1.3 and 1.4, and the types that all schemas share. usage: node tools/schemas/petset.ts [--check] */
export function petsetSchemas(): Output {
  const later = definitions('1.4');
  const earlier = share(definitions('1.3'), later);
  return [
    schemaFile('types.json', TYPES),
    ...place(later, (name) => fileOf(name, '1.4')),
    ...place(earlier, (name) => (name.startsWith('base/') ? fileOf(name.slice('base/'.length), '1.4') : fileOf(name, '1.3'))),
  ];
}

function fileOf(name: string, version: string): string {
  return `${name.startsWith('PetSet') ? 'petset-v1alpha1' : name === 'InitContainers' ? 'init-containers' : 'core'}-${version}.json`;
}

const SIMPLE: Readonly<Record<string, string>> = {
  '[string]': 'types/strings',
  '{string}': 'types/StringMap',
  '{Quantity}': 'types/Quantities',
};

function definitions(era: Era): Definitions {
  const docs = new Map(`${DOCS}${VOLUME_DOCS}`.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  const models: Record<string, Schema> = {};
  for (const line of MODELS.trim()
    .replace(/\n {2}/g, ' ')
    .split('\n')) {
    const [head = '', fields = ''] = line.split(': ');
    const name = head.replace('†', '');
    if (name === head || era === '1.4') models[name] = model(name, fields.split(', '), era, docs);
  }
  models.InitContainers = {
    type: 'array',
    items: { $ref: 'Container' },
    title: 'a list of containers',
    description: 'Run one after the other before the containers of the pod.',
  };
  return constrain(models, era);
}

function model(name: string, fields: readonly string[], era: Era, docs: ReadonlyMap<string, string>): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const field of fields) {
    const [, key = '', marks = '', type = ''] = /^(\w+)([*†]*) (\S+)$/.exec(field) ?? [];
    if (key === '') throw new Error(`petset-models.ts: ${name}: ${field}`);
    if ((marks.includes('†') || type === 'QuobyteVolumeSource' || type === 'AzureDiskVolumeSource') && era === '1.3') continue;
    const description = docs.get(`${name}.${key}`) ?? docs.get(`*.${key}`);
    if (description === undefined) throw new Error(`petset-docs.ts: no text for ${name}.${key}`);
    properties[key] = { ...typeSchema(type), description };
    if (marks.includes('*')) required.push(key);
  }
  const description = docs.get(name);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    ...(required.length > 0 ? { required } : {}),
    properties,
    additionalProperties: false,
  };
}

function typeSchema(type: string): Schema {
  const simple = SIMPLE[type] ?? (type in TYPES ? `types/${type}` : undefined);
  if (simple !== undefined) return { $ref: simple };
  if (type.startsWith('[')) return { type: 'array', items: typeSchema(type.slice(1, -1)) };
  return { $ref: type };
}

if (import.meta.main) run('tools/schemas/petset.ts', petsetSchemas());
