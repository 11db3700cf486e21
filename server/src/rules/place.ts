import type { Span } from '../text/span.ts';
import { type Entry, entryOf, isNull, type Path, type Tree } from '../yaml/tree.ts';
import { headSpan, isPlaceholder, type PodSite } from './visit.ts';

/** A value of the manifest, with its key and path: what rules about several keys of an object walk on. */
export interface Place {
  readonly tree: Tree;
  readonly path: Path;
  readonly entry: Entry | undefined;
}

/** Paths are asked for only when there is something to say, and this is walked in every document. */
class Below implements Place {
  readonly tree: Tree;
  readonly entry: Entry | undefined;
  private readonly parent: Place;
  private readonly step: string | number;

  constructor(parent: Place, step: string | number, tree: Tree, entry: Entry | undefined) {
    this.parent = parent;
    this.step = step;
    this.tree = tree;
    this.entry = entry;
  }

  get path(): Path {
    return [...this.parent.path, this.step];
  }
}

export function placeOf(tree: Tree, path: Path): Place {
  return { tree, path, entry: undefined };
}

/** Down some keys; undefined as soon as one is absent or null. */
export function below(place: Place | undefined, ...keys: readonly string[]): Place | undefined {
  let here = place;
  for (const key of keys) {
    const entry: Entry | undefined = here && entryOf(here.tree, key);
    if (!here || !entry || isNull(entry.value)) return undefined;
    here = new Below(here, key, entry.value, entry);
  }
  return here;
}

const NONE: readonly Place[] = [];

/** The items of a list below. */
export function each(place: Place | undefined, ...keys: readonly string[]): readonly Place[] {
  const list = keys.length === 0 ? place : below(place, ...keys);
  return list?.tree.kind === 'seq' ? list.tree.items.map((tree, i) => new Below(list, i, tree, undefined)) : NONE;
}

/** The text of a string that stands there; undefined for one that something else fills in. */
export function text(place: Place | undefined): string | undefined {
  const value = place?.tree.kind === 'scalar' ? place.tree.value : undefined;
  return typeof value === 'string' && !isPlaceholder(value) ? value : undefined;
}

export function number(place: Place | undefined): number | undefined {
  const value = place?.tree.kind === 'scalar' ? place.tree.value : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function isTrue(place: Place | undefined): boolean {
  return place?.tree.kind === 'scalar' && place.tree.value === true;
}

export function isFalse(place: Place | undefined): boolean {
  return place?.tree.kind === 'scalar' && place.tree.value === false;
}

/** Where to underline: the value if it is a word, else its key. */
export function spanOf(place: Place): Span {
  return place.tree.kind === 'scalar' && place.tree.span.end > place.tree.span.start ? place.tree.span : (place.entry?.keySpan ?? headSpan(place.tree));
}

/** Where to underline a value as a whole: its key. */
export function keyOf(place: Place): Span {
  return place.entry?.keySpan ?? headSpan(place.tree);
}

/** The pod spec of a pod to be. */
export function specOf(pod: PodSite): Place | undefined {
  return pod.template.spec && placeOf(pod.template.spec, [...pod.template.path, 'spec']);
}

interface ContainerPlace extends Place {
  readonly init: boolean;
}

const CONTAINERS = new WeakMap<PodSite, readonly ContainerPlace[]>();

/** Its containers, those first that run first. */
export function containersOf(pod: PodSite): readonly ContainerPlace[] {
  const known = CONTAINERS.get(pod);
  if (known) return known;
  const found = [...pod.init, ...pod.template.containers].map(({ tree, path, init }) => ({ tree, path, entry: undefined, init }));
  CONTAINERS.set(pod, found);
  return found;
}

/** The later ones of those that say the same. */
export function repeated(places: readonly Place[], key: (place: Place) => string | undefined): readonly Place[] {
  if (places.length < 2) return NONE;
  const seen = new Set<string>();
  return places.filter((place) => {
    const said = key(place);
    if (said === undefined) return false;
    if (seen.has(said)) return true;
    seen.add(said);
    return false;
  });
}
