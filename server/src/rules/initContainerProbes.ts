import { podsOf } from '../kube/pods.ts';
import { removeEntry, replaceScalar } from '../yaml/edit.ts';
import { type Entry, entryOf, isNull, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

const KEYS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
/** Sidecars: the gate is on from 1.29, alpha in 1.28 (docs/facts/init-containers.md#sidecars). */
const SIDECARS = 28;

/**
 * docs/facts/init-containers.md#probes-and-hooks. Since sidecars, an init container with restartPolicy Always may have them all; any other word there is
 * dropped in silence by 1.34, so that its probes are refused.
 */
export const initContainerProbes = defineRule({
  id: 'init-container-probes',
  level: 'error',
  summary: 'An init container that is not a sidecar has a probe or a lifecycle hook, so no pod is created.',
  source:
    'Kubernetes pod validation: `must not be set for init containers` (1.4.4), `may not be set for init containers without restartPolicy=Always` (1.34.4), both observed.',
  check(document, report) {
    for (const container of podsOf(document).flatMap((pod) => pod.init)) {
      const sidecars = container.source === 'initContainers' && document.version >= SIDECARS;
      const restart = entryOf(container.tree, 'restartPolicy');
      if (sidecars && str(restart?.value) === 'Always') continue;
      const name = container.name?.text ?? 'this container';
      const forbidden = KEYS.map((key) => entryOf(container.tree, key)).filter((e) => e !== undefined && !isNull(e.value) && !isOnlyStopSignal(e));
      if (sidecars && restart?.value.kind === 'scalar' && !isNull(restart.value) && forbidden.length > 0) {
        report({
          span: restart.value.span,
          message: `Init container ${name} has a ${forbidden[0]?.key}, which only restartPolicy Always allows: the API server refuses the object.`,
          fixes: fix('Make it a sidecar: restartPolicy Always', [replaceScalar(restart.value, 'Always', document.text)]),
        });
        continue;
      }
      for (const entry of forbidden) {
        if (!entry) continue;
        const unless = sidecars ? ' unless its restartPolicy is Always' : '';
        report({
          span: entry.keySpan,
          message: `Init container ${name} may not have a ${entry.key}${unless}: no pod can be created from this template.`,
          fixes: fix(`Remove ${entry.key}`, [removeEntry(container.tree, entry, document.text)]),
        });
      }
    }
  },
});

/** A stop signal is no hook: where its gate is off, it is dropped. */
function isOnlyStopSignal({ key, value }: Entry): boolean {
  if (key !== 'lifecycle' || value.kind !== 'map') return false;
  const said = value.entries.filter((e) => !isNull(e.value));
  return said.length > 0 && said.every((e) => e.key === 'stopSignal');
}
