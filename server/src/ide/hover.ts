import { type Document, locate } from '../kube/document.ts';
import type { EmbeddedJson } from '../kube/embedded.ts';
import type { SchemaNode } from '../schema/definitions.ts';
import { spelling } from '../schema/definitions.ts';
import { describe, toMarkdown } from '../schema/describe.ts';
import type { Span } from '../text/span.ts';
import type { Cursor, Path } from '../yaml/tree.ts';
import { annotationOf, versionsOf } from './annotations.ts';
import { annotationSchemaAt, carrierOf, rootOf, schemaAtPath } from './context.ts';
import { topicOf } from './topics.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** What the key or value under the cursor means; also inside the JSON of an init-container annotation. */
export function hover(document: Document, offset: number): Hover | undefined {
  const cursor = locate(document, offset);
  if (!cursor) return undefined;
  const span = cursor.entry?.keySpan ?? (cursor.tree.kind === 'scalar' ? cursor.tree.span : undefined);
  // A list item has no key: what is said is said of the key that holds the list.
  const depth = cursor.path.findLastIndex((step) => typeof step === 'string');
  const key = cursor.path[depth];
  if (!span || span.end <= span.start || typeof key !== 'string') return undefined;
  const markdown = textOf(document, cursor, cursor.path.slice(0, depth), key);
  return markdown === undefined ? undefined : { span, markdown };
}

function textOf(document: Document, cursor: Cursor, parent: Path, key: string): string | undefined {
  const json = document.embedded.find((e) => isBelow(cursor.path, e));
  if (json) return fieldText(annotationSchemaAt(document, parent.slice(json.path.length)), key);
  const root = rootOf(document, parent);
  return annotationText(document, carrierOf(root, parent), key) ?? fieldText(schemaAtPath(document, root, parent), key);
}

function isBelow(path: Path, json: EmbeddedJson): boolean {
  return path.length > json.path.length && json.path.every((step, i) => path[i] === step);
}

function fieldText(parent: SchemaNode | undefined, written: string): string | undefined {
  if (!parent) return undefined;
  const key = spelling(parent, written);
  const description = describe(parent, key);
  return description && (parent.schema.properties ? toMarkdown(description, topicOf(parent.name, key)) : undefined);
}

function annotationText(document: Document, carrier: ReturnType<typeof carrierOf>, key: string): string | undefined {
  if (!carrier) return undefined;
  const known = annotationOf(key, carrier);
  if (!known) return undefined;
  const [from, to] = known.versions;
  const where: Readonly<Record<string, string>> = { template: 'a pod template', service: 'a Service', claim: 'a claim or claim template', set: 'the set' };
  const notes = [
    known.on === carrier ? '' : `Nobody reads it here: it belongs on ${where[known.on]}.`,
    document.version < from || document.version > to ? `Kubernetes 1.${document.version} does not read it.` : '',
  ].filter((note) => note !== '');
  const facts = `Read by ${versionsOf(known)}, on ${where[known.on]}.${known.values ? ` Values: ${known.values.map((v) => `\`"${v}"\``).join(', ')}.` : ''}`;
  return [`**${key}** \`annotation\``, known.documentation, facts, ...notes.map((note) => `**${note}**`)].join('\n\n');
}
