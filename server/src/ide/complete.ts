import type { Document } from '../kube/document.ts';
import type { EmbeddedJson } from '../kube/embedded.ts';
import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { apiFor } from '../schema/catalog.ts';
import { isArray, isObject, item, property, type SchemaNode, spelling } from '../schema/definitions.ts';
import { describe, toMarkdown, valuesOf } from '../schema/describe.ts';
import { keysIn } from '../schema/tooNew.ts';
import { toSourceSpan } from '../text/sourceMap.ts';
import type { Span } from '../text/span.ts';
import { ANNOTATIONS, annotationOf, type Carrier, versionsOf } from './annotations.ts';
import { annotationSchemaAt, carrierOf, type Root, rootOf, schemaAtPath } from './context.ts';
import { toDecoded } from './decoded.ts';
import { flowSlot } from './flow.ts';
import { namesFor } from './names.ts';
import type { Slot } from './slot.ts';
import { slotAt } from './slotAt.ts';
import { blockField, blockItem, flowField } from './snippets.ts';
import { topicOf } from './topics.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'snippet';
  /** The type of a field, or what a value is. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Spans count in the chunk; the text brings its own indentation. */
  readonly edit: { readonly span: Span; readonly text: string };
  /** `$1` and `${1|a,b|}` in the text are places to type in. */
  readonly isSnippet: boolean;
  readonly sortText: string;
  /** What the editor must compare with the replaced text, where that has quotes. */
  readonly filterText: string;
}

/** What could be typed at the offset, in half-typed YAML and in the JSON of an init-container annotation. */
export function complete(document: Document, offset: number): Completion[] {
  const json = document.embedded.find(({ entry }) => entry.value.span.start < offset && offset < entry.value.span.end);
  if (json) return inAnnotation(document, json, offset);
  const place = slotAt(document.text, offset);
  return place ? inManifest(document, place) : [];
}

function inAnnotation(document: Document, json: EmbeddedJson, offset: number): Completion[] {
  const { map, entry } = json;
  const start = map.text.search(/\S/);
  const place = start < 0 ? undefined : flowSlot(map.text, start, toDecoded(map, offset), []);
  if (!place) return [];
  // In the indentation that the decoded text lacks, nothing can be inserted.
  const word = toSourceSpan(map, place.word);
  if (offset < word.start || word.end < offset) return [];
  const style = entry.value.kind === 'scalar' ? entry.value.style : 'plain';
  const rewrite: Rewrite = {
    span: (s) => toSourceSpan(map, s),
    text: (t) => (style === 'double' ? escaped(t) : style === 'single' ? t.replaceAll("'", "''") : t),
    json: true,
  };
  const node = annotationSchemaAt(document, place.path);
  return place.role === 'key' ? fields(node, document.version, place, rewrite) : values(valuesAt(document, node, place), place, rewrite);
}

/** In a double-quoted scalar every quote and backslash of the JSON is written with a backslash. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}

/** How an edit of the decoded text is written in the chunk. */
interface Rewrite {
  readonly span: (span: Span) => Span;
  readonly text: (text: string) => string;
  readonly json: boolean;
}

function inManifest(document: Document, place: Slot): Completion[] {
  const root = rootOf(document, place.path);
  const rewrite: Rewrite = { span: (s) => s, text: (t) => t, json: place.syntax === 'flow' && (place.quote === '"' || /^\s*[{[]/.test(document.text)) };
  const depth = place.path.length - root.path.length;
  if (place.role === 'key') {
    if (depth === 0 && !root.kind) return header(place, rewrite);
    const carrier = carrierOf(root, place.path);
    if (carrier) return annotationKeys(document, carrier, place, rewrite);
    const node = schemaAtPath(document, root, place.path);
    // `- word` is a value of a list of words.
    return node && !isObject(node) && !isArray(node) ? values(valuesAt(document, node, place), place, rewrite) : fields(node, document.version, place, rewrite);
  }
  const key = place.path.at(-1);
  if (depth === 1 && (key === 'apiVersion' || key === 'kind')) return values(kindValues(document, root, key), place, rewrite);
  const carrier = carrierOf(root, place.path.slice(0, -1));
  if (carrier && typeof key === 'string')
    return values(
      (annotationOf(key, carrier)?.values ?? []).map((v) => `"${v}"`),
      { ...place, quote: '' },
      rewrite,
    );
  return values(valuesAt(document, schemaAtPath(document, root, place.path), place), place, rewrite);
}

function header(place: Slot, rewrite: Rewrite): Completion[] {
  const keys = ['apiVersion', 'kind', 'metadata', 'spec'].filter((k) => !place.present.includes(k));
  return keys.map((label, i) => ({
    label,
    kind: 'field',
    edit: { span: rewrite.span(place.word), text: place.hasColon ? label : i < 2 || place.syntax === 'flow' ? `${label}: ` : `${label}:\n  ` },
    isSnippet: false,
    sortText: `0${i}`,
    filterText: label,
  }));
}

function kindValues(document: Document, root: Root, key: 'apiVersion' | 'kind'): string[] {
  const other = key === 'kind' ? root.apiVersion : root.kindName;
  const { kinds } = apiFor(document);
  const fitting = kinds.filter((k) => (key === 'kind' ? k.apiVersion : k.kind) === other);
  return [...new Set((fitting.length > 0 ? fitting : kinds).map((k) => k[key]))];
}

function valuesAt(document: Document, node: SchemaNode | undefined, place: Slot): readonly string[] {
  const names = namesFor(document, place.path);
  return names.length > 0 ? names : node && !isArray(node) ? valuesOf(node) : [];
}

function fields(node: SchemaNode | undefined, version: number, place: Slot, rewrite: Rewrite): Completion[] {
  if (!node) return [];
  const inner = isArray(node) ? item(node) : undefined;
  if (inner) return place.syntax === 'block' && isObject(inner) ? [newItem(inner, place, rewrite)] : [];
  const present = new Set(place.present.map((key) => (rewrite.json ? spelling(node, key) : key)));
  return keysIn(node, version).flatMap((key) => {
    const below = property(node, key);
    return below && !present.has(key) ? [field(node, below, key, place, rewrite)] : [];
  });
}

function field(parent: SchemaNode, node: SchemaNode, key: string, place: Slot, rewrite: Rewrite): Completion {
  const description = describe(parent, key);
  const quoted = rewrite.json || place.quote === '"';
  const name = quoted ? JSON.stringify(key) : key;
  const snippet = place.hasColon
    ? { text: name, isSnippet: false }
    : place.syntax === 'flow'
      ? flowField(node, key, quoted)
      : blockField(node, key, place.column);
  return {
    label: key,
    kind: 'field',
    ...(description ? { detail: description.type, documentation: toMarkdown(description, topicOf(parent.name, key)) } : {}),
    edit: { span: rewrite.span(place.word), text: rewrite.text(snippet.text) },
    isSnippet: snippet.isSnippet,
    sortText: `${description?.required ? 0 : 1}${key}`,
    filterText: `${place.quote}${key}`,
  };
}

/** Below `containers:` only a new item can stand. */
function newItem(node: SchemaNode, place: Slot, rewrite: Rewrite): Completion {
  const snippet = blockItem(node, place.column);
  const label = `- ${(node.schema.required ?? []).join(', ') || node.name}`;
  return {
    label,
    kind: 'snippet',
    detail: node.name,
    edit: { span: rewrite.span(place.word), text: snippet.text },
    isSnippet: snippet.isSnippet,
    sortText: '0',
    filterText: label,
  };
}

function annotationKeys(document: Document, carrier: Carrier, place: Slot, rewrite: Rewrite): Completion[] {
  // Two init-container keys are one too many: only one of them counts.
  const taken = place.present.some((k) => k === INIT_ALPHA || k === INIT_BETA);
  const known = ANNOTATIONS.filter(
    (a) =>
      a.on === carrier &&
      a.versions[0] <= document.version &&
      document.version <= a.versions[1] &&
      !place.present.includes(a.key) &&
      !(taken && (a.key === INIT_ALPHA || a.key === INIT_BETA)),
  );
  return known.map((a, i) => ({
    label: a.key,
    kind: 'field',
    detail: versionsOf(a),
    documentation: a.documentation,
    edit: { span: rewrite.span(place.word), text: place.hasColon ? a.key : `${a.key}: ${a.snippet.replaceAll('{indent}', ' '.repeat(place.column))}` },
    isSnippet: !place.hasColon,
    sortText: `0${String(i).padStart(2, '0')}`,
    filterText: a.key,
  }));
}

function values(all: readonly string[], place: Slot, rewrite: Rewrite): Completion[] {
  const isText = (value: string): boolean => !/^(true|false)$/.test(value);
  return all.map((value, i) => {
    const quote = place.quote || (rewrite.json && isText(value) ? '"' : '');
    return {
      label: value,
      kind: 'value',
      edit: { span: rewrite.span(place.word), text: rewrite.text(`${quote}${value}${quote}`) },
      isSnippet: false,
      sortText: String(i).padStart(3, '0'),
      filterText: `${place.quote}${value}`,
    };
  });
}
