import { below, each, repeated, spanOf, textOf } from '../kube/field.ts';
import { containersOf, podsOf } from '../kube/pods.ts';
import { defineRule } from './rule.ts';

/** docs/facts/api-validation.md#warnings-of-1344. A later variable may use an earlier one of its name, so it is not always a mistake. */
export const envDuplicate = defineRule({
  id: 'env-duplicate',
  level: 'warning',
  summary: 'A variable is set twice in one container: the last one wins, and kubectl apply may drop either.',
  source: 'Warning of the API server: `hides previous definition of ..., which may be dropped when using apply` (observed on 1.34.4).',
  check(document, report) {
    if (!document.text.includes('env')) return;
    for (const container of podsOf(document).flatMap(containersOf)) {
      const names = each(container, 'env').flatMap((v) => below(v, 'name') ?? []);
      for (const name of repeated(names, textOf)) report({ span: spanOf(name), message: `${textOf(name)} is set above already: this value hides that one.` });
    }
  },
});
