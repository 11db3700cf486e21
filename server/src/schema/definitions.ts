import type { Path } from '../yaml/tree.ts';
import { DEFINITIONS } from './generated/definitions.js';
import type { Definitions, Schema } from './jsonSchema.ts';

/** A schema with its reference followed. What the referring field says about itself (description, default) is kept. */
export interface SchemaNode {
  readonly schema: Schema;
  /** File that its own references are relative to. */
  readonly file: string;
  /** Name of the definition it came from: `Container`, `Port`, or empty for one written in place. */
  readonly name: string;
}

/** Definitions of a file by name. */
export type Lookup = (name: string) => Schema | undefined;

const files = new Map<string, Lookup>();

/** Adds a file while the server runs; undefined takes it away. Its name must never have meant another one. */
export function setFile(file: string, lookup: Lookup | undefined): void {
  if (lookup) {
    files.set(file, lookup);
    return;
  }
  files.delete(file);
  for (const address of nodes.keys()) if (address.startsWith(`${file}#`)) nodes.delete(address);
}

/** The files that come with us are constants; each is parsed when it is first asked for. */
function lookupOf(file: string): Lookup {
  const known = files.get(file);
  if (known) return known;
  const definitions = (DEFINITIONS[file]?.() ?? {}) as Definitions;
  const lookup = (name: string): Schema | undefined => definitions[name];
  if (file in DEFINITIONS) files.set(file, lookup);
  return lookup;
}

const nodes = new Map<string, SchemaNode>();

/** `address` is `file#/definitions/Name`. */
export function nodeAt(address: string): SchemaNode {
  const known = nodes.get(address);
  if (known) return known;
  const node = read(address);
  nodes.set(address, node);
  return node;
}

function read(address: string): SchemaNode {
  const [file = '', pointer = ''] = address.split('#');
  const name = pointer.replace('/definitions/', '');
  const schema = lookupOf(file)(name) ?? {};
  return { schema, file, name: schema['x-like'] ?? name };
}

function follow(schema: Schema, file: string): SchemaNode {
  if (schema.$ref === undefined) return { schema, file, name: '' };
  const target = nodeAt(schema.$ref.startsWith('#') ? `${file}${schema.$ref}` : schema.$ref);
  const { $ref: _, ...own } = schema;
  return { ...target, schema: { ...target.schema, ...own } };
}

/** What a key of an object is; undefined where it is unknown. */
export function property(node: SchemaNode, key: string): SchemaNode | undefined {
  const { properties, additionalProperties } = node.schema;
  const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (own) return follow(own, node.file);
  return typeof additionalProperties === 'object' ? follow(additionalProperties, node.file) : undefined;
}

export function item(node: SchemaNode): SchemaNode | undefined {
  return node.schema.items ? follow(node.schema.items, node.file) : undefined;
}

/** What the keys of a free map must be. */
export function propertyNames(node: SchemaNode): SchemaNode | undefined {
  return node.schema.propertyNames ? follow(node.schema.propertyNames, node.file) : undefined;
}

/** Known keys of an object; none for a map with free keys. */
export function keysOf(node: SchemaNode): readonly string[] {
  return Object.keys(node.schema.properties ?? {});
}

export function nodeAtPath(root: SchemaNode | undefined, path: Path, foldCase = false): SchemaNode | undefined {
  let here = root;
  for (const step of path) {
    if (!here) return undefined;
    here = typeof step === 'number' ? item(here) : property(here, foldCase ? spelling(here, step) : step);
  }
  return here;
}

/** The known key that equals `key` but for its case, as Go's JSON reader matches keys; else the key itself. */
export function spelling(node: SchemaNode, key: string): string {
  const keys = keysOf(node);
  return keys.includes(key) ? key : (keys.find((k) => k.toLowerCase() === key.toLowerCase()) ?? key);
}

export function isObject(node: SchemaNode): boolean {
  return node.schema.type === 'object' || node.schema.properties !== undefined;
}

export function isArray(node: SchemaNode): boolean {
  return node.schema.type === 'array';
}

/** What a message calls the values that are expected: `an integer`, `a list`, `a map with the fields of Container`. */
export function titleOf(node: SchemaNode): string {
  if (node.schema.title !== undefined) return node.schema.title;
  if (node.schema.enum) return `one of ${listed(node.schema.enum)}`;
  if (isArray(node)) return node.schema.items ? `a list (${itemTitle(node)})` : 'a list';
  if (isObject(node)) return node.name ? `a map (${node.name})` : 'a map';
  return typeof node.schema.type === 'string' ? node.schema.type : 'another type';
}

function itemTitle(node: SchemaNode): string {
  const inner = item(node);
  return inner ? `each item is ${titleOf(inner)}` : '';
}

export function listed(values: readonly string[]): string {
  const words = values.map((v) => `\`${v}\``);
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
