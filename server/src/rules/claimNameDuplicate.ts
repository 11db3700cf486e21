import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import type { Word } from '../kube/read.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#two-volumes-or-claims-of-one-name: the volumes go through a map, so one of the two is lost. */
export const claimNameDuplicate = defineRule({
  id: 'claim-name-duplicate',
  level: 'warning',
  summary: 'Two claim templates have the same name: the server accepts it, and pets get only one of the two.',
  source: 'Accepted in silence by 1.4.4 and 1.34.4 (observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const seen = new Map<string, Word>();
      for (const { name } of set.claimTemplates) {
        if (!name || isPlaceholder(name.text)) continue;
        const first = seen.get(name.text);
        if (!first) seen.set(name.text, name);
        else
          report({
            span: name.span,
            message: `There is another claim template called ${name.text}: nobody complains, and each pet gets only one of the two.`,
            related: [{ span: first.span, message: `The other ${name.text}` }],
          });
      }
    }
  },
});
