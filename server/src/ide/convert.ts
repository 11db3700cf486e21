import type { Document } from '../kube/document.ts';
import type { Minor } from '../kube/version.ts';
import type { Edit } from '../rules/rule.ts';
import { meets, type Span } from '../text/span.ts';
import { at, child, entryOf } from '../yaml/tree.ts';
import { podOf, type Step } from './convertEdits.ts';
import { annotationToField, fieldToAnnotation } from './convertInit.ts';
import { profileAnnotations, profileFields, profilesToAnnotations, profilesToFields } from './convertProfiles.ts';
import { apiVersionOf, TARGETS, toStatefulSet } from './convertSet.ts';
import { classAnnotations, classFields, classToAnnotation, classToField, UNREADY, unreadyToAnnotation, unreadyToField } from './convertStorage.ts';

/** One way to write an object anew, for the cluster that it is for. */
export interface Conversion {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** What the other version has no equivalent for; the title says it too. */
  readonly lost: readonly string[];
}

/** What the object at a place can be turned into. Only documents of one object in block form: their lines are moved as they are. */
export function conversionsAt(document: Document, span: Span): Conversion[] {
  const [resource] = document.resources;
  if (document.yaml.problems.length > 0 || document.resources.length !== 1 || !resource || resource.path.length > 0 || resource.tree.flow) return [];
  const near = (entry: { readonly span: Span } | undefined): boolean => entry !== undefined && meets(entry.span, span);
  const steps: { readonly title: string; readonly step: Step; readonly lost: readonly string[] }[] = ROWS.filter((row) => row.places(document).some(near)).map(
    ({ title, step }) => ({ title, step: step(document.version), lost: [] }),
  );
  const head = near(entryOf(resource.tree, 'kind')) || near(entryOf(resource.tree, 'apiVersion'));
  if (resource.type === 'set' && resource.flavour === 'PetSet' && head) {
    for (const target of TARGETS) {
      const { step, lost } = toStatefulSet(document, target);
      const report = lost.length === 0 ? '' : `; no equivalent: ${lost.join(', ')}`;
      steps.push({ title: `Convert to StatefulSet ${apiVersionOf(target)} (Kubernetes 1.${target}${report})`, step, lost });
    }
  }
  return steps.flatMap(({ title, step, lost }) => {
    const text = rewritten(document, title, step);
    return text === undefined || text === document.text ? [] : [{ title, edits: [difference(document.text, text)], lost }];
  });
}

const REWRITTEN = new WeakMap<Document, Map<string, string | undefined>>();

/** Kept while the document is: an editor asks at every move of the cursor. */
function rewritten(document: Document, title: string, step: Step): string | undefined {
  const known = REWRITTEN.get(document) ?? new Map<string, string | undefined>();
  REWRITTEN.set(document, known);
  if (!known.has(title)) known.set(title, step(document));
  return known.get(title);
}

interface Row {
  readonly title: string;
  /** Where it is offered: what it would rewrite, on clusters of the versions that it is for. */
  readonly places: (document: Document) => readonly { readonly span: Span }[];
  readonly step: (version: Minor) => Step;
}

/** What was an annotation and is a field, both ways: the version of the cluster says which. */
const ROWS: readonly Row[] = [
  {
    title: 'Move the init containers to spec.initContainers',
    places: (d) => (d.version >= 6 ? d.embedded.map((e) => e.entry) : []),
    step: () => annotationToField,
  },
  {
    title: 'Move the init containers to the annotation that this Kubernetes version reads',
    places: (d) => (d.version < 6 ? found(entryOf(podOf(d)?.template?.spec, 'initContainers')) : []),
    step: () => fieldToAnnotation,
  },
  { title: 'Move the profile to securityContext', places: (d) => profileAnnotations(d, d.version), step: profilesToFields },
  {
    title: 'Move the profile to the annotation that this Kubernetes version reads',
    places: (d) => profileFields(d, d.version).map(({ entry }) => entry),
    step: profilesToAnnotations,
  },
  { title: 'Write the storage class as storageClassName', places: (d) => (d.version >= 6 ? classAnnotations(d) : []), step: () => classToField },
  {
    title: 'Write the storage class as the annotation that this Kubernetes version reads',
    places: (d) => (d.version < 6 ? classFields(d) : []),
    step: () => classToAnnotation,
  },
  {
    title: 'Write publishNotReadyAddresses',
    places: (d) => (d.version >= 8 ? found(entryOf(at(d.yaml.root, 'metadata', 'annotations'), UNREADY)) : []),
    step: unreadyToField,
  },
  {
    title: 'Write the annotation that this Kubernetes version reads',
    places: (d) => (d.version < 8 ? found(entryOf(child(d.yaml.root, 'spec'), 'publishNotReadyAddresses')) : []),
    step: () => unreadyToAnnotation,
  },
];

function found<T>(entry: T | undefined): readonly T[] {
  return entry === undefined ? [] : [entry];
}

/** The smallest edit that makes one text of another. */
function difference(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let same = 0;
  while (same < before.length - start && same < after.length - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}
