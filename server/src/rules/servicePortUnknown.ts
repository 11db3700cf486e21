import { below, fieldOf, spanOf, textOf } from '../kube/field.ts';
import { servicesOf } from '../kube/pods.ts';
import { defineRule } from './rule.ts';

/** Names of target ports are looked up in each pod, and only there: nobody refuses one that no pod has (docs/facts/api-validation.md#accepted-by-1344). */
export const servicePortUnknown = defineRule({
  id: 'service-port-unknown',
  level: 'warning',
  summary: 'A port of the Service leads to a named port that no container of the pods it selects has, so it leads nowhere.',
  source: 'The endpoints of such a port stay empty; accepted in silence by 1.4.4 and 1.34.4 (observed).',
  checkBundle(document, bundle, report) {
    for (const service of servicesOf(document)) {
      const selected = bundle.selected(service.namespace, service.selector.values);
      if (selected.length === 0) continue;
      for (const { tree, path } of service.ports) {
        const target = below(fieldOf(tree, path), 'targetPort');
        const name = textOf(target);
        if (!target || !name || /^\d+$/.test(name) || selected.some(({ summary }) => summary.portNames.includes(name))) continue;
        const [first] = selected;
        report({
          span: spanOf(target),
          message: `No container of ${first?.summary.flavour} ${first?.summary.name} has a port called ${name}: this port of the Service leads nowhere.`,
          ...(first ? { related: [{ span: first.summary.span, message: 'The set', file: first.file }] } : {}),
        });
      }
    }
  },
});
