import { isArray, isObject, item, keysOf, property, type SchemaNode } from './definitions.ts';

/** What there is to say about a field. */
export interface Description {
  readonly key: string;
  /** `string`, `integer`, `list of Container`, `map of strings`, ... */
  readonly type: string;
  readonly text: string;
  readonly values: readonly string[];
  readonly fallback: string | undefined;
  /** First Kubernetes version that has it, where that is known. */
  readonly since: string | undefined;
  readonly required: boolean;
}

/** Describes a key of an object; undefined for a key that the schema does not know. */
export function describe(parent: SchemaNode, key: string): Description | undefined {
  const node = property(parent, key);
  if (!node) return undefined;
  const { description, title, default: fallback } = node.schema;
  return {
    key,
    type: typeName(node),
    text: description ?? title ?? '',
    values: valuesOf(node),
    fallback,
    since: node.schema['x-since'],
    required: (parent.schema.required ?? []).includes(key),
  };
}

function typeName(node: SchemaNode): string {
  if (isArray(node)) {
    const inner = item(node);
    return inner ? `list of ${plural(typeName(inner))}` : 'list';
  }
  if (isObject(node)) return keysOf(node).length > 0 ? node.name || 'map' : (node.schema.title?.replace(/^an? /, '') ?? 'map');
  if (node.name === 'Quantity' || node.name === 'Amount') return 'quantity';
  return [node.schema.type ?? 'any'].flat().join(' or ');
}

function plural(type: string): string {
  return /^[a-z]+$/.test(type) ? `${type}s` : type;
}

/** Values to choose from: an enum, or true and false; those of the items for a list. */
export function valuesOf(node: SchemaNode): readonly string[] {
  if (node.schema.enum) return node.schema.enum.filter((v) => v !== '');
  if (node.schema.type === 'boolean') return ['true', 'false'];
  if (node.name === 'ClusterIP') return ['None'];
  const inner = isArray(node) ? item(node) : undefined;
  return inner ? valuesOf(inner) : [];
}

/** The description as Markdown, as a hover shows it. */
export function toMarkdown(d: Description, more: string | undefined): string {
  const facts = [
    d.required ? 'Required.' : '',
    d.values.length > 0 && d.type !== 'boolean' ? `Allowed: ${d.values.map((v) => `\`${v}\``).join(', ')}.` : '',
    d.fallback === undefined ? '' : `Default: \`${d.fallback}\`.`,
    d.since === undefined ? '' : `Since Kubernetes ${d.since}.`,
  ].filter((fact) => fact !== '');
  return [`**${d.key}** \`${d.type}\``, d.text, more ?? '', facts.join(' ')].filter((part) => part !== '').join('\n\n');
}
