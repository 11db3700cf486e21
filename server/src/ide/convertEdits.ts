import { type Document, readDocument } from '../kube/document.ts';
import type { PetSetModel, PodModel } from '../kube/resource.ts';
import { column, eolOf, isAligned, removeEntry } from '../yaml/edit.ts';
import { at, entryOf, type Path, type TreeMap } from '../yaml/tree.ts';
import { toYaml } from './convertYaml.ts';

/** A step of a conversion: reads a document and writes its text anew; undefined where it cannot promise the meaning. */
export type Step = (document: Document) => string | undefined;

/** The set or Pod of a document of one object. */
export function podOf(document: Document): PetSetModel | PodModel | undefined {
  const [resource] = document.resources;
  return resource?.type === 'set' || resource?.type === 'pod' ? resource : undefined;
}

export function reread(document: Document, text: string): Document {
  return readDocument(text, document.version, document);
}

/** A key and a value in front of the other entries of a block map. */
export function insertBlock(document: Document, map: TreeMap, key: string, value: unknown): string | undefined {
  const nested = typeof value === 'object' && value !== null;
  return insertText(document, map, (indent) => `${key}:${nested ? `\n${' '.repeat(indent + 2)}` : ' '}${toYaml(value, indent + 2)}`);
}

function insertText({ text }: Document, map: TreeMap, write: (indent: number) => string): string | undefined {
  const first = map.entries.find((e) => !e.merged);
  if (!first || map.flow || !isAligned(text, first.keySpan.start)) return undefined;
  const start = leadStart(text, first.keySpan.start);
  const indent = column(text, first.keySpan.start);
  return `${text.slice(0, start)}${`${write(indent)}\n${' '.repeat(indent)}`.replaceAll('\n', eolOf(text))}${text.slice(start)}`;
}

/** The comment lines right above an entry belong to it. Starts behind the indentation. */
function leadStart(text: string, offset: number): number {
  let start = offset;
  for (;;) {
    const line = text.lastIndexOf('\n', start - 1) + 1;
    const above = text.lastIndexOf('\n', line - 2) + 1;
    const comment = line === 0 ? null : /^ *(?=#)/.exec(text.slice(above, line));
    if (!comment || text.slice(line, start).trim() !== '') return start;
    start = above + comment[0].length;
  }
}

/** Without the key at a path; a map that would be left empty goes with it. */
export function removeAt({ text, yaml }: Document, path: Path): string {
  const key = path.at(-1);
  const map = at(yaml.root, ...path.slice(0, -1));
  const entry = typeof key === 'string' ? entryOf(map, key) : undefined;
  if (!entry || map?.kind !== 'map') return text;
  const own = map.entries.filter((e) => !e.merged);
  if (own.length === 1 && !map.flow && path.length > 1) return removeAt(readDocument(text, undefined), path.slice(0, -1));
  const edit = removeEntry(map, entry, text);
  return edit ? text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end) : text;
}

/** A key in the securityContext of a pod spec or container, which is made where there is none; what stands there already stays. */
export function insertContext(document: Document, owner: Path, key: string, value: unknown): string | undefined {
  const map = at(document.yaml.root, ...owner);
  const context = entryOf(map, 'securityContext')?.value;
  if (map?.kind !== 'map') return undefined;
  if (!context) return insertBlock(document, map, 'securityContext', { [key]: value });
  if (context.kind !== 'map') return undefined;
  return entryOf(context, key) ? document.text : insertBlock(document, context, key, value);
}

/** An annotation in the metadata at a path; one that stands there already stays. `write` says it from its indentation on. */
export function insertAnnotation(document: Document, metadata: Path, key: string, write: (indent: number) => string): string | undefined {
  const map = at(document.yaml.root, ...metadata);
  const annotations = entryOf(map, 'annotations')?.value;
  if (map?.kind !== 'map') return undefined;
  if (!annotations) return insertText(document, map, (indent) => `annotations:\n${' '.repeat(indent + 2)}${key}: ${write(indent + 2)}`);
  if (annotations.kind !== 'map') return undefined;
  return entryOf(annotations, key) ? document.text : insertText(document, annotations, (indent) => `${key}: ${write(indent)}`);
}

/** Steps one after the other; undefined as soon as one cannot promise the meaning. */
export function inTurn(steps: readonly Step[]): Step {
  return (document) => steps.reduce<string | undefined>((text, step) => (text === undefined ? undefined : step(reread(document, text))), document.text);
}
