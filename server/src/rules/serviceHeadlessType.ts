import { servicesOf } from '../kube/pods.ts';
import { entryOf, str } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

/** docs/facts/services.md#type-of-a-headless-service. 1.4 still took NodePort and LoadBalancer; the versions between were not asked. */
export const serviceHeadlessType = defineRule({
  id: 'service-headless-type',
  level: 'error',
  summary: 'A headless Service can only be of type ClusterIP: the API server refuses the others, and old ones make a Service that serves nobody.',
  source: 'Kubernetes Service validation (422 on 1.34.4, and for ExternalName on 1.4.4; NodePort and LoadBalancer accepted on 1.4.4; all observed).',
  check(document, report) {
    for (const service of servicesOf(document)) {
      const type = entryOf(service.spec, 'type')?.value;
      const none = entryOf(service.spec, 'clusterIP')?.value;
      const word = str(type);
      if (!type || !none || !service.headless || !word || !/^(NodePort|LoadBalancer|ExternalName)$/.test(word)) continue;
      const outside = word !== 'ExternalName';
      if (outside && document.version <= 4) {
        const message = `Type ${word} with clusterIP None is accepted, but a headless Service has no address that it could serve.`;
        report({ level: 'warning', span: type.span, message, related: [{ span: none.span, message: 'Headless by this' }] });
        continue;
      }
      // The server names the field that it would rather have changed.
      const [at, other] = outside ? [none, type] : [type, none];
      const message = `A Service of type ${word} cannot be headless (clusterIP: None): the API server refuses it.`;
      report({ span: at.span, message, related: [{ span: other.span, message: 'Does not go with this' }] });
    }
  },
});
