import { setsOf } from '../kube/pods.ts';
import { number } from '../kube/read.ts';
import { child } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#grace-period-of-zero. Many demos do it on purpose, to be fast, so it is information and has no fix. */
export const gracePeriodZero = defineRule({
  id: 'grace-period-zero',
  level: 'information',
  summary: 'Pets with claims are killed at once: two pods of one identity may overlap and write to the same volume.',
  source: 'The Kubernetes documentation calls terminationGracePeriodSeconds 0 unsafe for pets with storage.',
  check(document, report) {
    for (const set of setsOf(document)) {
      const value = child(set.template?.spec, 'terminationGracePeriodSeconds');
      if (!value || number(value) !== 0 || set.claimTemplates.length === 0) continue;
      report({ span: value.span, message: 'With a grace period of 0 a new pet may start while the old one still writes to the same claim.' });
    }
  },
});
