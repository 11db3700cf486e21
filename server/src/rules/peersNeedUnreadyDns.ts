import { type Container, headOf, titleOf } from '../kube/pod.ts';
import { podsOf } from '../kube/pods.ts';
import { defineRule } from './rule.ts';

/**
 * docs/facts/services.md#pods-that-are-not-ready, docs/facts/peer-finder.md#looking-for-peers: the pod is not Ready while its init
 * containers run, and peer-finder waits until it finds itself.
 */
export const peersNeedUnreadyDns = defineRule({
  id: 'peers-need-unready-dns',
  level: 'warning',
  summary: 'An init container looks for peers in DNS, but the governing Service hides pods that are not ready: it waits for ever.',
  source: 'Endpoints of unready pods need tolerate-unready-endpoints (to 1.10) or publishNotReadyAddresses (from 1.8).',
  checkBundle(document, bundle, report) {
    for (const { owner, init } of podsOf(document)) {
      if (owner.type !== 'set' || !owner.serviceName) continue;
      const service = bundle.service(owner.namespace, owner.serviceName.text);
      if (!service || service.summary.publishesNotReady || !service.summary.headless) continue;
      for (const container of init.filter(findsPeers)) {
        const how = document.version < 8 ? 'annotation service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"' : 'publishNotReadyAddresses: true';
        report({
          span: headOf(container),
          message: `Init container ${titleOf(container)} waits for ever: Service ${service.summary.name} shows no pods that are not ready yet; it needs ${how}.`,
          related: [{ span: service.summary.span, message: 'The governing Service', file: service.file }],
        });
      }
    }
  },
});

function findsPeers(container: Container): boolean {
  const words = [...(container.command ?? []), ...(container.args ?? [])].map((w) => w.text);
  return /peer-finder/.test(container.image?.text ?? '') || words.some((w) => /peer-finder/.test(w));
}
