import { setsOf } from '../kube/pods.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { child, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#restart-policy. Words that no pod knows are the schema's business; an empty word is defaulted. */
export const restartPolicy = defineRule({
  id: 'restart-policy',
  level: 'error',
  summary: 'Pets always restart: the API server refuses a set with any other restartPolicy than Always.',
  source: 'Kubernetes validation of PetSet and StatefulSet: `Unsupported value`, supported values: Always (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const value = child(set.template?.spec, 'restartPolicy');
      const policy = str(value);
      if (value?.kind !== 'scalar' || (policy !== 'OnFailure' && policy !== 'Never')) continue;
      report({
        span: value.span,
        message: `A ${set.flavour} cannot have restartPolicy ${policy}: the API server refuses everything but Always.`,
        fixes: fix('Change it to Always', [replaceScalar(value, 'Always', document.text)]),
      });
    }
  },
});
