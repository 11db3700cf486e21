import type { Span } from '../text/span.ts';
import { entries, items, type Path, type Tree, type TreeMap, type TreeScalar } from '../yaml/tree.ts';

/** A string of the manifest and where it stands. */
export interface Word {
  readonly text: string;
  readonly span: Span;
  readonly tree: TreeScalar;
}

/** A map of strings (labels, selector, nodeSelector) with its entries; `tree` is undefined where the manifest has none. */
export interface Labels {
  readonly tree: TreeMap | undefined;
  readonly values: ReadonlyMap<string, string>;
}

export function word(tree: Tree | undefined): Word | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? { text: tree.value, span: tree.span, tree } : undefined;
}

export function number(tree: Tree | undefined): number | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'number' ? tree.value : undefined;
}

export function map(tree: Tree | undefined): TreeMap | undefined {
  return tree?.kind === 'map' ? tree : undefined;
}

export function labels(tree: Tree | undefined): Labels {
  const values = new Map<string, string>();
  for (const entry of entries(tree)) if (entry.value.kind === 'scalar') values.set(entry.key, String(entry.value.value ?? ''));
  return { tree: map(tree), values };
}

/** The maps of a list, with their paths; what is not a map is the schema's business. */
export function maps(tree: Tree | undefined, path: Path): { readonly tree: TreeMap; readonly path: Path }[] {
  return items(tree).flatMap((item, index) => (item.kind === 'map' ? [{ tree: item, path: [...path, index] }] : []));
}

/** Strings of a list; undefined when the key is absent, so that `command: []` differs from no command. */
export function words(tree: Tree | undefined): readonly Word[] | undefined {
  if (tree?.kind !== 'seq') return undefined;
  return tree.items.flatMap((item) => (item.kind === 'scalar' ? [{ text: String(item.value ?? ''), span: item.span, tree: item }] : []));
}
