import { deepestKey, headSpan } from '../kube/field.ts';
import { setsOf } from '../kube/pods.ts';
import { insertAt, mapText, scalarText } from '../yaml/edit.ts';
import { child, isNull, items } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/**
 * docs/facts/petset.md#selector-rules, docs/facts/petset.md#selector-default. PetSet and apps/v1beta1 take a missing selector from the
 * template's labels, so that is fine as long as there are any; from apps/v1beta2 a missing selector is a missing field.
 */
export const selectorEmpty = defineRule({
  id: 'selector-empty',
  level: 'error',
  summary: 'The set selects nothing: its selector is empty, or there are no labels to take one from.',
  source: 'Kubernetes validation: `empty selector is not valid` and `spec.selector: Required value` (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      if (!set.spec || !set.template) continue;
      const labels = set.template.labels.values;
      const selector = child(set.spec, 'selector');
      if (selector?.kind === 'map') {
        const known = selector.entries.every((e) => e.key === 'matchLabels' || e.key === 'matchExpressions');
        const empty = set.matchLabels.values.size === 0 && items(child(selector, 'matchExpressions')).length === 0;
        const shaped = isNull(child(selector, 'matchLabels')) || set.matchLabels.tree !== undefined;
        if (!known || !shaped || !empty) continue;
        const [first, second] = labels;
        const whole = selector.entries.length === 0 ? insertAt(set.spec, ['selector', 'matchLabels'], mapText(labels), document.text) : undefined;
        const edit = whole ?? (first && !second ? insertAt(set.spec, ['selector', 'matchLabels', first[0]], scalarText(first[1]), document.text) : undefined);
        report({
          span: deepestKey(set.spec, ['selector'], selector.span),
          path: [...set.path, 'spec', 'selector'],
          message: 'An empty selector is refused by the API server: name the labels of the pod template.',
          fixes: labels.size > 0 ? fix('Select the labels of the pod template', [edit]) : [],
        });
      } else if (isNull(selector) && labels.size === 0 && /v1(alpha1|beta1)$/.test(set.apiVersion?.text ?? '')) {
        const name = set.name?.text ?? 'pet';
        const edit = insertAt(set.template.tree, ['metadata', 'labels', 'app'], name, document.text, 'first');
        report({
          span: deepestKey(set.spec, ['template', 'metadata', 'labels'], headSpan(set.tree)),
          path: [...set.template.path, 'metadata', 'labels'],
          message: 'The pod template has no labels to make a selector from: the API server refuses the set.',
          fixes: fix(`Label the pod template app: ${name}`, [edit]),
        });
      }
    }
  },
});
