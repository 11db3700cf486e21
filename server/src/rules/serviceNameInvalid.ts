import { deepestKey, headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { entryOf, isNull } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { SUBDOMAIN } from './parts/words.ts';
import { defineRule } from './rule.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * docs/facts/petset.md#service-name, docs/facts/statefulset.md#service-name: the name becomes the subdomain of each pod. A PetSet
 * without one is the schema's business.
 */
export const serviceNameInvalid = defineRule({
  id: 'service-name-invalid',
  level: 'error',
  summary: 'serviceName cannot be the subdomain of a pod, so the set is refused or never gets a pod; without one there are no DNS names.',
  source: 'Pod validation of 1.4.4 (FailedCreate) and StatefulSet validation of 1.34.4 (422); a StatefulSet without the name is accepted (all observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const entry = entryOf(set.spec, 'serviceName');
      const name = set.serviceName;
      if (name && name.text !== '') {
        if (isPlaceholder(name.text) || !SUBDOMAIN.test(name.text) || (LABEL.test(name.text) && name.text.length <= 63)) continue;
        const better = name.text.replaceAll('.', '-');
        report({
          span: name.span,
          message: `serviceName ${name.text} is not a DNS label (at most 63 of a-z, 0-9 and -): the set is refused or never creates a pod.`,
          fixes: better.length <= 63 ? fix(`Change it to ${better}`, [replaceScalar(name.tree, better, document.text)]) : [],
        });
      } else if (set.flavour === 'StatefulSet' && set.spec && (entry ? name || isNull(entry.value) : document.version >= 33)) {
        // Left out, it was a missing field before 1.33.
        report({
          level: entry ? 'information' : 'hint',
          span: deepestKey(set.tree, ['spec', 'serviceName'], headSpan(set.tree)),
          path: [...set.path, 'spec', 'serviceName'],
          message: 'Without a serviceName the pets get no DNS names of their own.',
        });
      }
    }
  },
});
