import { item, property, propertyNames, type SchemaNode } from './definitions.ts';
import type { SchemaError } from './generated/validators.js';

/**
 * Judges a value by a schema as it stands, for schemas that come while the server runs: compiling one takes a few hundred
 * milliseconds, and nothing that a cluster sent becomes code. Says what Ajv says of the part of JSON Schema that is used
 * (test/server/schema/generated.test.ts holds it to that).
 */
export function interpret(node: SchemaNode, value: unknown): readonly SchemaError[] {
  const errors: SchemaError[] = [];
  visit(node, value, '', (instancePath, keyword, params = {}) => errors.push({ instancePath, keyword, params }));
  return errors;
}

type Fail = (instancePath: string, keyword: string, params?: Readonly<Record<string, unknown>>) => void;

function visit(node: SchemaNode, value: unknown, at: string, fail: Fail): void {
  const { schema } = node;
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOfType(value, type))) fail(at, 'type');
  if (schema.enum && !schema.enum.some((word) => word === value)) fail(at, 'enum');
  if (typeof value === 'number') judgeNumber(node, value, at, fail);
  else if (typeof value === 'string') judgeText(node, value, at, fail);
  else if (Array.isArray(value)) judgeList(node, value, at, fail);
  else if (typeof value === 'object' && value !== null) judgeMap(node, value, at, fail);
}

function judgeNumber({ schema }: SchemaNode, value: number, at: string, fail: Fail): void {
  if (schema.minimum !== undefined && value < schema.minimum) fail(at, 'minimum');
  if (schema.maximum !== undefined && value > schema.maximum) fail(at, 'maximum');
}

function judgeText({ schema }: SchemaNode, value: string, at: string, fail: Fail): void {
  if (schema.minLength !== undefined && value.length < schema.minLength) fail(at, 'minLength');
  if (schema.maxLength !== undefined && value.length > schema.maxLength) fail(at, 'maxLength');
  if (schema.pattern !== undefined && !regExp(schema.pattern).test(value)) fail(at, 'pattern');
}

function judgeList(node: SchemaNode, value: readonly unknown[], at: string, fail: Fail): void {
  if (node.schema.minItems !== undefined && value.length < node.schema.minItems) fail(at, 'minItems');
  const inner = item(node);
  if (inner) value.forEach((each, i) => void visit(inner, each, `${at}/${i}`, fail));
}

function judgeMap(node: SchemaNode, value: object, at: string, fail: Fail): void {
  const { schema } = node;
  const present = new Map(Object.entries(value));
  for (const name of schema.required ?? []) if (present.get(name) === undefined) fail(at, 'required', { missingProperty: name });
  const names = propertyNames(node);
  for (const [key, inner] of present) {
    const known = schema.properties !== undefined && Object.hasOwn(schema.properties, key);
    if (names) judgeKey(names, key, at, fail);
    if (!known && schema.additionalProperties === false) fail(at, 'additionalProperties', { additionalProperty: key });
    const below = known && inner === undefined ? undefined : property(node, key);
    if (below) visit(below, inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, fail);
  }
}

function judgeKey(names: SchemaNode, key: string, at: string, fail: Fail): void {
  let isBad = false;
  visit(names, key, at, (path, keyword) => {
    isBad = true;
    fail(path, keyword);
  });
  if (isBad) fail(at, 'propertyNames', { propertyName: key });
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

const compiled = new Map<string, RegExp>();

function regExp(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern);
  compiled.set(pattern, known);
  return known;
}
