import type { Bundle } from '../kube/bundle.ts';
import { below, each, type Field, fieldOf, keySpanOf, numberOf, spanOf, textOf } from '../kube/field.ts';
import { type PodSite, podsOf } from '../kube/pods.ts';
import type { Resource } from '../kube/resource.ts';
import { BETA_CLASS } from '../kube/storageClass.ts';
import type { LimitsSummary } from '../kube/summary.ts';
import { type ContainerDemand, demandsOf, podTotal, written } from './parts/demand.ts';
import { amount, amountOf } from './parts/quantity.ts';
import { defineRule, type Report } from './rule.ts';

/** What one pet, or the object itself, takes of a quota, and where that is said. */
interface Demand {
  readonly amount: number;
  readonly place: Field;
}

type Demands = ReadonlyMap<string, Demand>;

/**
 * Quota admission of Kubernetes (pods.go, persistent_volume_claims.go): what a namespace may hold in all. A quota with scopes is left alone.
 * docs/facts/api-validation.md#limits-and-quotas.
 */
export const quotaExceeded = defineRule({
  id: 'quota-exceeded',
  level: 'error',
  summary: 'A ResourceQuota of the same file leaves no room for the object, or not for all of its pets.',
  source: 'Quota admission: `exceeded quota`, `must specify requests.cpu for` (observed on 1.34.4 as FailedCreate of the set, and for a Pod at once).',
  checkBundle(document, bundle, report) {
    for (const resource of document.resources) {
      const quotas = quotasFor(resource.namespace, bundle);
      if (quotas.length > 0) judgeObject(resource, quotas, report);
    }
    for (const pod of podsOf(document)) {
      const quotas = quotasFor(pod.owner.namespace, bundle);
      if (quotas.length > 0) judgePod(pod, quotas, bundle.limitsHere(pod.owner.namespace), report);
    }
  },
});

function quotasFor(namespace: string | undefined, bundle: Bundle): readonly LimitsSummary[] {
  return bundle.limitsHere(namespace).filter((l) => Object.keys(l.hard).length > 0);
}

/** Resource names of objects, and how many of them every namespace has already. */
const COUNTED: Readonly<Record<string, readonly [name: string, group: string, taken: number]>> = {
  StatefulSet: ['statefulsets', '.apps', 0],
  Service: ['services', '', 0],
  ConfigMap: ['configmaps', '', 1],
  Secret: ['secrets', '', 0],
  ServiceAccount: ['serviceaccounts', '', 1],
  PersistentVolumeClaim: ['persistentvolumeclaims', '', 0],
  PodDisruptionBudget: ['poddisruptionbudgets', '.policy', 0],
};

function judgeObject(resource: Resource, quotas: readonly LimitsSummary[], report: Report): void {
  const object = fieldOf(resource.tree, resource.path);
  const place = below(object, 'metadata', 'name') ?? object;
  const [name, group, taken] = COUNTED[resource.kind?.text ?? ''] ?? [];
  if (name === undefined) return;
  const one: Demand = { amount: 1 + (taken ?? 0), place };
  const demands = new Map<string, Demand>([
    [`count/${name}${group}`, one],
    // Of sets and budgets only the newer form counts.
    ...(group === '' ? [[name, one] as const] : []),
    ...(resource.type === 'service' ? serviceDemands(below(object, 'spec'), place) : []),
    ...(resource.type === 'claim' ? claimDemands([object]) : []),
  ]);
  for (const { quota, key, hard, demand } of overrun(demands, quotas))
    report({
      span: spanOf(demand.place),
      path: demand.place.path,
      message: `ResourceQuota ${quota} has no room for this ${resource.kind?.text}: ${key} is ${hard}. The API server refuses it.`,
    });
}

function serviceDemands(spec: Field | undefined, place: Field): readonly (readonly [string, Demand])[] {
  const type = textOf(below(spec, 'type'));
  if (type !== 'LoadBalancer' && type !== 'NodePort') return [];
  const ports = { amount: each(spec, 'ports').length, place };
  return [['services.nodeports', ports] as const, ...(type === 'LoadBalancer' ? [['services.loadbalancers', { amount: 1, place }] as const] : [])];
}

/** Of claims or claim templates together. */
function claimDemands(claims: readonly Field[]): readonly (readonly [string, Demand])[] {
  const found = new Map<string, Demand>();
  const add = (key: string, n: number, place: Field): void => {
    const before = found.get(key);
    found.set(key, { amount: (before?.amount ?? 0) + n, place: before?.place ?? place });
  };
  for (const claim of claims) {
    const place = below(claim, 'metadata', 'name') ?? claim;
    const storage = below(claim, 'spec', 'resources', 'requests', 'storage');
    const size = amountOf(storage?.tree);
    // The annotation of old wins over the field.
    const storageClass = textOf(below(claim, 'metadata', 'annotations', BETA_CLASS)) ?? textOf(below(claim, 'spec', 'storageClassName'));
    for (const key of ['persistentvolumeclaims', 'count/persistentvolumeclaims']) add(key, 1, place);
    if (storageClass) add(`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, 1, place);
    if (!storage || size === undefined) continue;
    add('requests.storage', size, storage);
    if (storageClass) add(`${storageClass}.storageclass.storage.k8s.io/requests.storage`, size, storage);
  }
  return [...found];
}

function judgePod(pod: PodSite, quotas: readonly LimitsSummary[], limits: readonly LimitsSummary[], report: Report): void {
  const { owner } = pod;
  const object = fieldOf(owner.tree, owner.path);
  const replicas = below(object, 'spec', 'replicas');
  const pets = owner.type === 'set' ? (numberOf(replicas) ?? 1) : 1;
  if (pets === 0) return;
  const head = owner.type === 'set' && replicas ? replicas : (below(object, 'metadata', 'name') ?? object);
  const containers = demandsOf(pod, limits);
  const demands = new Map<string, Demand>([
    ['pods', { amount: 1, place: head }],
    ['count/pods', { amount: 1, place: head }],
    ...(owner.type === 'set' ? claimDemands(owner.claimTemplates.map(({ tree, path }) => fieldOf(tree, path))) : []),
    ...(containers ? computeDemands(containers) : []),
  ]);
  for (const { quota, key, hard, room, demand } of overrun(demands, quotas, pets)) {
    const each = `${key} is ${hard}, and ${owner.type === 'set' ? 'each pet' : 'the pod'} takes ${written(demand.amount)}`;
    if (room < demand.amount)
      report({
        span: spanOf(demand.place),
        path: demand.place.path,
        message: `ResourceQuota ${quota} has no room for ${owner.type === 'set' ? 'even one pet' : 'this pod'}: ${each}.`,
      });
    else
      report({
        level: 'warning',
        span: spanOf(head),
        path: head.path,
        message: `ResourceQuota ${quota} has room for ${Math.floor(room / demand.amount)} of the ${pets} pets: ${each}.`,
      });
  }
  for (const container of containers ?? []) judgeUnsaid(container, quotas, report);
}

/** Where the most of it is asked for. */
function computeDemands(containers: readonly ContainerDemand[]): readonly (readonly [string, Demand])[] {
  return (['requests', 'limits'] as const).flatMap((which) =>
    [...podTotal(containers, which)].flatMap(([key, n]) => {
      const most = containers.reduce((a, b) => ((b[which].get(key) ?? 0) > (a[which].get(key) ?? 0) ? b : a));
      const resources = below(most.place, 'resources');
      const place = below(resources, which, key) ?? below(resources, 'limits', key) ?? below(most.place, 'name') ?? most.place;
      const demand = { amount: n, place };
      const short = which === 'requests' && !key.includes('.') ? [[key, demand] as const] : [];
      return [[`${which}.${key}`, demand] as const, ...short];
    }),
  );
}

/** A quota of cpu or memory is for pods that say what they need of it. */
const MUST_SAY = /^(?:(requests|limits)\.)?(cpu|memory)$/;

function judgeUnsaid({ place, name, requests, limits }: ContainerDemand, quotas: readonly LimitsSummary[], report: Report): void {
  for (const quota of quotas) {
    const unsaid = Object.keys(quota.hard).filter((key) => {
      const [, which = 'requests', resource] = MUST_SAY.exec(key) ?? [];
      return resource !== undefined && !(which === 'limits' ? limits : requests).has(resource);
    });
    if (unsaid.length === 0) continue;
    const resources = below(place, 'resources');
    report({
      span: resources ? keySpanOf(resources) : spanOf(below(place, 'name') ?? place),
      path: [...place.path, 'resources'],
      message: `Under ResourceQuota ${quota.name} every container must say its ${unsaid.map(full).join(' and ')}: without that of ${name} no pod can be created.`,
    });
  }
}

function full(key: string): string {
  return key.includes('.') ? key : `requests.${key}`;
}

interface Overrun {
  readonly quota: string;
  readonly key: string;
  readonly hard: string;
  readonly room: number;
  readonly demand: Demand;
}

/** The quotas that so many of such demands exceed; each place once for each quota. */
function overrun(demands: Demands, quotas: readonly LimitsSummary[], times = 1): readonly Overrun[] {
  return quotas.flatMap(({ name, hard }) =>
    Object.entries(hard).flatMap(([key, said]) => {
      const demand = demands.get(key);
      const room = amount(said);
      return demand && room !== undefined && demand.amount * times > room ? [{ quota: name, key, hard: said, room, demand }] : [];
    }),
  );
}
