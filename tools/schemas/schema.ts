import { type Definitions, mapRefs, refsOf, type Schema } from '../../server/src/schema/jsonSchema.ts';

/** A file of schemas/: definitions that refer to each other, to types.json and to other files. */
export interface SchemaFile {
  readonly $schema: string;
  readonly $id: string;
  readonly definitions: Definitions;
}

export function schemaFile(name: string, definitions: Definitions): SchemaFile {
  const sorted = Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: name, definitions: sorted };
}

/** One line a field: small, and a difference can be read. */
export function print(file: SchemaFile): string {
  const definitions = Object.entries(file.definitions).map(([name, schema]) => ` ${JSON.stringify(name)}: ${printDefinition(schema)}`);
  return `{"$schema": ${JSON.stringify(file.$schema)}, "$id": ${JSON.stringify(file.$id)}, "definitions": {\n${definitions.join(',\n')}\n}}\n`;
}

function printDefinition(schema: Schema): string {
  const { properties, ...rest } = schema;
  if (!properties) return JSON.stringify(rest);
  const lines = Object.entries(properties).map(([name, field]) => `  ${JSON.stringify(name)}: ${JSON.stringify(field)}`);
  return `${JSON.stringify(rest).slice(0, -1)}, "properties": {\n${lines.join(',\n')}}}`;
}

/**
 * What `own` says like `base` is left to `base`, so that two versions of an API repeat nothing. A definition counts as equal when it
 * reads the same and all that it refers to is equal.
 */
export function share(own: Definitions, base: Definitions): Definitions {
  const differs = new Set(Object.keys(own).filter((name) => JSON.stringify(own[name]) !== JSON.stringify(base[name])));
  for (let before = -1; before !== differs.size; ) {
    before = differs.size;
    for (const [name, schema] of Object.entries(own)) if (refsOf(schema).some((ref) => differs.has(ref))) differs.add(name);
  }
  const kept = Object.entries(own).filter(([name]) => differs.has(name));
  return Object.fromEntries(kept.map(([name, schema]) => [name, mapRefs(schema, (ref) => (ref in own && !differs.has(ref) ? `base/${ref}` : ref))]));
}

/**
 * Spreads definitions over files. Before that a `$ref` is a plain name: `PodSpec`, `types/string` (types.json), `base/PodSpec` (an older sibling's definition).
 * `fileOf` says where a name lives, for `base/` names too. */
export function place(definitions: Definitions, fileOf: (name: string) => string): SchemaFile[] {
  const files = new Map<string, Record<string, Schema>>();
  for (const [name, schema] of Object.entries(definitions)) {
    const file = fileOf(name);
    const address = (ref: string): string => {
      const target = ref.startsWith('types/') ? 'types.json' : fileOf(ref);
      return `${target === file ? '' : target}#/definitions/${ref.replace(/^(types|base)\//, '')}`;
    };
    files.set(file, { ...files.get(file), [name]: mapRefs(schema, address) });
  }
  return [...files].map(([name, content]) => schemaFile(name, content));
}
