import { below, each, type Field, keySpanOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { podsOf, specOf } from '../kube/pods.ts';
import { judgeAffinity } from './parts/affinity.ts';
import { judgeNodeLabels } from './parts/nodeLabels.ts';
import { judgeTolerations } from './parts/tolerations.ts';
import { defineRule, type Report } from './rule.ts';

/**
 * core validation.go validateAffinity, ValidateTolerations, validateTopologySpreadConstraints.
 * docs/facts/api-validation.md#when-a-pod-template-is-checked.
 */
export const schedulingConflict = defineRule({
  id: 'scheduling-conflict',
  level: 'error',
  summary: 'A toleration, an affinity term or a spread constraint contradicts itself, so the pod is refused.',
  source: 'Kubernetes pod validation (422 on 1.34.4, observed); a spread constraint without selector is a warning there.',
  check(document, report) {
    if (document.version < 6) return;
    for (const pod of podsOf(document)) {
      const spec = specOf(pod);
      const affinity = below(spec, 'affinity');
      if (affinity) judgeAffinity(affinity, false, report, document.version);
      judgeTolerations(each(spec, 'tolerations'), false, report);
      spread(each(spec, 'topologySpreadConstraints'), report);
      judgeNodeLabels(spec, document, report);
    }
  },
});

function spread(constraints: readonly Field[], report: Report): void {
  const pair = (c: Field): string | undefined => {
    const [key, when] = [textOf(below(c, 'topologyKey')), textOf(below(c, 'whenUnsatisfiable'))];
    return key && when ? `${key} ${when}` : undefined;
  };
  for (const twice of repeated(constraints, pair))
    report({ span: keySpanOf(twice), message: `Another constraint has the same topologyKey and whenUnsatisfiable (${pair(twice)}): refused.` });
  for (const constraint of constraints) {
    const domains = below(constraint, 'minDomains');
    const when = textOf(below(constraint, 'whenUnsatisfiable'));
    if (domains && when === 'ScheduleAnyway')
      report({ span: spanOf(domains), message: 'minDomains goes with whenUnsatisfiable: DoNotSchedule only: refused.' });
    const selector = below(constraint, 'labelSelector');
    const keys = below(constraint, 'matchLabelKeys');
    if (selector) continue;
    if (keys) report({ span: keySpanOf(keys), message: 'matchLabelKeys needs a labelSelector beside it: refused.' });
    else
      report({
        level: 'warning',
        span: keySpanOf(constraint),
        path: [...constraint.path, 'labelSelector'],
        message: 'Without a labelSelector the constraint counts no pod, so it spreads nothing.',
      });
  }
}
