import type { SourceMap } from '../text/sourceMap.ts';
import type { Span } from '../text/span.ts';

/**
 * What a manifest says, with the place of every key and value. The JSON of an init-container annotation becomes the same tree,
 * so that schema, rules and features read both alike. All spans are UTF-16 offsets in the chunk, also those inside the annotation.
 */
export type Tree = TreeMap | TreeSeq | TreeScalar;

export interface TreeMap {
  readonly kind: 'map';
  readonly span: Span;
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface TreeSeq {
  readonly kind: 'seq';
  readonly span: Span;
  readonly flow: boolean;
  readonly items: readonly Tree[];
}

/** `plain` to `folded` are YAML styles; `json` is a value inside an annotation. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'json';

export interface TreeScalar {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly style: ScalarStyle;
  /** Resolved as Kubernetes' YAML reader does (YAML 1.1: `yes` is a boolean, `0644` is 420). */
  readonly value: string | number | boolean | null;
  /** For `json`: the decoded annotation it stands in, its span there, and the YAML style that the annotation is written in. */
  readonly inner?: { readonly map: SourceMap; readonly span: Span; readonly style: ScalarStyle };
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Tree;
  /** From the key to the end of the value. */
  readonly span: Span;
  /** Came in through `<<:`; its spans are those of the anchor. */
  readonly merged?: true;
}

export type Path = readonly (string | number)[];

/** Last value wins, as in Kubernetes' reader. An own key beats a merged one. */
export function entryOf(tree: Tree | undefined, key: string): Entry | undefined {
  if (tree?.kind !== 'map') return undefined;
  let found: Entry | undefined;
  for (const entry of tree.entries) if (entry.key === key && !(entry.merged && found)) found = entry;
  return found;
}

export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return entryOf(tree, key)?.value;
}

/** Follows keys and indices; undefined as soon as something is missing. */
export function at(tree: Tree | undefined, ...path: Path): Tree | undefined {
  let here = tree;
  for (const step of path) here = typeof step === 'number' ? (here?.kind === 'seq' ? here.items[step] : undefined) : child(here, step);
  return here;
}

export function items(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'seq' ? tree.items : [];
}

export function entries(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? tree.entries : [];
}

export function str(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
}

export function isNull(tree: Tree | undefined): boolean {
  return tree === undefined || (tree.kind === 'scalar' && tree.value === null);
}

/** `spec.template.spec.containers[0].image`; keys that are not plain words are quoted in brackets. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

export interface Cursor {
  readonly path: Path;
  readonly tree: Tree;
  /** Set when the offset is on a key: the entry of that key. */
  readonly entry?: Entry;
}

/** The innermost node (or key) that contains the offset, with its path. Both ends of a span count. */
export function cursorAt(tree: Tree, offset: number, path: Path = []): Cursor {
  if (tree.kind === 'map') {
    for (const entry of tree.entries) {
      if (entry.merged) continue;
      const below = [...path, entry.key];
      if (entry.keySpan.start <= offset && offset <= entry.keySpan.end) return { path: below, tree: entry.value, entry };
      if (entry.value.span.start <= offset && offset <= entry.value.span.end && entry.value.span.end > entry.value.span.start) {
        return cursorAt(entry.value, offset, below);
      }
    }
  } else if (tree.kind === 'seq') {
    for (const [index, item] of tree.items.entries()) {
      if (item.span.start <= offset && offset <= item.span.end) return cursorAt(item, offset, [...path, index]);
    }
  }
  return { path, tree };
}
