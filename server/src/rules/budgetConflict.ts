import { below, fieldOf, keySpanOf } from '../kube/field.ts';
import { defineRule } from './rule.ts';

/** policy validation.go ValidatePodDisruptionBudgetSpec. */
export const budgetConflict = defineRule({
  id: 'budget-conflict',
  level: 'error',
  summary: 'A PodDisruptionBudget says both how many pods must be there and how many may be away, so the API server refuses it.',
  source: 'Kubernetes validation: `minAvailable and maxUnavailable cannot be both set` (observed on 1.34.4).',
  check(document, report) {
    for (const { kind, tree, path } of document.resources) {
      if (kind?.text !== 'PodDisruptionBudget') continue;
      const spec = below(fieldOf(tree, path), 'spec');
      const away = below(spec, 'maxUnavailable');
      if (away && below(spec, 'minAvailable'))
        report({ span: keySpanOf(away), message: 'maxUnavailable cannot stand beside minAvailable: the API server refuses it.' });
    }
  },
});
