import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BUNDLED } from '../../../server/src/schema/catalog.ts';
import { refsOf } from '../../../server/src/schema/jsonSchema.ts';
import { drift } from '../../../tools/schemas/output.ts';
import { petsetSchemas } from '../../../tools/schemas/petset.ts';
import type { SchemaFile } from '../../../tools/schemas/schema.ts';

const FOLDER = new URL('../../../schemas/', import.meta.url);
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && !['index.json', 'commands.json', 'settings.json'].includes(name));
const files = new Map(names.map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as SchemaFile]));
const index = readFileSync(new URL('index.json', FOLDER), 'utf8');

function has(address: string, from: string): boolean {
  const [file = '', pointer = ''] = address.split('#/definitions/');
  return Object.hasOwn(files.get(file || from)?.definitions ?? {}, pointer);
}

test('the index names schemas that exist, and every file is reached from it', () => {
  const addresses = [...index.matchAll(/"([^"]+\.json#[^"]+)"/g)].map((m) => m[1] ?? '');
  for (const address of addresses) assert.ok(has(address, ''), address);
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const ref of refsOf(files.get(name))) visit(ref.split('#')[0] || name);
  };
  for (const address of addresses) visit(address.split('#')[0] ?? '');
  assert.deepEqual([...reached].sort(), [...names].sort());
});

test('every reference has its definition', () => {
  for (const [name, file] of files) for (const ref of refsOf(file)) assert.ok(has(ref, name), `${name}: ${ref}`);
});

test('every kind has a schema for each version that serves it', () => {
  for (const kind of BUNDLED.kinds) assert.ok((kind.schemas.at(-1)?.upTo ?? 0) >= kind.served[1], `${kind.apiVersion} ${kind.kind}`);
});

test('every field of a PetSet and what it is made of is documented', () => {
  for (const [name, file] of files) {
    if (!/1\.[34]\.json$/.test(name)) continue;
    for (const [model, schema] of Object.entries(file.definitions)) {
      for (const [field, own] of Object.entries(schema.properties ?? {})) assert.ok(own.description, `${model}.${field}`);
    }
  }
});

test('the schemas of 1.3 and 1.4 are what the tool writes', () => {
  assert.deepEqual(drift(petsetSchemas()), [], 'run: node tools/schemas/petset.ts');
});

test('a schema that was changed by hand is noticed', () => {
  const [first] = petsetSchemas();
  assert.ok(first);
  assert.deepEqual(drift([{ ...first, definitions: {} }]), [first.$id]);
});
