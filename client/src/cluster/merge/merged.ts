import { fieldOf, isRecord, type Wire } from '../changes.ts';
import type { MergeNode } from './mergeNode.ts';
import { itemLike } from './threeWay.ts';

/** What the server makes of a live object and a strategic merge patch, before it fills in defaults. Reads only; neither is changed. */
export function merged(current: unknown, patch: unknown, node: MergeNode): unknown {
  if (isRecord(patch)) return mergedMap(isRecord(current) ? current : {}, patch, node);
  if (Array.isArray(patch)) return node.merges ? mergedList(Array.isArray(current) ? current : [], patch, node) : patch;
  return patch;
}

function mergedMap(current: Wire, patch: Wire, node: MergeNode): Wire {
  const result: Record<string, unknown> = { ...current };
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else result[name] = merged(fieldOf(current, name), value, node.field(name));
  }
  for (const [directive, values] of Object.entries(patch)) {
    const [, word, name = ''] = /^\$(\w+)\/(.+)$/.exec(directive) ?? [];
    const list = result[name];
    if (!Array.isArray(list) || !Array.isArray(values)) continue;
    if (word === 'deleteFromPrimitiveList') result[name] = list.filter((each) => !values.includes(each));
    if (word === 'setElementOrder') result[name] = ordered(list, values, node.field(name).key);
  }
  const retained = patch.$retainKeys;
  return Array.isArray(retained) ? Object.fromEntries(Object.entries(result).filter(([name]) => retained.includes(name))) : result;
}

function mergedList(current: readonly unknown[], patch: readonly unknown[], node: MergeNode): readonly unknown[] {
  const { key } = node;
  if (key === undefined) return [...current, ...patch.filter((each) => !current.includes(each))];
  const directive = (item: unknown): unknown => (isRecord(item) ? item.$patch : undefined);
  const items = patch.filter((item) => directive(item) === undefined);
  if (patch.some((item) => directive(item) === 'replace')) return items;
  const deleted = patch.filter((item) => directive(item) === 'delete');
  const kept = current.filter((item) => itemLike(deleted, item, key) === undefined);
  const changed = kept.map((item) => {
    const patchOfItem = itemLike(items, item, key);
    return patchOfItem === undefined ? item : merged(item, patchOfItem, itemNode(node));
  });
  return [...changed, ...items.filter((item) => itemLike(kept, item, key) === undefined)];
}

/** An item is a map of the fields that its list has. */
const itemNode = (node: MergeNode): MergeNode => ({ ...node, merges: false, key: undefined });

/** Items that the order does not name stay in front of the one that followed them. */
function ordered(list: readonly unknown[], order: readonly unknown[], key: string | undefined): readonly unknown[] {
  const rank = (item: unknown): number => (key === undefined ? order.indexOf(item) : order.findIndex((each) => itemLike([each], item, key) !== undefined));
  const named = list.filter((item) => rank(item) >= 0).toSorted((a, b) => rank(a) - rank(b));
  return list.map((item) => (rank(item) < 0 ? item : named.shift()));
}
