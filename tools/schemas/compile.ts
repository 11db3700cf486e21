import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { transformSync } from 'esbuild';
import type { SchemaFile } from './schema.ts';
import { slim } from './slim.ts';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const GENERATED = new URL('../../server/src/schema/generated/', import.meta.url);
const NOT_OF_KINDS = new Set(['index.json', 'commands.json', 'settings.json']);
/** For messages, hover and completion only: a validator that carried them would be twice as large. */
const PROSE = new Set(['title', 'description', 'default', 'x-since', 'x-like']);

/** Turns schemas/ into code ahead of time, so that the server compiles nothing when it starts. usage: node tools/schemas/compile.ts */
function compile(): void {
  const index = readFileSync(new URL('index.json', SCHEMAS), 'utf8');
  const entries = [...new Set([...index.matchAll(/"([\w.-]+\.json#[^"]+)"/g)].map((m) => m[1] ?? ''))];
  const names = readdirSync(SCHEMAS)
    .filter((name) => name.endsWith('.json') && !NOT_OF_KINDS.has(name))
    .sort();
  const files = names.map(read);
  mkdirSync(GENERATED, { recursive: true });
  writeFileSync(new URL('validators.js', GENERATED), validators(files, entries));
  writeFileSync(new URL('definitions.js', GENERATED), definitions(files, index));
  writeFileSync(new URL('commands.js', GENERATED), commandsValidator(read('commands.json')));
  writeFileSync(new URL('commands.d.ts', GENERATED), DECLARED_COMMANDS);
  writeFileSync(new URL('validators.d.ts', GENERATED), DECLARED_VALIDATORS);
  writeFileSync(new URL('definitions.d.ts', GENERATED), DECLARED_DEFINITIONS);
}

function read(name: string): SchemaFile {
  return JSON.parse(readFileSync(new URL(name, SCHEMAS), 'utf8')) as SchemaFile;
}

/** The user's command table: not a manifest. The first error is enough to say what is wrong. */
function commandsValidator(file: SchemaFile): string {
  const ajv = newAjv(false);
  ajv.addSchema(withoutProse(file) as SchemaFile, file.$id);
  return minify(standalone.default(ajv, { validateCommands: 'commands.json#/definitions/Commands' }));
}

function newAjv(allErrors: boolean): Ajv {
  return new Ajv({
    code: { source: true, esm: true, optimize: 2 },
    allErrors,
    messages: false,
    inlineRefs: false,
    strict: false,
    unicodeRegExp: false,
    unicode: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
  });
}

function validators(files: readonly SchemaFile[], entries: readonly string[]): string {
  const ajv = newAjv(true);
  for (const file of files) ajv.addSchema(withoutProse(file) as SchemaFile, file.$id);
  const names = Object.fromEntries(entries.map((entry, i) => [`entry${i}`, entry]));
  const code = standalone.default(ajv, names);
  const table = entries.map((entry, i) => `${JSON.stringify(entry)}:entry${i}`);
  return minify(`${slim(code)}\nexport const VALIDATORS={${table.join(',')}};`);
}

/** JSON text inside code: V8 parses it when it is first asked for, and fast. */
function definitions(files: readonly SchemaFile[], index: string): string {
  const rows = files.map((file) => `${JSON.stringify(file.$id)}:()=>JSON.parse(${JSON.stringify(JSON.stringify(file.definitions))})`);
  return minify(`export const INDEX=${index};export const NEWEST=${JSON.stringify(newest(files))};export const DEFINITIONS={${rows.join(',')}};`);
}

/** For each name of a field the last version that brought one of that name. */
function newest(files: readonly SchemaFile[]): Record<string, number> {
  const versions: Record<string, number> = {};
  const fields = files.flatMap((file) => Object.values(file.definitions)).flatMap((schema) => Object.entries(schema.properties ?? {}));
  for (const [name, { 'x-since': since }] of fields) if (since !== undefined) versions[name] = Math.max(versions[name] ?? 0, Number(since.slice('1.'.length)));
  return versions;
}

function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  // Below `properties` and `definitions` the keys are names, not keywords.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'properties' || key === 'definitions')
        return [[key, Object.fromEntries(Object.entries(inner as object).map(([name, s]) => [name, withoutProse(s)]))]];
      return PROSE.has(key) ? [] : [[key, withoutProse(inner)]];
    }),
  );
}

function minify(code: string): string {
  return transformSync(code, { minify: true, format: 'esm', target: 'es2023', legalComments: 'none', treeShaking: true }).code;
}

const DECLARED_VALIDATORS = `export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
export type Validator = { (value: unknown): boolean; errors?: readonly SchemaError[] | null };
export const VALIDATORS: Readonly<Record<string, Validator>>;
`;
const DECLARED_COMMANDS = `import type { Validator } from './validators.js';
export const validateCommands: Validator;
`;
const DECLARED_DEFINITIONS = `import type { ApiIndex } from '../../kube/api.ts';
export const INDEX: ApiIndex;
/** Names of fields, and the last minor version of Kubernetes that brought one of that name. */
export const NEWEST: Readonly<Record<string, number>>;
export const DEFINITIONS: Readonly<Record<string, () => unknown>>;
`;

compile();
