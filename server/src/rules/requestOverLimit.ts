import { podsOf } from '../kube/pods.ts';
import { child, entries } from '../yaml/tree.ts';
import { amountOf } from './parts/quantity.ts';
import { defineRule } from './rule.ts';

/** docs/facts/api-validation.md#requests-and-limits. Quantities that cannot be read are the schema's business. */
export const requestOverLimit = defineRule({
  id: 'request-over-limit',
  level: 'error',
  summary: 'A container requests more of a resource than its limit allows, so no pod is created.',
  source: 'Kubernetes pod validation: `must be less than or equal to ... limit` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      for (const { tree } of [...pod.init, ...pod.template.containers]) {
        const limits = child(child(tree, 'resources'), 'limits');
        for (const { key, value } of entries(child(child(tree, 'resources'), 'requests'))) {
          const limit = child(limits, key);
          const [asked, allowed] = [amountOf(value), amountOf(limit)];
          if (asked === undefined || allowed === undefined || asked <= allowed || value.kind !== 'scalar' || limit?.kind !== 'scalar') continue;
          report({
            span: value.span,
            message: `${key}: ${value.value} is requested and no more than ${limit.value} allowed: no pod can be created from this template.`,
            related: [{ span: limit.span, message: 'The limit' }],
          });
        }
      }
    }
  },
});
