import type { Finding, Fix } from '../rules/rule.ts';
import { distance } from '../text/nearest.ts';
import { type Entry, entryOf, formatPath, type Path } from '../yaml/tree.ts';
import { isArray, item, keysOf, property, type SchemaNode } from './definitions.ts';
import { REPLACEMENTS } from './replacements.ts';
import type { Site, Subject } from './site.ts';
import { schemaAt } from './site.ts';
import { nearest, shorten } from './suggest.ts';

/** A key that the schema does not know. `path` is where a key of this meaning belongs, for `explain` to leave out its echo. */
export function unknownField(subject: Subject, site: Site, node: SchemaNode, key: string): Finding | undefined {
  const entry = entryOf(site.tree, key);
  if (!entry) return undefined;
  const keys = keysOf(node);
  // Inside the annotation `Image` is `image`.
  if (subject.json && keys.some((k) => k.toLowerCase() === key.toLowerCase())) return undefined;
  const meant =
    partOf(
      key,
      (node.schema.required ?? []).filter((k) => !entryOf(site.tree, k)),
    ) ?? nearest(key, keys);
  const typo =
    meant !== undefined && (distance(key.toLowerCase(), meant.toLowerCase()) <= 1 || `${key}s` === meant || partOf(key, [meant]) !== undefined)
      ? meant
      : undefined;
  const known = subject.version <= 5 ? REPLACEMENTS[key] : undefined;
  const elsewhere = typo === undefined && known === undefined ? belongs(subject, site, key) : undefined;
  const rename = known === undefined && elsewhere === undefined ? meant : undefined;
  const odd = key.startsWith('\u00a0') ? 'It begins with a no-break space (U+00A0), which looks like a blank and is none.' : undefined;
  const hint = odd ?? known ?? (elsewhere ? `It belongs at \`${formatPath([...subject.path, ...elsewhere])}\`.` : rename ? `Did you mean \`${rename}\`?` : '');
  const target = elsewhere ?? (rename ? [...site.steps, rename] : undefined);
  const fix = rename !== undefined && !entryOf(site.tree, rename) ? renameFix(subject.chunk, entry, rename) : undefined;
  return {
    rule: 'unknown-field',
    // In an annotation a surplus key does no harm, unless it is the misspelt form of one that is needed.
    level: subject.json && !(rename !== undefined && node.schema.required?.includes(rename)) ? 'warning' : 'error',
    span: entry.keySpan,
    message: `\`${shorten(key)}\` is not a field of ${node.name || 'this object'} in Kubernetes 1.${subject.version}: ${consequence(subject)}.${hint ? ` ${hint}` : ''}`,
    ...(target ? { path: [...subject.path, ...target] } : {}),
    ...(fix ? { fixes: [fix] } : {}),
  };
}

/** `secretName` for `name` and the reverse, where just that is missing. */
function partOf(key: string, missing: readonly string[]): string | undefined {
  const lower = key.toLowerCase();
  return missing.find((m) => lower.endsWith(m.toLowerCase()) || m.toLowerCase().endsWith(lower));
}

/** What becomes of a field that the cluster does not know. */
export function consequence(subject: Subject): string {
  if (subject.json) return 'the server drops it without notice';
  const check = subject.version < 25 ? "kubectl's check refuses it" : 'strict decoding refuses it';
  return `${check}; without the check the server drops it without notice`;
}

/** Replaces the word and leaves quotes and escapes around it alone. */
function renameFix(chunk: string, entry: Entry, name: string): Fix | undefined {
  const at = chunk.slice(entry.keySpan.start, entry.keySpan.end).indexOf(entry.key);
  if (at < 0) return undefined;
  const start = entry.keySpan.start + at;
  return { title: `Rename to \`${name}\``, edits: [{ span: { start, end: start + entry.key.length }, text: name }], preferred: true };
}

const DEPTH = 3;

/** Where nearby the key is known: in an object around this one, else below this one, else below one around it. */
function belongs(subject: Subject, site: Site, key: string): Path | undefined {
  const around = site.steps.map((_, length) => site.steps.slice(0, site.steps.length - 1 - length));
  for (const steps of around) if (knows(schemaAt(subject, steps), key)) return [...steps, key];
  for (const steps of [site.steps, ...around]) {
    const below = findBelow(schemaAt(subject, steps), key);
    if (below) return [...steps, ...below];
  }
  return undefined;
}

function knows(node: SchemaNode | undefined, key: string): boolean {
  return node !== undefined && keysOf(node).includes(key);
}

/** Breadth first, so that the nearest place wins. */
function findBelow(start: SchemaNode | undefined, key: string): Path | undefined {
  for (const level of start ? levelsBelow(start) : []) {
    const found = level.find(({ node }) => knows(node, key));
    if (found) return [...found.path, key];
  }
  return undefined;
}

interface Below {
  readonly node: SchemaNode;
  readonly path: Path;
}

/** By the properties of a schema, which its copies share: a document with a thousand unknown fields asks a thousand times. */
const LEVELS = new WeakMap<object, readonly (readonly Below[])[]>();

function levelsBelow(start: SchemaNode): readonly (readonly Below[])[] {
  const { properties } = start.schema;
  if (!properties) return [];
  const known = LEVELS.get(properties);
  if (known) return known;
  const levels: (readonly Below[])[] = [];
  let level: readonly Below[] = [{ node: start, path: [] }];
  for (let depth = 0; depth < DEPTH; depth++) {
    level = level.flatMap(({ node, path }) => children(node, path));
    levels.push(level);
  }
  LEVELS.set(properties, levels);
  return levels;
}

function children(node: SchemaNode, path: Path): { readonly node: SchemaNode; readonly path: Path }[] {
  return keysOf(node).flatMap((key) => {
    const below = key === 'status' ? undefined : property(node, key);
    const inner = below && isArray(below) ? item(below) : undefined;
    return below ? [inner ? { node: inner, path: [...path, key, 0] } : { node: below, path: [...path, key] }] : [];
  });
}
