import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { setsOf, versionOf } from '../kube/pods.ts';
import type { PetSetModel } from '../kube/resource.ts';
import { column, cutEntry, entryText, eolOf, isAligned, type TextEdit } from '../yaml/edit.ts';
import { child, type Entry, entryOf } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

const POD_KEYS = new Set([INIT_ALPHA, INIT_BETA, 'pod.alpha.kubernetes.io/initialized']);

/** docs/facts/init-containers.md#misspelt-and-misplaced-keys: the key is accepted at the set and has no effect there. */
export const annotationMisplaced = defineRule({
  id: 'annotation-misplaced',
  level: 'warning',
  summary: 'An annotation for pods stands at the set itself instead of its pod template, where nobody reads it.',
  source: 'Only the annotations of the template reach the pods; accepted in silence by 1.4.4 (observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      // From 1.8 nobody reads them in the template either.
      if (versionOf(document, set) >= 8) continue;
      const annotations = entryOf(set.metadata, 'annotations');
      if (annotations?.value.kind !== 'map') continue;
      for (const entry of annotations.value.entries) {
        if (!POD_KEYS.has(entry.key)) continue;
        const there = set.template?.annotations.some((e) => e.key === entry.key) === true;
        const edits = there ? [undefined] : [cut(set, annotations, entry, document.text), paste(set, entry, document.text)];
        report({
          span: entry.keySpan,
          message: `${entry.key} has no effect here: it belongs in spec.template.metadata.annotations.`,
          fixes: fix('Move it to the pod template', edits),
        });
      }
    }
  },
});

function cut(set: PetSetModel, annotations: Entry, entry: Entry, chunk: string): TextEdit | undefined {
  if (annotations.value.kind !== 'map' || annotations.value.flow || !set.metadata) return undefined;
  if (annotations.value.entries.length > 1) return cutEntry(entry, chunk);
  return set.metadata.entries.length > 1 ? cutEntry(annotations, chunk) : undefined;
}

/** In front of the template's other annotations, or as its first ones. */
function paste(set: PetSetModel, entry: Entry, chunk: string): TextEdit | undefined {
  const metadata = child(set.template?.tree, 'metadata');
  const annotations = entryOf(metadata, 'annotations');
  const target = annotations ? annotations.value : metadata;
  const first = target?.kind === 'map' && !target.flow ? target.entries[0] : undefined;
  if (!first || first.merged || !isAligned(chunk, first.keySpan.start)) return undefined;
  const start = first.keySpan.start;
  const indent = column(chunk, start);
  const eol = eolOf(chunk);
  const text = annotations ? entryText(entry, indent, chunk) : `annotations:${eol}${' '.repeat(indent + 2)}${entryText(entry, indent + 2, chunk)}`;
  return { span: { start, end: start }, text: `${text}${eol}${' '.repeat(indent)}` };
}
