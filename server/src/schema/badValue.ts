import type { Finding, Fix } from '../rules/rule.ts';
import { entryOf, type Tree } from '../yaml/tree.ts';
import { listed, propertyNames, type SchemaNode, titleOf } from './definitions.ts';
import type { Site, Subject } from './site.ts';
import { nearest, shorten } from './suggest.ts';
import { valueSpan } from './wrongType.ts';

/** A value of the right type that the server does not allow. */
export function badValue(subject: Subject, site: Site, node: SchemaNode, keyword: string): Finding | undefined {
  // Keywords of strings and numbers; on a map they are the echo of a bad key.
  if (site.tree.kind !== 'scalar') return undefined;
  const value = String(site.tree.value);
  const what = site.entry ? `\`${site.entry.key}\`` : 'This item';
  // `none` for `None` is the most frequent of all bad values.
  const words = keyword === 'enum' ? node.schema.enum : node.name === 'ClusterIP' && nearest(value, ['None']) ? ['None'] : undefined;
  if (words) {
    const meant = nearest(value, words);
    const fix = meant === undefined ? undefined : replaceFix(subject.chunk, site.tree, value, meant);
    return {
      rule: 'bad-value',
      level: 'error',
      span: valueSpan(site),
      message: `${what} must be ${listed(words)}, not \`${shorten(value)}\`.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`,
      ...(fix ? { fixes: [fix] } : {}),
    };
  }
  const message = value === '' ? `${what} must not be empty: it must be ${titleOf(node)}.` : `${what} must be ${titleOf(node)}, not \`${shorten(value)}\`.`;
  const number = /^-?\d+$/.test(value) && site.tree.style !== 'plain' && [node.schema.type ?? []].flat().includes('integer');
  const fix: Fix | undefined = number ? { title: 'Remove the quotes', edits: [{ span: site.tree.span, text: value }], preferred: true } : undefined;
  return { rule: 'bad-value', level: 'error', span: valueSpan(site), message, ...(fix ? { fixes: [fix] } : {}) };
}

/** A key of a free map (labels, annotations) that is not allowed as a key. */
export function badKey(subject: Subject, site: Site, node: SchemaNode, key: string): Finding | undefined {
  const entry = entryOf(site.tree, key);
  if (!entry || /\$\{|\$\(|\{\{/.test(key)) return undefined;
  const keys = propertyNames(node);
  const title = keys ? titleOf(keys) : 'a valid key';
  return {
    rule: 'bad-value',
    level: 'error',
    span: entry.keySpan,
    message: `The key \`${shorten(key)}\` must be ${title}.`,
    path: [...subject.path, ...site.steps, key],
  };
}

/** Replaces the word inside its quotes, if it was written as itself. */
function replaceFix(chunk: string, tree: Tree, value: string, meant: string): Fix | undefined {
  const at = chunk.slice(tree.span.start, tree.span.end).indexOf(value);
  if (at < 0 || value === '') return undefined;
  const start = tree.span.start + at;
  return { title: `Replace with \`${meant}\``, edits: [{ span: { start, end: start + value.length }, text: meant }], preferred: true };
}
