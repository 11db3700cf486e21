import { child, entries, type Tree } from '../yaml/tree.ts';
import { maps } from './read.ts';
import type { OtherModel } from './resource.ts';

/** Amounts by resource, as they are written. */
export type Written = Readonly<Record<string, string>>;

/** What a ResourceQuota or LimitRange allows in its namespace. */
export interface Limits {
  /** Of a ResourceQuota: totals for the namespace. Empty where scopes narrow it to some pods. */
  readonly hard: Written;
  /** Of a LimitRange. */
  readonly items: readonly LimitItem[];
}

/** What each Container, Pod or PersistentVolumeClaim may ask for, and what a container gets that asks for nothing. */
export interface LimitItem {
  readonly type: string;
  readonly min: Written;
  readonly max: Written;
  readonly default: Written;
  readonly defaultRequest: Written;
  readonly maxLimitRequestRatio: Written;
}

/** Undefined for an object of another kind. */
export function limitsOf({ apiVersion, kind, tree, path }: OtherModel): Limits | undefined {
  if (apiVersion?.text !== 'v1') return undefined;
  const spec = child(tree, 'spec');
  switch (kind?.text) {
    case 'ResourceQuota':
      return { hard: child(spec, 'scopes') || child(spec, 'scopeSelector') ? {} : written(child(spec, 'hard')), items: [] };
    case 'LimitRange':
      return { hard: {}, items: maps(child(spec, 'limits'), path).map((item) => itemOf(item.tree)) };
    default:
      return undefined;
  }
}

/** The API server fills in what is not said: the most is the default of containers too, and a default limit or a least the default request. */
function itemOf(tree: Tree): LimitItem {
  const type = child(tree, 'type');
  const said = (key: string): Written => written(child(tree, key));
  const [min, max, ratio] = [said('min'), said('max'), said('maxLimitRequestRatio')];
  const named = type?.kind === 'scalar' ? String(type.value) : '';
  if (named !== 'Container') return { type: named, min, max, maxLimitRequestRatio: ratio, default: {}, defaultRequest: {} };
  const most = { ...max, ...said('default') };
  return { type: named, min, max, maxLimitRequestRatio: ratio, default: most, defaultRequest: { ...min, ...most, ...said('defaultRequest') } };
}

function written(tree: Tree | undefined): Written {
  return Object.fromEntries(entries(tree).flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, String(value.value)]] : [])));
}
