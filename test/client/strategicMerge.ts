import { fixture } from './apiServer.ts';

/** The Go types of 1.4.4 that have merge keys in them, by name: `strategy` and `mergeKey` are the tags of a list, `type` that of what is inside. */
type Types = Readonly<Record<string, Readonly<Record<string, { readonly strategy?: string; readonly mergeKey?: string; readonly type?: string }>>>>;
const types = fixture<Types>('merge-keys-1.4.4.json');

type Json = Record<string, unknown>;

/** What the server says with 500: it takes such patches for its own failure. */
export class PatchError extends Error {}

/**
 * What the API server of 1.4.4 makes of an object and a strategic merge patch, of which it knows `$patch: replace | delete`, `null`, and the merge
 * keys of its types, and nothing else: unknown directives are fields. Held against the package strategicpatch of client-go 1.4.
 */
export function strategicMerge(kind: string, original: unknown, patch: unknown): unknown {
  return mergeMap(structuredClone(asMap(original)), structuredClone(asMap(patch)), kind);
}

function mergeMap(original: Json, patch: Json, type: string | undefined): Json {
  if ('$patch' in patch) {
    const { $patch: directive, ...rest } = patch;
    if (directive === 'replace') return rest;
    if (directive === 'delete') return {};
    throw new PatchError(`unknown patch type: ${directive}`);
  }
  for (const [key, value] of Object.entries(patch)) {
    const there = original[key];
    if (value === null) delete original[key];
    else if (!(key in original) || kindOf(there) !== kindOf(value)) original[key] = value;
    else original[key] = mergeValue(there, value, type === undefined ? undefined : types[type]?.[key]);
  }
  return original;
}

function mergeValue(original: unknown, patch: unknown, field: Types[string][string] | undefined): unknown {
  if (isMap(original) && isMap(patch)) return mergeMap(original, patch, field?.type);
  if (Array.isArray(original) && Array.isArray(patch) && field?.strategy === 'merge') return mergeSlice(original, patch, field);
  return patch;
}

function mergeSlice(original: unknown[], patch: unknown[], { mergeKey, type }: Types[string][string]): unknown[] {
  const all = [...original, ...patch];
  if (all.length === 0) return original;
  if (new Set(all.map(kindOf)).size > 1) throw new PatchError('list element types are not identical');
  if (!all.every(isMap)) return unique(all);
  if (mergeKey === undefined) throw new PatchError('cannot merge lists without merge key');
  const [kept, items] = [original.filter(isMap), patch.filter(isMap)];
  for (const item of items) {
    const directive = item.$patch;
    if (directive === undefined || directive === 'replace') continue;
    if (directive !== 'delete') throw new PatchError(`unknown patch type: ${directive}`);
    if (!(mergeKey in item)) throw new PatchError('delete patch type with no merge key defined');
    const at = kept.findIndex((each) => mergeKey in each && each[mergeKey] === item[mergeKey]);
    if (at >= 0) kept.splice(at, 1);
  }
  const plain = items.filter((item) => !('$patch' in item));
  if (items.some((item) => item.$patch === 'replace')) return plain;
  for (const item of plain) {
    if (!(mergeKey in item)) throw new PatchError(`map does not contain declared merge key: ${mergeKey}`);
    const at = kept.findIndex((each) => mergeKey in each && each[mergeKey] === item[mergeKey]);
    const found = kept[at];
    if (found === undefined) kept.push(item);
    else kept[at] = mergeMap(found, item, type);
  }
  return kept;
}

/** The server puts the last value into the place of a repeated one. */
function unique(values: readonly unknown[]): unknown[] {
  const list = [...values];
  for (let i = 0; i < list.length - 1; i++) {
    for (let j = i + 1; j < list.length; j++) {
      if (list[i] !== list[j]) continue;
      const last = list.pop();
      if (j < list.length) list[j] = last;
      j--;
    }
  }
  return list;
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const asMap = (value: unknown): Json => (isMap(value) ? value : {});
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
