import type { Link } from './link.ts';
import type { Pet } from './pets.ts';
import { getJson } from './request.ts';
import type { PetsSet } from './sets.ts';
import type { WireService } from './wire.ts';

/** The governing Service, as far as peers depend on it; undefined when it may not be read. */
export interface Governing {
  readonly exists: boolean;
  readonly name: string;
  readonly clusterIp: string;
  readonly hasPorts: boolean;
  readonly selector: Readonly<Record<string, string>>;
  /** Pods count before they are ready. */
  readonly publishesUnready: boolean;
}

const tolerate = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

export async function readGoverning(link: Link, set: PetsSet, signal?: AbortSignal): Promise<Governing | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(set.namespace)}/services/${encodeURIComponent(set.serviceName)}`;
  const answer = await getJson<WireService>(link, { path, signal });
  if (!answer.ok && answer.failure.kind !== 'notFound') return undefined;
  return toGoverning(set.serviceName, answer.ok ? answer.value : undefined);
}

export function toGoverning(name: string, wire: WireService | undefined): Governing {
  return {
    exists: wire !== undefined,
    name,
    clusterIp: wire?.spec?.clusterIP ?? '',
    hasPorts: (wire?.spec?.ports ?? []).length > 0,
    selector: wire?.spec?.selector ?? {},
    // The field came with 1.9; until 1.33 the annotation did the same.
    publishesUnready: wire?.spec?.publishNotReadyAddresses === true || wire?.metadata?.annotations?.[tolerate] === 'true',
  };
}

/** What is wrong with the Service itself, whichever pet asks; empty when nothing is. */
export function faultOf(service: Governing): string {
  const { name } = service;
  if (!service.exists) return `there is no Service ${name}: the pets have no names in DNS`;
  if (service.clusterIp !== 'None')
    return `Service ${name} is not headless (clusterIP ${service.clusterIp}, not None): its name stands for one address, and pets have none`;
  if (Object.keys(service.selector).length === 0) return `Service ${name} has no selector: it finds no pods by itself`;
  if (!service.hasPorts) return `Service ${name} has no ports: without one there are no SRV records, by which peers are found`;
  return '';
}

/** Why a pet may be missing; the Service is undefined when it may not be read. */
export function reasonFor(pet: Pet, service: Governing | undefined): string {
  const { pod } = pet;
  if (pod === undefined) return 'there is no such pod';
  const fault = service === undefined ? '' : faultOf(service);
  if (fault !== '') return fault;
  if (pod.isTerminating) return 'the pod is being deleted';
  const odd = Object.entries(service?.selector ?? {}).find(([key, value]) => pod.labels[key] !== value);
  if (odd !== undefined) return `the selector of Service ${service?.name} wants the label ${odd.join('=')}, which the pod has not`;
  if (pod.ip === '') return 'the pod has no address yet';
  if (pod.ready || service?.publishesUnready === true)
    return 'the pod and the Service are as they should be: DNS may be behind (answers are kept for up to a minute) or not be reached';
  return service === undefined
    ? 'the pod is not ready, and most Services do not publish pods that are not'
    : `the pod is not ready, and Service ${service.name} publishes only ready pods (neither publishNotReadyAddresses nor the annotation tolerate-unready-endpoints)`;
}
