import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Declared } from '../../client/src/cluster/plan.ts';
import type { Json } from './oldServer.ts';

/** One edit of a manifest, as test/data/apply-edits.yaml has it. */
export interface Edit {
  readonly edit: string;
  readonly at: 'container' | 'pod' | 'template' | 'set' | 'metadata' | 'service' | 'configMap' | 'secret' | 'account' | 'root';
  readonly before: Json;
  readonly after: Json;
  /** Not for servers of 1.4, or only for them. */
  readonly now?: boolean;
  readonly old?: boolean;
  /** What real kubectl makes of it, where that is wrong. */
  readonly kubectl?: string;
}

/** Servers of 1.4, or of today. */
export type Era = 'old' | 'now';

export const editsFor = (era: Era, file = 'apply-edits.yaml'): readonly Edit[] => {
  const edits: readonly Edit[] = parse(readFileSync(new URL(`../data/${file}`, import.meta.url), 'utf8'));
  return edits.filter((each) => (era === 'old' ? each.now !== true : each.old !== true));
};

/** A name for the object of an edit. */
export const nameOf = (index: number): string => `e${index}`;

/** The manifest of one side of an edit: a set as small as it can be, or another object, with the part in its place. */
export function manifestOf({ at, ...edit }: Edit, side: 'before' | 'after', era: Era, name: string): Json {
  const part = edit[side];
  const own: Json = { name, ...(at === 'metadata' ? part : {}) };
  if (at === 'service') return { apiVersion: 'v1', kind: 'Service', metadata: own, spec: { clusterIP: 'None', ...part } };
  if (at === 'configMap') return { apiVersion: 'v1', kind: 'ConfigMap', metadata: own, ...part };
  if (at === 'secret') return { apiVersion: 'v1', kind: 'Secret', metadata: own, type: 'Opaque', ...part };
  if (at === 'account') return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: own, ...part };
  const container = { name: 'main', image: 'nowhere/a:1', ...(at === 'container' ? part : {}) };
  const volumes = at === 'container' ? { volumes: [{ name: 'data', emptyDir: {} }] } : {};
  const pod = { containers: [container], ...volumes, ...(at === 'pod' ? part : {}) };
  const template = { metadata: { labels: { app: 'e' } }, spec: pod, ...(at === 'template' ? part : {}) };
  // Of a PetSet no more than containers may change.
  const isDeployment = at === 'root' || (era === 'old' && (at === 'pod' || at === 'template'));
  const spec = { replicas: 0, selector: { matchLabels: { app: 'e' } }, template, ...(at === 'set' || at === 'root' ? part : {}) };
  if (isDeployment) return { apiVersion: era === 'old' ? 'extensions/v1beta1' : 'apps/v1', kind: 'Deployment', metadata: own, spec };
  const kind = era === 'old' ? 'PetSet' : 'StatefulSet';
  return { apiVersion: era === 'old' ? 'apps/v1alpha1' : 'apps/v1', kind, metadata: own, spec: { serviceName: 'e', ...spec } };
}

export function declared(value: Json): Declared {
  const { name } = value.metadata as { readonly name: string };
  return { apiVersion: String(value.apiVersion), kind: String(value.kind), name, namespace: '', text: JSON.stringify(value), value };
}

/** An object for comparing: without what a server keeps for itself, and with lists of maps in one order, which for a merge has no meaning. */
export function comparable(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((each) => comparable(each));
    return items.every((each) => typeof each === 'object') ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, each]) => each !== null && !(key === '' && name === 'status') && !own.has(name))
    .map(([name, each]) => [name, comparable(each, name)] as const);
  // Nothing and empty are the same: servers leave out one or the other.
  return Object.fromEntries(entries.filter(([name, each]) => name === 'emptyDir' || !isEmpty(each)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const own = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'kubectl.kubernetes.io/last-applied-configuration',
]);
const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
