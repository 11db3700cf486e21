import type { Document } from '../kube/document.ts';
import type { Edit } from '../rules/rule.ts';
import { meets, type Span } from '../text/span.ts';
import { child, entryOf } from '../yaml/tree.ts';
import type { Step } from './convertEdits.ts';
import { annotationToField, fieldToAnnotation } from './convertInit.ts';
import { toStatefulSet } from './convertSet.ts';

/** One way to write an object anew, for the cluster that it is for. */
export interface Conversion {
  readonly title: string;
  readonly edits: readonly Edit[];
}

const FIELD_FROM = 6;

/** What the object at a place can be turned into. Only documents of one object in block form: their lines are moved as they are. */
export function conversionsAt(document: Document, span: Span): Conversion[] {
  const [resource] = document.resources;
  if (document.yaml.problems.length > 0 || document.resources.length !== 1 || !resource || resource.path.length > 0 || resource.tree.flow) return [];
  if (resource.type !== 'set' && resource.type !== 'pod') return [];
  const found: Conversion[] = [];
  const offer = (title: string, step: Step): void => {
    const text = step(document);
    if (text !== undefined && text !== document.text) found.push({ title, edits: [difference(document.text, text)] });
  };
  const near = (entry: { readonly span: Span } | undefined): boolean => entry !== undefined && meets(entry.span, span);
  const head = near(entryOf(resource.tree, 'kind')) || near(entryOf(resource.tree, 'apiVersion'));
  const pod = resource.template?.tree;
  const annotated = document.embedded.some((e) => near(e.entry));
  const field = near(entryOf(child(pod, 'spec'), 'initContainers'));
  if (document.version >= FIELD_FROM && annotated) offer('Move the init containers to spec.initContainers', annotationToField);
  if (document.version < FIELD_FROM && field) offer('Move the init containers to the annotation that this Kubernetes version reads', fieldToAnnotation);
  if (resource.type === 'set' && resource.flavour === 'PetSet' && head) {
    const { step, lost } = toStatefulSet(document);
    offer(`Convert to StatefulSet apps/v1${lost.length === 0 ? '' : ` (no equivalent: ${lost.join(', ')})`}`, step);
  }
  return found;
}

/** The smallest edit that makes one text of another. */
function difference(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let same = 0;
  while (same < before.length - start && same < after.length - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}
