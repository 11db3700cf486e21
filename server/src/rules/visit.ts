import type { Document } from '../kube/document.ts';
import type { Container, PodTemplate } from '../kube/pod.ts';
import type { ClaimModel, PetSetModel, PodModel, ServiceModel } from '../kube/resource.ts';
import type { Minor } from '../kube/version.ts';
import type { Span } from '../text/span.ts';
import type { TextEdit } from '../yaml/edit.ts';
import { entryOf, type Path, type Tree } from '../yaml/tree.ts';
import type { Fix } from './rule.ts';

/** A pod to be: the template of a set, or a Pod itself. */
export interface PodSite {
  readonly owner: PetSetModel | PodModel;
  readonly template: PodTemplate;
  /** The init containers that the cluster of this version really runs. */
  readonly init: readonly Container[];
}

export function setsOf(document: Document): readonly PetSetModel[] {
  return document.resources.filter((r) => r.type === 'set');
}

/** Claims of the document, and those that its sets make: where each stands, and in which namespace. */
export function claimsOf(document: Document): readonly Pick<ClaimModel, 'namespace' | 'tree' | 'path'>[] {
  const made = setsOf(document).flatMap(({ namespace, claimTemplates }) => claimTemplates.map(({ tree, path }) => ({ namespace, tree, path })));
  return [...document.resources.filter((r) => r.type === 'claim'), ...made];
}

export function servicesOf(document: Document): readonly ServiceModel[] {
  return document.resources.filter((r) => r.type === 'service');
}

const PODS = new WeakMap<Document, readonly PodSite[]>();

/** Kept while the document is: every second rule asks. */
export function podsOf(document: Document): readonly PodSite[] {
  const known = PODS.get(document);
  if (known) return known;
  const pods = readPods(document);
  PODS.set(document, pods);
  return pods;
}

function readPods(document: Document): readonly PodSite[] {
  return document.resources.flatMap((owner) => {
    if ((owner.type !== 'set' && owner.type !== 'pod') || !owner.template) return [];
    return [{ owner, template: owner.template, init: initContainersOf(document, owner.template) }];
  });
}

/** 1.3 to 1.5 read annotations only; in 1.6 and 1.7 an annotation beats the field; from 1.8 only the field counts (petset.md 6.3). */
function initContainersOf(document: Document, template: PodTemplate): readonly Container[] {
  const live = document.embedded.filter((e) => e.active).map((e) => e.stage);
  const annotated = template.initContainers.filter((c) => live.some((stage) => stage === c.source));
  if (document.version < 6 || (document.version < 8 && annotated.length > 0)) return annotated;
  return template.initContainers.filter((c) => c.source === 'initContainers');
}

/** A PetSet lives on 1.3 and 1.4 only, whatever the user's setting says. */
export function versionOf(document: Document, owner: PetSetModel | PodModel): Minor {
  return owner.type === 'set' && owner.flavour === 'PetSet' ? Math.min(document.version, 4) : document.version;
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

/** A fix, or none when one of its edits could not be made. The first fix of a finding is the preferred one unless told otherwise. */
export function fix(title: string, edits: readonly (TextEdit | undefined)[], preferred = true): readonly Fix[] {
  const made = edits.filter((e) => e !== undefined);
  if (made.length < edits.length || made.length === 0) return [];
  return [preferred ? { title, edits: made, preferred } : { title, edits: made }];
}

/** Whether any of the words is there at all: asked first by rules whose words are in few documents. */
export function mentions({ text }: Document, words: readonly string[]): boolean {
  for (const word of words) if (text.includes(word)) return true;
  return false;
}

export { isPlaceholder } from '../kube/form.ts';

/** What most objects may be called; how long it may be is said where it is asked. */
export const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** What no label may be is a bad value, and whatever it does not match is the same mistake. */
export function isLabelValue(value: string): boolean {
  return LABEL_VALUE.test(value);
}

/** The candidate that the word was probably meant to be; undefined when none is near or two are equally near. */
export function nearest(word: string, candidates: Iterable<string>, limit = Math.max(1, Math.floor(word.length / 4) + 1)): string | undefined {
  let best: string | undefined;
  let least = limit + 1;
  let tied = false;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    tied = d === least && candidate !== best ? true : d < least ? false : tied;
    if (d < least) [best, least] = [candidate, d];
  }
  return tied ? undefined : best;
}

/** Levenshtein, with a swap of neighbours as one step. */
function distance(a: string, b: string): number {
  let older: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (older[j - 2] ?? 0) + 1);
      next.push(d);
    }
    older = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
