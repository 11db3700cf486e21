import { deepestKey, headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import { insertAt } from '../yaml/edit.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

const INITIALIZED = 'pod.alpha.kubernetes.io/initialized';
/** Go's ParseBool. */
const TRUE = /^(1|t|T|true|TRUE|True)$/;
const FALSE = /^(0|f|F|false|FALSE|False)$/;

/** docs/facts/petset.md#pause-switch. `"false"` is the documented debug switch, so it is information; a missing or misspelt value is a mistake. */
export const initializedMissing = defineRule({
  id: 'initialized-missing',
  level: 'warning',
  summary: 'A PetSet whose pods are not annotated as initialized stops after its first pet and waits for somebody to annotate it.',
  source: 'The PetSet controller of Kubernetes 1.3 and 1.4: healthy means Running, Ready and initialized (observed on 1.4.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      if (set.flavour !== 'PetSet' || !set.template || set.template.tree.entries.length === 0) continue;
      const one = (set.replicas ?? 1) <= 1;
      const stops = one ? 'the set will not scale beyond its first pet' : 'the set stops after its first pet';
      const entry = set.template.annotations.findLast((e) => e.key === INITIALIZED);
      const path = [...set.template.path, 'metadata', 'annotations', INITIALIZED];
      if (!entry) {
        report({
          level: one ? 'information' : 'warning',
          span: deepestKey(set.template.tree, ['metadata', 'annotations'], deepestKey(set.tree, ['spec', 'template'], headSpan(set.tree))),
          path,
          message: `The pod template has no annotation ${INITIALIZED}: "true", so ${stops}.`,
          fixes: fix('Add the annotation', [insertAt(set.template.tree, ['metadata', 'annotations', INITIALIZED], '"true"', document.text, 'first')]),
        });
        continue;
      }
      // A value that is no string is refused already, which the schema says.
      if (entry.value.kind !== 'scalar' || typeof entry.value.value !== 'string') continue;
      const value = entry.value.value;
      if (TRUE.test(value) || isPlaceholder(value)) continue;
      const edit = { span: entry.value.span, text: '"true"' };
      if (FALSE.test(value)) {
        report({
          level: 'information',
          span: entry.value.span,
          message: `With initialized "${value}" ${stops}, until somebody sets the annotation on the pod.`,
          fixes: fix('Set it to "true"', [edit], false),
        });
      } else {
        report({ span: entry.value.span, message: `"${value}" is not a boolean for Kubernetes: ${stops}.`, fixes: fix('Set it to "true"', [edit]) });
      }
    }
  },
});
