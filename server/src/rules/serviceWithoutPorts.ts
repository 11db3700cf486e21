import { deepestKey, headSpan } from '../kube/field.ts';
import { servicesOf } from '../kube/pods.ts';
import { insertAt } from '../yaml/edit.ts';
import { child, entryOf, isNull, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/** About 1.12 (kubernetes PR 67622) a headless Service without ports got endpoints too; docs/facts/services.md#services-without-ports. */
const PORTLESS = 12;

export const serviceWithoutPorts = defineRule({
  id: 'service-without-ports',
  level: 'warning',
  summary: 'A Service without ports is refused, or, headless and before Kubernetes 1.12, has no endpoints and so no DNS.',
  source: 'Kubernetes Service validation (`spec.ports: Required value`, observed on 1.34.4) and the endpoints controller before 1.12.',
  checkBundle(document, bundle, report) {
    for (const service of servicesOf(document)) {
      const ports = entryOf(service.spec, 'ports');
      const none = isNull(ports?.value) || (ports?.value.kind === 'seq' && ports.value.items.length === 0);
      // The schemas of 1.3 and 1.4 demand the key.
      const demanded = document.version <= 4 && isNull(ports?.value);
      if (!none || demanded || !service.spec || str(child(service.spec, 'type')) === 'ExternalName') continue;
      const [set] = service.name ? bundle.sets(service.name.text, service.namespace) : [];
      const silent = service.headless && (document.version >= PORTLESS || !set);
      if (silent) continue;
      const insert = ports ? undefined : insertAt(service.tree, ['spec', 'ports'], [{ port: '80', name: 'web' }], document.text, 'first');
      const span = ports?.value.kind === 'seq' ? ports.value.span : undefined;
      const edit = span && document.text.slice(span.start, span.end) === '[]' ? { span, text: '[{port: 80, name: web}]' } : insert;
      report({
        level: service.headless ? 'warning' : 'error',
        span: deepestKey(service.tree, ['spec', 'ports'], headSpan(service.tree)),
        path: [...service.path, 'spec', 'ports'],
        message:
          service.headless && set
            ? `Without a port this Service gets no endpoints before Kubernetes 1.12: the pets of ${set.summary.flavour} ${set.summary.name} have no DNS names.`
            : 'A Service that is not headless needs a port: the API server refuses it.',
        fixes: fix('Add port 80', [edit]),
      });
    }
  },
});
