import type { SourceMap } from '../text/sourceMap.ts';
import type { Span } from '../text/span.ts';
import { type Entry, entryOf, type Path, type Tree } from '../yaml/tree.ts';
import { nodeAt, nodeAtPath, type SchemaNode, spelling } from './definitions.ts';

/** Something that a schema judges: an object of the manifest, or the JSON of an init-container annotation. */
export interface Subject {
  readonly tree: Tree;
  /** Path of `tree` in the document. */
  readonly path: Path;
  /** Address of its schema; the words of the schema are read only when there is something to say. */
  readonly address: string;
  /** Minor version of the cluster. */
  readonly version: number;
  readonly chunk: string;
  /** Set inside an annotation, whose keys match in any case. */
  readonly json?: SourceMap;
}

/** Where an error of the validator stands. */
export interface Site {
  /** Path in the subject. */
  readonly steps: Path;
  readonly tree: Tree;
  /** The innermost key on the way there. */
  readonly entry: Entry | undefined;
}

/** From a JSON pointer to the place in the tree; undefined when the tree does not have it. */
export function siteOf(subject: Subject, pointer: string): Site | undefined {
  const steps: (string | number)[] = [];
  let tree: Tree | undefined = subject.tree;
  let entry: Entry | undefined;
  for (const raw of pointer.split('/').slice(1)) {
    const step: string = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (tree?.kind === 'seq') {
      tree = tree.items[Number(step)];
      steps.push(Number(step));
      entry = undefined;
    } else {
      entry = entryOf(tree, step);
      tree = entry?.value;
      steps.push(step);
    }
    if (!tree) return undefined;
  }
  return { steps, tree, entry };
}

export function schemaAt(subject: Subject, steps: Path): SchemaNode | undefined {
  return nodeAtPath(nodeAt(subject.address), steps, subject.json !== undefined);
}

/** What stands for the place as a whole: its key, else the first key of a list item, else its first character. */
export function headSpan(site: Site): Span {
  const { tree, entry } = site;
  if (entry) return entry.keySpan;
  const first = tree.kind === 'map' ? tree.entries.find((e) => !e.merged) : undefined;
  if (first) return first.keySpan;
  return { start: tree.span.start, end: Math.min(tree.span.end, tree.span.start + 1) };
}

/** The entry of a key; in an annotation in any case. */
export function presentEntry(subject: Subject, site: Site, node: SchemaNode, key: string): Entry | undefined {
  const exact = entryOf(site.tree, key);
  if (exact || !subject.json || site.tree.kind !== 'map') return exact;
  return site.tree.entries.findLast((e) => spelling(node, e.key) === key);
}
