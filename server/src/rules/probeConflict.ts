import { below, each, type Field, numberOf, spanOf, textOf } from '../kube/field.ts';
import { containersOf, podsOf, specOf } from '../kube/pods.ts';
import { mentions } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** core validation.go validateReadinessProbe, validateSleepAction; docs/facts/api-validation.md#ports-of-probes. */
export const probeConflict = defineRule({
  id: 'probe-conflict',
  level: 'error',
  summary: 'A probe or hook says what cannot be: refused; or it asks at a port that the container does not have, and fails for ever.',
  source: 'Kubernetes pod validation (422 on 1.34.4, observed); unknown port names are accepted and fail in the kubelet (observed on 1.4.4).',
  check(document, report) {
    if (!mentions(document, [...PROBES, 'lifecycle'])) return;
    for (const pod of podsOf(document)) {
      const grace = numberOf(below(specOf(pod), 'terminationGracePeriodSeconds')) ?? 30;
      for (const container of containersOf(pod)) {
        const ports = each(container, 'ports').map((p) => textOf(below(p, 'name')));
        for (const key of PROBES) ask(below(container, key), ports, report);
        for (const hook of ['postStart', 'preStop']) {
          const handler = below(container, 'lifecycle', hook);
          ask(handler, ports, report);
          const seconds = below(handler, 'sleep', 'seconds');
          const time = numberOf(seconds);
          if (seconds && time !== undefined && (time < 0 || time > grace))
            report({ span: spanOf(seconds), message: `A hook sleeps from 0 to terminationGracePeriodSeconds (${grace}): no pod can be created.` });
        }
        const own = below(container, 'readinessProbe', 'terminationGracePeriodSeconds');
        if (own) report({ span: spanOf(own), message: 'A readiness probe stops nothing and has no terminationGracePeriodSeconds: refused.' });
      }
    }
  },
});

function ask(handler: Field | undefined, ports: readonly (string | undefined)[], report: Report): void {
  for (const action of ['httpGet', 'tcpSocket']) {
    const port = below(handler, action, 'port');
    const name = textOf(port);
    // Digits in quotes are a bad value.
    if (!port || !name || /^\d+$/.test(name) || ports.includes(name)) continue;
    report({ level: 'warning', span: spanOf(port), message: `The container has no port called ${name}: this fails each time it is asked.` });
  }
}
