import type { Document } from '../kube/document.ts';
import { below, each, type Field, fieldOf, keySpanOf, numberOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { servicesOf } from '../kube/pods.ts';
import type { ServiceModel } from '../kube/resource.ts';
import { entries } from '../yaml/tree.ts';
import { judgeServicePorts, judgeSession } from './parts/servicePorts.ts';
import { TYPED_FIELDS } from './parts/serviceTypes.ts';
import { defineRule, type Report } from './rule.ts';

/** core validation.go ValidateService. Headless against type is service-headless-type. */
export const serviceConflict = defineRule({
  id: 'service-conflict',
  level: 'error',
  summary: 'A field of the Service does not go with its type or with another field: the API server refuses it, or ignores the field.',
  source: 'Kubernetes Service validation (422) and warnings (observed on 1.34.4; nodePort on 1.4.4 too).',
  check(document, report) {
    for (const service of servicesOf(document)) {
      const spec = below(fieldOf(service.tree, service.path), 'spec');
      const type = below(spec, 'type');
      const word = type ? textOf(type) : 'ClusterIP';
      // An unknown type is refused as such, and a placeholder may be any.
      if (!spec || word === undefined || !/^(ClusterIP|NodePort|LoadBalancer|ExternalName)$/.test(word)) continue;
      typed(spec, word, service, document, report);
      judgeServicePorts(spec, word, document, report);
      addresses(spec, document, report);
      const name = below(spec, 'externalName');
      if (type && word === 'ExternalName' && (!name || textOf(name) === '') && document.version >= 4)
        report({ span: spanOf(type), path: [...spec.path, 'externalName'], message: 'Type ExternalName needs externalName: the API server refuses it.' });
      if (name && word === 'ExternalName' && document.version >= 4 && textOf(name) && !HOST.test(textOf(name) ?? ''))
        report({ span: spanOf(name), message: 'externalName must be a DNS name (no port, no scheme): the API server refuses it.' });
      judgeSession(spec, report);
      if (service.headless) headless(spec, report);
    }
  },
});

/** There is no address that clients could be balanced behind. */
function headless(spec: Field, report: Report): void {
  const [ips, affinity] = [below(spec, 'externalIPs'), below(spec, 'sessionAffinity')];
  if (ips && each(ips).length > 0)
    report({ level: 'warning', span: keySpanOf(ips), message: 'externalIPs does not go with a headless Service: it is ignored.' });
  if (affinity && textOf(affinity) === 'ClientIP')
    report({ level: 'warning', span: keySpanOf(affinity), message: 'sessionAffinity does not go with a headless Service: it is ignored.' });
}

const HOST = /^(?=.{1,254}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\.?$/;

function typed(spec: Field, type: string, service: ServiceModel, { version }: Document, report: Report): void {
  const reached = type === 'ClusterIP' && each(spec, 'externalIPs').length > 0;
  const keys = new Set(entries(spec.tree).map((e) => e.key));
  for (const { key, types, from, refused } of TYPED_FIELDS) {
    const field = keys.has(key) && version >= from ? below(spec, key) : undefined;
    if (!field || textOf(field) === '' || numberOf(field) === 0) continue;
    if (types.includes(type) || (key === 'externalTrafficPolicy' && reached)) continue;
    if (field.tree.kind === 'seq' && field.tree.items.length === 0) continue;
    const end = refused ? 'the API server refuses it' : 'it is ignored';
    const what = service.headless && !refused ? 'a headless Service' : `type ${type}`;
    report({ level: refused ? 'error' : 'warning', span: keySpanOf(field), message: `${key} does not go with ${what}: ${end}.` });
  }
  const fixed = below(spec, 'clusterIP');
  if (fixed && textOf(fixed) && !service.headless && type === 'ExternalName' && version >= 20)
    report({ span: spanOf(fixed), message: 'A Service of type ExternalName has no clusterIP: the API server refuses it.' });
  const health = below(spec, 'healthCheckNodePort');
  if (health && numberOf(health) && type === 'LoadBalancer' && textOf(below(spec, 'externalTrafficPolicy')) !== 'Local')
    report({ span: spanOf(health), message: 'healthCheckNodePort needs externalTrafficPolicy: Local: the API server refuses it.' });
}

/** Addresses that no client could reach, and lists that contradict the single field. */
function addresses(spec: Field, { version }: Document, report: Report): void {
  for (const ip of each(spec, 'externalIPs')) {
    if (/^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1?$|fe[89ab][0-9a-f]:|ff02:)/i.test(textOf(ip) ?? ''))
      report({ span: spanOf(ip), message: `${textOf(ip)} is no address that a client could reach: the API server refuses it.` });
  }
  if (version < 20) return;
  const [first] = each(spec, 'clusterIPs');
  const one = below(spec, 'clusterIP');
  // Without clusterIP the list is not taken for one.
  if (first && textOf(first) !== undefined && (one ? textOf(one) !== undefined && textOf(one) !== textOf(first) : true))
    report({ span: spanOf(first), message: 'The first of clusterIPs must be the same as clusterIP: the API server refuses it.' });
  for (const list of ['clusterIPs', 'ipFamilies']) {
    for (const twice of repeated(each(spec, list), textOf)) report({ span: spanOf(twice), message: `${textOf(twice)} stands in ${list} twice: refused.` });
    const third = each(spec, list)[2];
    if (third) report({ span: spanOf(third), message: `${list} holds two at most: refused.` });
  }
  families(spec, report);
  const family = each(spec, 'ipFamilies')[1] ?? each(spec, 'clusterIPs')[1];
  if (family && textOf(below(spec, 'ipFamilyPolicy')) === 'SingleStack')
    report({ span: spanOf(family), message: 'With ipFamilyPolicy SingleStack there is one only: the API server refuses it.' });
}

function families(spec: Field, report: Report): void {
  const said = each(spec, 'ipFamilies').map(textOf);
  const ips = each(spec, 'clusterIPs');
  for (const [i, ip] of (ips.length > 0 ? ips : [below(spec, 'clusterIP')]).entries()) {
    const written = textOf(ip);
    if (ip && written && written !== 'None' && said[i] && said[i] !== (written.includes(':') ? 'IPv6' : 'IPv4'))
      report({ span: spanOf(ip), message: `${written} is no ${said[i]} address, as ipFamilies says: refused.` });
  }
}
