import { below, fieldOf, keySpanOf, textOf } from '../kube/field.ts';
import { setsOf } from '../kube/pods.ts';
import { defineRule } from './rule.ts';

/** docs/facts/statefulset.md#validation. */
export const strategyConflict = defineRule({
  id: 'strategy-conflict',
  level: 'error',
  summary: 'rollingUpdate stands beside another update strategy, so the API server refuses the set.',
  source: 'Kubernetes validation of StatefulSet: `only allowed for updateStrategy RollingUpdate`.',
  check(document, report) {
    for (const set of setsOf(document)) {
      const strategy = below(fieldOf(set.tree, set.path), 'spec', 'updateStrategy');
      const rolling = below(strategy, 'rollingUpdate');
      if (rolling && textOf(below(strategy, 'type')) === 'OnDelete')
        report({ span: keySpanOf(rolling), message: 'With type OnDelete nothing rolls: the API server refuses rollingUpdate beside it.' });
    }
  },
});
