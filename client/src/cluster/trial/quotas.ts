import { amountOf, type Wire } from '../changes.ts';
import { storageClassOf } from '../claims.ts';
import { listAll } from '../list.ts';
import type { Declared } from '../plan.ts';
import type { ServerFinding } from '../serverFindings.ts';
import { recordsIn, within } from './firstPet.ts';
import type { Place } from './references.ts';

/** One thing that each pet has: its pod, or one of its claims. */
export interface Part {
  readonly resource: 'pods' | 'persistentvolumeclaims';
  /** Of the first pet, as the server would make it. */
  readonly object: Wire;
  /** The names that it has from pet to pet. */
  readonly names: readonly string[];
}

interface Needed {
  readonly part: Part;
  /** How many of them are not there yet. */
  readonly missing: number;
}

/** A server tries one pet only: how many of them a quota has room for is counted here. Quotas for certain pods are left out. */
export async function shortQuotas(
  place: Place,
  parts: readonly Part[],
  changing: readonly Declared[],
  signal?: AbortSignal,
): Promise<readonly ServerFinding[]> {
  const here = `/api/v1/namespaces/${encodeURIComponent(place.namespace)}`;
  const list = await listAll<Wire>(place.link, { path: `${here}/resourcequotas`, query: {} }, signal);
  const quotas = (list.ok ? list.value : []).filter((quota) => {
    const { scopes, scopeSelector } = within(quota, 'spec');
    const isChanging = changing.some(({ kind, name }) => kind === 'ResourceQuota' && name === within(quota, 'metadata').name);
    return !isChanging && scopes === undefined && scopeSelector === undefined;
  });
  if (quotas.length === 0) return [];
  const needed = await Promise.all(
    parts.map(async (part): Promise<Needed> => {
      const live = await listAll<Wire>(place.link, { path: `${here}/${part.resource}`, query: {}, accept: onlyNames }, signal);
      const names = live.ok ? live.value.map((each) => within(each, 'metadata').name) : part.names;
      return { part, missing: part.names.filter((name) => !names.includes(name)).length };
    }),
  );
  return quotas.flatMap((quota) => shortage(quota, needed));
}

const onlyNames = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/** The resource of a quota that is the first to be used up. */
function shortage(quota: Wire, needed: readonly Needed[]): readonly ServerFinding[] {
  const { hard, used } = { hard: within(quota, 'status', 'hard'), used: within(quota, 'status', 'used') };
  const short = Object.keys(hard).flatMap((resource) => {
    const room = amountOf(String(hard[resource])) - amountOf(String(used[resource] ?? 0));
    const takers = needed.map(({ part, missing }) => ({ missing, takes: usageOf(resource, part) })).filter(({ takes }) => takes > 0);
    const [pets, each] = [Math.max(0, ...takers.map(({ missing }) => missing)), takers.reduce((sum, { takes }) => sum + takes, 0)];
    const total = takers.reduce((sum, { missing, takes }) => sum + missing * takes, 0);
    // Amounts are sums of fractions: a thousandth is no shortage.
    return total > room * 1.001 ? [{ resource, pets, fits: Math.max(0, Math.floor((room * 1.001) / each)) }] : [];
  });
  const [first] = short.toSorted((a, b) => a.fits - b.fits);
  if (first === undefined) return [];
  const { resource, pets, fits } = first;
  const state = `${used[resource] ?? 0} of ${hard[resource]} ${resource} is in use`;
  const message = `Quota ${within(quota, 'metadata').name} has room for ${fits} of the ${pets} pets that are to be made: ${state}.`;
  return [{ path: 'spec.replicas', message, severity: 'warning' }];
}

/** How much of a quota's resource one pod or claim takes; 0 when it is no matter of it, or not known. */
function usageOf(resource: string, { resource: plural, object }: Part): number {
  if (resource === plural || resource === `count/${plural}`) return 1;
  const spec = within(object, 'spec');
  if (plural === 'persistentvolumeclaims') {
    const [, storageClass, name = resource] = /^(.+)\.storageclass\.storage\.k8s\.io\/(.+)$/.exec(resource) ?? [];
    if (storageClass !== undefined && storageClass !== storageClassOf(object)) return 0;
    if (name === plural) return 1;
    return name === 'requests.storage' ? amountIn(within(spec, 'resources', 'requests').storage) : 0;
  }
  const [, side = 'requests', name = resource] = /^(requests|limits)\.(.+)$/.exec(resource) ?? [];
  return podUsage(spec, side, name);
}

/** As the scheduler counts: init containers run one after another, those that are restarted stay beside all that come later. */
function podUsage(spec: Wire, side: string, name: string): number {
  const whole = within(spec, 'resources', side)[name];
  if (whole !== undefined) return amountIn(whole);
  const of = (container: Wire): number => amountIn(within(container, 'resources', side)[name]);
  const inits = recordsIn(spec.initContainers);
  let [sidecars, most] = [0, 0];
  for (const each of inits) {
    if (each.restartPolicy === 'Always') sidecars += of(each);
    most = Math.max(most, sidecars + (each.restartPolicy === 'Always' ? 0 : of(each)));
  }
  const main = recordsIn(spec.containers).reduce((sum, each) => sum + of(each), sidecars);
  return Math.max(main, most) + amountIn(within(spec, 'overhead')[name]);
}

function amountIn(value: unknown): number {
  const amount = amountOf(String(value ?? 0));
  return Number.isNaN(amount) ? 0 : amount;
}
