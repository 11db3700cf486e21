import { fieldOf, isRecord, type Wire } from '../changes.ts';
import type { MergeNode } from './mergeNode.ts';
import { isRemoved, type Sides } from './threeWay.ts';

/**
 * What the manifest has no longer since it was applied last, and the live object still has. Items of lists are told apart as server-side apply
 * does it: a port by its number and its protocol. Of lists that are replaced nothing can stay.
 */
export function removedPaths({ original, modified, current }: Sides, node: MergeNode, path = ''): readonly string[] {
  if (isRecord(original) && isRecord(modified)) {
    const live = isRecord(current) ? current : {};
    return Object.keys(original).flatMap((name) => {
      const here = joined(path, name);
      const wanted = fieldOf(modified, name);
      if (wanted !== undefined && wanted !== null)
        return removedPaths({ original: original[name], modified: wanted, current: fieldOf(live, name) }, node.field(name), here);
      return isRemoved(original[name], fieldOf(live, name)) ? [here] : [];
    });
  }
  if (!Array.isArray(original) || !Array.isArray(modified) || !Array.isArray(current) || !node.merges) return [];
  if (node.mapKeys.length === 0)
    return original.filter((each) => !modified.includes(each) && current.includes(each)).map((each) => `${path}[${JSON.stringify(each)}]`);
  return original.filter(isRecord).flatMap((item) => {
    const label = labelOf(item, node);
    const like = (list: readonly unknown[]): Wire | undefined => list.filter(isRecord).find((each) => labelOf(each, node) === label);
    const live = like(current);
    if (live === undefined) return [];
    const wanted = like(modified);
    const here = `${path}[${label}]`;
    return wanted === undefined ? [here] : removedPaths({ original: item, modified: wanted, current: live }, { ...node, merges: false }, here);
  });
}

const labelOf = (item: Wire, { mapKeys }: MergeNode): string =>
  mapKeys.map(({ name, fallback }) => `${name}=${JSON.stringify(item[name] ?? fallback)}`).join(',');

const joined = (path: string, name: string): string => {
  if (!/^[\w-]+$/.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
};
