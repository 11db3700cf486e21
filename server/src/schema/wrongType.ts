import type { Finding, Fix } from '../rules/rule.ts';
import type { Tree } from '../yaml/tree.ts';
import { type SchemaNode, titleOf } from './definitions.ts';
import type { Site, Subject } from './site.ts';

/** A value of a type that the reader does not take for the field. */
export function wrongType(subject: Subject, site: Site, node: SchemaNode): Finding {
  const fix = conversion(subject, site.tree, node);
  const name = site.entry ? `\`${site.entry.key}\`` : 'This item';
  return {
    rule: 'wrong-type',
    level: 'error',
    span: valueSpan(site),
    message: `${name} must be ${titleOf(node)}, not ${typeName(site.tree)}.${fix ? ` ${fix.hint}` : ''}`,
    ...(fix ? { fixes: [fix.fix] } : {}),
  };
}

/** The value; for a block map or list its first line, as a red page tells nothing. */
export function valueSpan(site: Site): Finding['span'] {
  const { tree, entry } = site;
  if (tree.span.end > tree.span.start && (tree.kind === 'scalar' || tree.flow)) return tree.span;
  if (entry) return entry.keySpan;
  const first = tree.kind === 'map' ? tree.entries[0]?.keySpan : tree.kind === 'seq' ? tree.items[0]?.span : undefined;
  return first ?? { start: tree.span.start, end: Math.max(tree.span.end, tree.span.start + 1) };
}

function typeName(tree: Tree): string {
  if (tree.kind === 'map') return 'a map';
  if (tree.kind === 'seq') return 'a list';
  switch (typeof tree.value) {
    case 'number':
      return `the number ${tree.value}`;
    case 'boolean':
      return `the boolean ${tree.value}`;
    case 'string':
      return 'a string';
    default:
      return 'null';
  }
}

/** Quotes that are missing, or that are too many. */
function conversion(subject: Subject, tree: Tree, node: SchemaNode): { readonly hint: string; readonly fix: Fix } | undefined {
  if (tree.kind !== 'scalar' || tree.span.end <= tree.span.start) return undefined;
  const source = subject.chunk.slice(tree.span.start, tree.span.end);
  const types = [node.schema.type ?? []].flat();
  const fits = node.schema.pattern === undefined || new RegExp(node.schema.pattern).test(source);
  if (fits && types.includes('string') && (typeof tree.value === 'number' || typeof tree.value === 'boolean')) {
    // Inside a double-quoted annotation a quote would have to be escaped.
    const quote = tree.style === 'json' && subject.json?.outer === undefined && isEscaped(subject) ? '\\"' : '"';
    return { hint: 'Put it in quotes.', fix: { title: 'Put in quotes', edits: [{ span: tree.span, text: `${quote}${source}${quote}` }], preferred: true } };
  }
  if (typeof tree.value !== 'string' || tree.style === 'plain') return undefined;
  const plain = types.includes('integer') ? /^-?\d{1,15}$/.test(tree.value) : types.includes('boolean') ? /^(true|false)$/.test(tree.value) : false;
  return plain
    ? { hint: 'Leave out the quotes.', fix: { title: 'Remove the quotes', edits: [{ span: tree.span, text: tree.value }], preferred: true } }
    : undefined;
}

function isEscaped(subject: Subject): boolean {
  return subject.json !== undefined && subject.json.origin > 0 && subject.chunk[subject.json.origin - 1] === '"';
}
