import type { Document } from '../../kube/document.ts';
import { below, each, type Field, keySpanOf, numberOf, repeated, spanOf, textOf } from '../../kube/field.ts';
import type { Report } from '../rule.ts';

const KUBELET = 10_250;

/** Ports of the node and of the outside, and ports that are taken twice. */
export function judgeServicePorts(spec: Field, type: string, { version }: Document, report: Report): void {
  const ports = each(spec, 'ports');
  const outside = type === 'NodePort' || type === 'LoadBalancer';
  for (const port of ports) {
    const node = below(port, 'nodePort');
    const value = numberOf(node);
    if (node && value && !outside) report({ span: spanOf(node), message: `nodePort does not go with type ${type}: the API server refuses the Service.` });
    else if (node && value && value <= 65_535 && (value < 30_000 || value > 32_767))
      report({
        span: spanOf(node),
        message: 'nodePort must be from 30000 to 32767, unless the cluster was set up otherwise: the API server refuses the Service.',
      });
    const own = below(port, 'port');
    if (own && type === 'LoadBalancer' && numberOf(own) === KUBELET)
      report({ span: spanOf(own), message: 'Port 10250 is the kubelet: the API server refuses to show it to the outside.' });
  }
  const protocol = (port: Field): string => textOf(below(port, 'protocol')) ?? 'TCP';
  const key =
    (name: string) =>
    (port: Field): string | undefined =>
      numberOf(below(port, name)) ? `${numberOf(below(port, name))}/${protocol(port)}` : undefined;
  // 1.4 took the same number under two names.
  if (version > 4) for (const twice of repeated(ports, key('port'))) taken(twice, 'port', report);
  for (const twice of repeated(ports, key('nodePort'))) taken(twice, 'nodePort', report);
}

function taken(port: Field, key: string, report: Report): void {
  report({ span: spanOf(below(port, key) ?? port), message: `Another port has this ${key} and protocol: the API server refuses the Service.` });
}

export function judgeSession(spec: Field, report: Report): void {
  const config = below(spec, 'sessionAffinityConfig');
  const seconds = below(config, 'clientIP', 'timeoutSeconds');
  const kind = below(spec, 'sessionAffinity');
  const time = numberOf(seconds);
  if (config && (kind ? textOf(kind) === 'None' : true))
    report({ level: 'warning', span: keySpanOf(config), message: 'Without sessionAffinity: ClientIP the server drops sessionAffinityConfig in silence.' });
  else if (seconds && time !== undefined && (time < 1 || time > 86_400))
    report({ span: spanOf(seconds), message: 'The timeout must be from 1 to 86400 seconds: refused.' });
}
