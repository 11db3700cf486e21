import { changesBetween, fieldOf, isKeyed, isRecord, isSame, join, parsedAlike, type Wire } from '../changes.ts';
import type { MergeNode } from './mergeNode.ts';

/** What was applied last, what shall be, and what is there. */
export interface Sides {
  /** Undefined where nobody noted it: then nothing counts as removed. */
  readonly original: unknown;
  readonly modified: unknown;
  readonly current: unknown;
}

/** What a server understands of a patch beside `$patch`: the order of lists, values to delete, keys to retain. From 1.8 on. */
export interface Dialect {
  readonly directives: boolean;
}

/**
 * The patch that makes of the live object what the manifest says, as `kubectl apply` does it: what differs between the live object and the
 * manifest, and what the manifest has no longer since it was applied last. Nothing else: a field sent without need may be refused as a change,
 * because the live object holds it with defaults. Undefined when there is nothing to send.
 */
export function patchOf(sides: Sides, node: MergeNode, dialect: Dialect, path = ''): unknown {
  const { original, modified, current } = sides;
  if (current === undefined) return modified;
  if (isRecord(modified) && isRecord(current)) return patchOfMap({ original: recordOf(original), modified, current }, node, dialect, path);
  if (Array.isArray(modified) && Array.isArray(current) && node.merges)
    return patchOfList({ original: listOf(original), modified, current }, node, dialect, path);
  return isAsDeclared(sides, path) ? undefined : modified;
}

interface Maps extends Sides {
  readonly original: Wire;
  readonly modified: Wire;
  readonly current: Wire;
}

interface Lists {
  readonly original: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly current: readonly unknown[];
}

function patchOfMap({ original, modified, current }: Maps, node: MergeNode, dialect: Dialect, path: string): Wire | undefined {
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(modified)) {
    const [field, live] = [node.field(name), fieldOf(current, name)];
    // In a manifest `null` is a wish that the field be gone.
    if (value === null) {
      if (live !== undefined && live !== null) patch[name] = null;
      continue;
    }
    const sides = { original: fieldOf(original, name), modified: value, current: live ?? undefined };
    const inside = patchOf(sides, field, dialect, join(path, name));
    if (inside !== undefined) patch[name] = inside;
    if (dialect.directives && field.merges) Object.assign(patch, listDirectives(name, sides, field, inside !== undefined));
  }
  for (const name of Object.keys(original)) if (!Object.hasOwn(modified, name) && isRemoved(original[name], fieldOf(current, name))) patch[name] = null;
  if (Object.keys(patch).length === 0) return undefined;
  return dialect.directives && node.retainsKeys ? { ...patch, $retainKeys: Object.keys(modified).toSorted() } : patch;
}

/** kubectl of 2016 noted `strategy: {}` where the manifest said nothing: what the server made of that is not the manifest's to remove. */
export const isRemoved = (original: unknown, current: unknown): boolean =>
  current !== undefined && current !== null && (!isSame(original, undefined) || isSame(current, undefined));

/** The order of a merged list, and plain values that go: beside the list, under names of their own. */
function listDirectives(name: string, { original, modified, current }: Sides, { key }: MergeNode, isChanged: boolean): Wire {
  if (!Array.isArray(modified) || !Array.isArray(current)) return {};
  const keysOf = (list: readonly unknown[]): readonly unknown[] => (key === undefined ? list : list.map((item) => (isRecord(item) ? item[key] : undefined)));
  if (key !== undefined && !(isKeyed(modified, key) && isKeyed(current, key))) return {};
  const gone = key === undefined ? listOf(original).filter((each) => !modified.includes(each) && current.includes(each)) : [];
  const wanted = keysOf(modified);
  const there = keysOf(current).filter((each) => wanted.includes(each));
  const isMoved = there.some((each, index) => wanted.filter((other) => there.includes(other))[index] !== each);
  const order = isChanged || isMoved || gone.length > 0;
  const items = key === undefined ? modified : wanted.map((each) => ({ [key]: each }));
  return {
    ...(gone.length > 0 ? { [`$deleteFromPrimitiveList/${name}`]: gone } : {}),
    ...(order ? { [`$setElementOrder/${name}`]: items } : {}),
  };
}

function patchOfList(lists: Lists, node: MergeNode, dialect: Dialect, path: string): readonly unknown[] | undefined {
  const { original, modified, current } = lists;
  const { key } = node;
  if (key === undefined) {
    const added = modified.filter((each) => !current.includes(each));
    return added.length === 0 ? undefined : added;
  }
  if (!isKeyed(modified, key) || !isKeyed(current, key)) return replacement(lists, key, path);
  const changed = modified.flatMap((item) => {
    const live = itemLike(current, item, key);
    if (live === undefined) return [item];
    const patch = patchOf({ original: itemLike(original, item, key), modified: item, current: live }, node, dialect, path);
    // The live spelling: 80 is not "80" for the server that looks for the item.
    return isRecord(patch) ? [{ ...patch, [key]: live[key] }] : [];
  });
  const removed = current.filter((item) => itemLike(modified, item, key) === undefined && itemLike(original, item, key) !== undefined);
  const patch = [...removed.map((item) => ({ [key]: isRecord(item) ? item[key] : undefined, $patch: 'delete' })), ...changed];
  return patch.length === 0 ? undefined : patch;
}

/** Where two items share a key - TCP and UDP of one port, two mounts of one volume - the server would melt them into one: the list is sent whole. */
function replacement({ original, modified, current }: Lists, key: string, path: string): readonly unknown[] | undefined {
  const foreign = current.filter((item) => itemLike(modified, item, key) === undefined && itemLike(original, item, key) === undefined);
  const wanted = [...modified, ...foreign];
  return isAsDeclared({ original: original.length === 0 ? undefined : original, modified: wanted, current }, path)
    ? undefined
    : [{ $patch: 'replace' }, ...wanted];
}

/** True when the live value says all that the manifest says, defaults aside, and the manifest has not lost anything. */
function isAsDeclared({ original, modified, current }: Sides, path: string): boolean {
  if (changesBetween(current, modified, { scope: 'declared' }, path).length > 0) return false;
  if (typeof modified === 'string' && typeof original === 'string') {
    if (original === modified || isSame(current, modified, path)) return true;
    // JSON that the server wrote again with defaults: what the manifest lost shows in its own texts.
    const json = parsedAlike(original, modified);
    return json !== undefined && changesBetween(json.before, json.after, { scope: 'all' }).length === 0;
  }
  const lost = original === undefined ? [] : changesBetween(original, modified, { scope: 'all' }, path).filter(({ after }) => after === undefined);
  // What was lost may be gone from the live object too, for all that we can see of a list.
  return lost.length === 0 || changesBetween(current, modified, { scope: 'all' }, path).length === 0;
}

export function itemLike(list: readonly unknown[], item: unknown, key: string): Wire | undefined {
  return list.filter(isRecord).find((each) => isRecord(item) && each[key] !== undefined && String(each[key]) === String(item[key]));
}

const recordOf = (value: unknown): Wire => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
