import type { Span } from '../text/span.ts';
import { type Entry, entryOf, isNull, type Path, type Tree } from '../yaml/tree.ts';
import { isPlaceholder } from './form.ts';

/** A value of the manifest, with its key and path: what rules about several keys of an object walk on. */
export interface Field {
  readonly tree: Tree;
  readonly path: Path;
  readonly entry: Entry | undefined;
}

/** Paths are asked for only when there is something to say, and this is walked in every document. */
class Below implements Field {
  readonly tree: Tree;
  readonly entry: Entry | undefined;
  private readonly parent: Field;
  private readonly step: string | number;

  constructor(parent: Field, step: string | number, tree: Tree, entry: Entry | undefined) {
    this.parent = parent;
    this.step = step;
    this.tree = tree;
    this.entry = entry;
  }

  get path(): Path {
    return [...this.parent.path, this.step];
  }
}

export function fieldOf(tree: Tree, path: Path): Field {
  return { tree, path, entry: undefined };
}

/** Down some keys; undefined as soon as one is absent or null. */
export function below(field: Field | undefined, ...keys: readonly string[]): Field | undefined {
  let here = field;
  for (const key of keys) {
    const entry: Entry | undefined = here && entryOf(here.tree, key);
    if (!here || !entry || isNull(entry.value)) return undefined;
    here = new Below(here, key, entry.value, entry);
  }
  return here;
}

const NONE: readonly Field[] = [];

/** The items of a list below. */
export function each(field: Field | undefined, ...keys: readonly string[]): readonly Field[] {
  const list = keys.length === 0 ? field : below(field, ...keys);
  return list?.tree.kind === 'seq' ? list.tree.items.map((tree, i) => new Below(list, i, tree, undefined)) : NONE;
}

/** The text of a string that stands there; undefined for one that something else fills in. */
export function textOf(field: Field | undefined): string | undefined {
  const value = field?.tree.kind === 'scalar' ? field.tree.value : undefined;
  return typeof value === 'string' && !isPlaceholder(value) ? value : undefined;
}

export function numberOf(field: Field | undefined): number | undefined {
  const value = field?.tree.kind === 'scalar' ? field.tree.value : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function isTrue(field: Field | undefined): boolean {
  return field?.tree.kind === 'scalar' && field.tree.value === true;
}

export function isFalse(field: Field | undefined): boolean {
  return field?.tree.kind === 'scalar' && field.tree.value === false;
}

/** Where to underline: the value if it is a word, else its key. */
export function spanOf(field: Field): Span {
  return field.tree.kind === 'scalar' && field.tree.span.end > field.tree.span.start ? field.tree.span : (field.entry?.keySpan ?? headSpan(field.tree));
}

/** Where to underline a value as a whole: its key. */
export function keySpanOf(field: Field): Span {
  return field.entry?.keySpan ?? headSpan(field.tree);
}

/** The later ones of those that say the same. */
export function repeated(fields: readonly Field[], key: (field: Field) => string | undefined): readonly Field[] {
  if (fields.length < 2) return NONE;
  const seen = new Set<string>();
  return fields.filter((field) => {
    const said = key(field);
    if (said === undefined) return false;
    if (seen.has(said)) return true;
    seen.add(said);
    return false;
  });
}

/** Where to point at a missing key: the key of the deepest map on the way that is there. */
export function deepestKey(tree: Tree | undefined, path: Path, fallback: Span): Span {
  let here = tree;
  let span = fallback;
  for (const step of path) {
    const entry = typeof step === 'string' ? entryOf(here, step) : undefined;
    if (!entry) break;
    span = entry.keySpan;
    here = entry.value;
  }
  return span;
}

/** The head of an object or list item, for a finding about it as a whole. */
export function headSpan(tree: Tree): Span {
  return (tree.kind === 'map' ? tree.entries[0]?.keySpan : undefined) ?? tree.span;
}
