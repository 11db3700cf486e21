import { below, type Field, textOf } from '../../kube/field.ts';
import type { Written } from '../../kube/limits.ts';
import { containersOf, type PodSite, specOf } from '../../kube/pods.ts';
import type { LimitsSummary } from '../../kube/summary.ts';
import { entries } from '../../yaml/tree.ts';
import { amount, amountOf } from './quantity.ts';

/** By resource: cores of cpu, bytes of memory, else a number of things. */
export type Amounts = ReadonlyMap<string, number>;

/** What the server makes of the resources of a container before it judges them. */
export interface ContainerDemand {
  readonly place: Field;
  readonly name: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** An init container runs once and ends before the next one starts, but for a sidecar. */
  readonly role: 'once' | 'sidecar' | 'app';
}

/**
 * Of each container, init containers first: a limit is the request as well where no other is said, and then the LimitRanges of the namespace
 * fill in what is missing. Undefined where an amount cannot be read, or where the pod as a whole says what it needs.
 */
export function demandsOf(pod: PodSite, limits: readonly LimitsSummary[]): readonly ContainerDemand[] | undefined {
  if (below(specOf(pod), 'resources')) return undefined;
  const demands: ContainerDemand[] = [];
  for (const place of containersOf(pod)) {
    const [requests, most] = ['requests', 'limits'].map((key) => readable(below(place, 'resources', key)));
    if (!requests || !most) return undefined;
    fill(requests, most);
    for (const item of limits.flatMap((l) => l.items)) {
      fill(most, amountsOf(item.default));
      fill(requests, amountsOf(item.defaultRequest));
    }
    const role = !place.init ? 'app' : textOf(below(place, 'restartPolicy')) === 'Always' ? 'sidecar' : 'once';
    demands.push({ place, name: textOf(below(place, 'name')) ?? '', requests, limits: most, role });
  }
  return demands;
}

/** What a pod needs of each resource: its containers and sidecars together, or an init container and the sidecars in front of it if that is more. */
export function podTotal(demands: readonly ContainerDemand[], which: 'requests' | 'limits'): Amounts {
  const total = new Map<string, number>();
  for (const resource of new Set(demands.flatMap((d) => [...d[which].keys()]))) {
    let together = 0;
    let alone = 0;
    let sidecars = 0;
    for (const { role, [which]: amounts } of demands) {
      const n = amounts.get(resource) ?? 0;
      if (role !== 'once') together += n;
      if (role === 'sidecar') sidecars += n;
      alone = Math.max(alone, sidecars + (role === 'once' ? n : 0));
    }
    total.set(resource, Math.max(together, alone));
  }
  return total;
}

export function amountsOf(written: Written): Amounts {
  return new Map(
    Object.entries(written).flatMap(([key, value]) => {
      const n = amount(value);
      return n === undefined ? [] : [[key, n] as const];
    }),
  );
}

function readable(place: Field | undefined): Map<string, number> | undefined {
  const found = new Map<string, number>();
  for (const { key, value } of place ? entries(place.tree) : []) {
    const n = amountOf(value);
    if (n === undefined) return undefined;
    found.set(key, n);
  }
  return found;
}

function fill(into: Map<string, number>, from: Amounts): void {
  for (const [key, n] of from) if (!into.has(key)) into.set(key, n);
}

const BINARY: readonly (readonly [string, number])[] = [
  ['Gi', 2 ** 30],
  ['Mi', 2 ** 20],
  ['Ki', 2 ** 10],
];

/** An amount as people write it: 1500m of cpu, 3Gi of memory. */
export function written(n: number): string {
  if (!Number.isInteger(n)) return `${Math.round(n * 1000)}m`;
  const [suffix, unit] = BINARY.find(([, size]) => n >= size && n % size === 0) ?? ['', 1];
  return `${n / unit}${suffix}`;
}
