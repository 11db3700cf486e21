import { judgeAffinity } from './affinity.ts';
import { judgeNodeLabels } from './nodeLabels.ts';
import { below, each, keyOf, type Place, repeated, spanOf, specOf, text } from './place.ts';
import { defineRule, type Report } from './rule.ts';
import { judgeTolerations } from './tolerations.ts';
import { podsOf } from './visit.ts';

/** core validation.go validateAffinity, ValidateTolerations, validateTopologySpreadConstraints. */
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

function spread(constraints: readonly Place[], report: Report): void {
  const pair = (c: Place): string | undefined => {
    const [key, when] = [text(below(c, 'topologyKey')), text(below(c, 'whenUnsatisfiable'))];
    return key && when ? `${key} ${when}` : undefined;
  };
  for (const twice of repeated(constraints, pair))
    report({ span: keyOf(twice), message: `Another constraint has the same topologyKey and whenUnsatisfiable (${pair(twice)}): refused.` });
  for (const constraint of constraints) {
    const domains = below(constraint, 'minDomains');
    const when = text(below(constraint, 'whenUnsatisfiable'));
    if (domains && when === 'ScheduleAnyway')
      report({ span: spanOf(domains), message: 'minDomains goes with whenUnsatisfiable: DoNotSchedule only: refused.' });
    const selector = below(constraint, 'labelSelector');
    const keys = below(constraint, 'matchLabelKeys');
    if (selector) continue;
    if (keys) report({ span: keyOf(keys), message: 'matchLabelKeys needs a labelSelector beside it: refused.' });
    else
      report({
        level: 'warning',
        span: keyOf(constraint),
        path: [...constraint.path, 'labelSelector'],
        message: 'Without a labelSelector the constraint counts no pod, so it spreads nothing.',
      });
  }
}
