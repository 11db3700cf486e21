import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import type { PetSetModel } from '../kube/resource.ts';
import { appendDocument, scalarText } from '../yaml/edit.ts';
import { child, isNull, items, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

const SERVICE = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** docs/facts/petset.md#service-name. A hint only: the Service is often in another repository, or in the cluster already. */
export const serviceMissing = defineRule({
  id: 'service-missing',
  level: 'hint',
  summary: 'No Service of the name in serviceName is in sight; without it the pets have no DNS names.',
  source: 'Neither server nor controller looks the Service up (Kubernetes 1.3 to 1.34, observed on 1.4.4 and 1.34.4).',
  checkBundle(document, bundle, report) {
    for (const set of setsOf(document)) {
      const service = set.serviceName;
      // A name that no Service can have is said as such.
      if (!service || !SERVICE.test(service.text) || isPlaceholder(service.text) || bundle.hasService(set.namespace, service.text)) continue;
      report({
        span: service.span,
        message: `No Service called ${service.text} is in these files; unless the cluster has it, the pets get no DNS names.`,
        fixes: set.path.length === 0 ? fix(`Add a headless Service ${service.text}`, [appendDocument(serviceFor(set, service.text), document.text)]) : [],
      });
    }
  },
});

function serviceFor(set: PetSetModel, name: string): string {
  const labels = set.template?.labels.values.size ? set.template.labels.values : set.matchLabels.values;
  const namespace = set.namespace === undefined ? [] : [`  namespace: ${set.namespace}`];
  const selector = [...labels].map(([key, value]) => `    ${key}: ${scalarText(value)}`);
  const lines = ['apiVersion: v1', 'kind: Service', 'metadata:', `  name: ${name}`, ...namespace, 'spec:', '  clusterIP: None'];
  if (selector.length > 0) lines.push('  selector:', ...selector);
  return [...lines, '  ports:', ...ports(set), ''].join('\n');
}

/** The ports of the containers; a headless Service without any has no DNS on old clusters. */
function ports(set: PetSetModel): string[] {
  const all = (set.template?.containers ?? []).flatMap((c) => items(child(c.tree, 'ports')));
  const found = all.flatMap((port, index) => {
    const number = child(port, 'containerPort');
    if (number?.kind !== 'scalar' || isNull(number)) return [];
    const name = str(child(port, 'name')) ?? (all.length > 1 ? `port-${index}` : undefined);
    return [`    - port: ${number.value}`, ...(name === undefined ? [] : [`      name: ${name}`])];
  });
  return found.length > 0 ? found : ['    - port: 80', '      name: web'];
}
