import { below, each, type Field, fieldOf, isTrue, keySpanOf, spanOf } from '../kube/field.ts';
import { podsOf } from '../kube/pods.ts';
import { brokenPath } from '../schema/brokenPath.ts';
import { entries } from '../yaml/tree.ts';
import { mentions } from './parts/words.ts';
import { defineRule, type Finding, type Report } from './rule.ts';

const OVERWRITTEN = /^(statefulset\.kubernetes\.io\/pod-name|controller-revision-hash|apps\.kubernetes\.io\/pod-index)$/;
const LIMIT = 262_144;

/** apimachinery validation ValidateObjectMeta; the labels are those that the StatefulSet controller writes itself. */
export const metadataConflict = defineRule({
  id: 'metadata-conflict',
  level: 'error',
  summary: 'Metadata that cannot be: two owners that both control, or too many bytes of annotations; or a label that the controller overwrites.',
  source: 'Kubernetes validation of metadata: `Only one reference can have Controller set to true` (observed on 1.34.4).',
  check(document, report) {
    const { text } = document;
    if (text.length < LIMIT && !mentions(document, ['ownerReferences', 'pod-name', 'pod-index', 'revision-hash'])) return;
    for (const { tree, path } of document.resources) owners(fieldOf(tree, path), report);
    for (const pod of podsOf(document)) {
      const place = fieldOf(pod.template.tree, pod.template.path);
      if (pod.owner.type !== 'set') continue;
      owners(place, report);
      const labels = below(place, 'metadata', 'labels');
      if (document.version < 7 || !labels) continue;
      for (const label of entries(labels.tree)) {
        if (!OVERWRITTEN.test(label.key)) continue;
        report({ level: 'information', span: label.keySpan, message: `The controller sets ${label.key} on each pet itself: this value is lost.` });
      }
    }
  },
});

function owners(object: Field, report: Report): void {
  const [, second] = each(object, 'metadata', 'ownerReferences').filter((o) => isTrue(below(o, 'controller')));
  if (second) report({ span: keySpanOf(below(second, 'controller') ?? second), message: 'Only one owner can be the controller: the API server refuses it.' });
  const annotations = below(object, 'metadata', 'annotations');
  if (!annotations || annotations.tree.span.end - annotations.tree.span.start < LIMIT) return;
  const size = entries(annotations.tree).reduce((sum, e) => sum + e.key.length + (e.value.kind === 'scalar' ? String(e.value.value).length : 0), 0);
  if (size > LIMIT) report({ span: spanOf(annotations), message: `Annotations have more than ${LIMIT} bytes together: the API server refuses it.` });
}

/** The same of a document that is too large to be read: one annotation alone is over the limit. */
export function hugeAnnotation(text: string): Finding | undefined {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start);
    if (end - start > LIMIT && brokenPath(text, start).includes('annotations')) {
      const key = /^\s*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
      const span = { start: start + key, end: start + key + 1 };
      return { rule: metadataConflict.id, level: 'error', span, message: `Annotations have more than ${LIMIT} bytes together: the API server refuses it.` };
    }
    start = end + 1;
  }
  return undefined;
}
