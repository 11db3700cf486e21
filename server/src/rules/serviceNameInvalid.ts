import { replaceScalar } from '../yaml/edit.ts';
import { child, entryOf, isNull } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';
import { deepestKey, fix, headSpan, isPlaceholder, setsOf } from './visit.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * petset.md 2.4 and 6.4: the name becomes the subdomain of each pod. A PetSet without one asks for the subdomain "", which no pod may
 * have; for a StatefulSet it only means no DNS names.
 */
export const serviceNameInvalid = defineRule({
  id: 'service-name-invalid',
  level: 'error',
  summary: 'serviceName cannot be the subdomain of a pod, so the set is refused or never gets a pod.',
  source: 'Pod validation of 1.4.4 (FailedCreate, observed) and StatefulSet validation of 1.34.4 (422, observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const entry = entryOf(set.spec, 'serviceName');
      const value = entry?.value;
      const name = value?.kind === 'scalar' ? value.value : undefined;
      if (entry && (name === '' || isNull(value))) {
        const pet = set.flavour === 'PetSet';
        report({
          level: pet ? 'error' : 'information',
          span: entry.keySpan,
          path: [...set.path, 'spec', 'serviceName'],
          message: pet
            ? 'An empty serviceName is no subdomain for a pod: the PetSet never creates one.'
            : 'Without a serviceName the pets get no DNS names of their own.',
        });
      } else if (value?.kind === 'scalar' && typeof name === 'string' && !isPlaceholder(name) && (!LABEL.test(name) || name.length > 63)) {
        const better = name
          .toLowerCase()
          .replace(/[^a-z0-9-]+/g, '-')
          .replace(/^-+|-+$/g, '');
        report({
          span: value.span,
          message: `serviceName ${name} is not a DNS label (at most 63 of a-z, 0-9 and -): the set is refused or never creates a pod.`,
          fixes: LABEL.test(better) && better.length <= 63 ? fix(`Change it to ${better}`, [replaceScalar(value, better, document.text)]) : [],
        });
      } else if (!entry && set.flavour === 'StatefulSet' && set.spec && child(set.spec, 'template')) {
        const span = deepestKey(set.tree, ['spec'], headSpan(set.tree));
        // Refused before it became optional in 1.33 is the schema's business.
        if (document.version >= 33)
          report({ level: 'hint', span, path: [...set.path, 'spec', 'serviceName'], message: 'Without a serviceName the pets get no DNS names of their own.' });
      }
    }
  },
});
