import { below, each, type Field, isFalse, isTrue, numberOf, spanOf, textOf } from '../kube/field.ts';
import { containersOf, type PodSite, podsOf, specOf } from '../kube/pods.ts';
import { judgeComputed, judgeGates, judgeHostname, judgeOwner } from './parts/podOwner.ts';
import { SUBDOMAIN } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

/**
 * core validation.go ValidatePodSpec, and the admission plugins that compute a field. Fields of later versions are unknown before, which the
 * schema says. docs/facts/api-validation.md#when-a-pod-template-is-checked.
 */
export const podConflict = defineRule({
  id: 'pod-conflict',
  level: 'error',
  summary: 'Fields of a pod contradict each other or need one that is missing, so the pod is refused.',
  source: 'Kubernetes pod validation and admission (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422 or FailedCreate).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const spec = specOf(pod);
      if (!spec) continue;
      hostNetworkPorts(spec, pod, report);
      account(spec, report);
      if (document.version <= 4) continue;
      judgeHostname(spec, pod, document, report);
      dns(spec, report);
      judgeComputed(spec, report);
      users(spec, report);
      judgeGates(spec, report);
      judgeOwner(spec, pod, report);
    }
  },
});

function hostNetworkPorts(spec: Field, pod: PodSite, report: Report): void {
  if (!isTrue(below(spec, 'hostNetwork'))) return;
  for (const port of containersOf(pod).flatMap((c) => each(c, 'ports'))) {
    const host = below(port, 'hostPort');
    const inner = numberOf(below(port, 'containerPort'));
    if (!host || !numberOf(host) || inner === undefined || numberOf(host) === inner) continue;
    report({ span: spanOf(host), message: `With hostNetwork hostPort must be the containerPort ${inner}: no pod can be created.` });
  }
}

/** The old name of serviceAccountName counts only where that is not said. */
function account(spec: Field, report: Report): void {
  const [name, old] = [below(spec, 'serviceAccountName'), below(spec, 'serviceAccount')];
  const said = textOf(old);
  if (!old || !said || said === textOf(name)) return;
  if (textOf(name))
    report({ level: 'warning', span: spanOf(old), message: `serviceAccountName wins: the pod acts as ${textOf(name)}, and nobody reads what stands here.` });
  else if (!name && (said.length > 253 || !SUBDOMAIN.test(said)))
    report({
      span: spanOf(old),
      message: 'A ServiceAccount has the name of a DNS subdomain (lower-case letters, digits, dashes and dots): no pod can be created.',
    });
}

function users(spec: Field, report: Report): void {
  const [shared, hostPid] = [below(spec, 'shareProcessNamespace'), below(spec, 'hostPID')];
  if (shared && isTrue(shared) && isTrue(hostPid)) report({ span: spanOf(shared), message: 'shareProcessNamespace does not go with hostPID: refused.' });
  if (!isFalse(below(spec, 'hostUsers'))) return;
  for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const host = below(spec, key);
    if (host && isTrue(host)) report({ span: spanOf(host), message: `A pod with users of its own (hostUsers: false) cannot have ${key}: refused.` });
  }
}

function dns(spec: Field, report: Report): void {
  const policy = below(spec, 'dnsPolicy');
  const servers = each(spec, 'dnsConfig', 'nameservers');
  if (policy && textOf(policy) === 'None' && servers.length === 0) {
    report({ span: spanOf(policy), message: 'dnsPolicy None needs dnsConfig with a nameserver: the API server refuses it.' });
  }
  const limits = [
    ['nameservers', 3],
    ['searches', 32],
  ] as const;
  for (const [key, limit] of limits) {
    const over = each(spec, 'dnsConfig', key)[limit];
    if (over) report({ span: spanOf(over), message: `A pod has at most ${limit} ${key}: the API server refuses it.` });
  }
}
