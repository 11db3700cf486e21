import { isRecord, type Wire } from './changes.ts';
import { lastApplied } from './objects.ts';

/** Who manages which fields of an object; `fieldsV1` is a tree of `f:name`, `k:{"name":"x"}` and `v:"x"`. */
interface Managed {
  readonly manager?: string;
  readonly operation?: string;
  readonly subresource?: string;
  readonly apiVersion?: string;
  readonly fieldsV1?: Wire;
}

/**
 * The managers that apply on the client's side: those whose updates wrote kubectl's note of what was applied last. So `kubectl apply
 * --server-side` finds them (package csaupgrade of client-go 0.34).
 */
export function clientSideManagers(live: Wire): readonly string[] {
  const managers = managedOf(live).filter((each) => each.operation === 'Update' && each.subresource === undefined && ownsNote(each));
  return [...new Set(managers.flatMap(({ manager }) => (manager === undefined ? [] : [manager])))];
}

/** The managed fields with those of client-side managers given to `to`, which applies: what the manifest has no longer is then removed. */
export function takenOver(live: Wire, managers: readonly string[], to: string): readonly Managed[] {
  const all = managedOf(live);
  const isTaken = (each: Managed): boolean => each.operation === 'Update' && each.subresource === undefined && managers.includes(each.manager ?? '');
  const isOurs = (each: Managed): boolean => each.operation === 'Apply' && each.subresource === undefined && each.manager === to;
  const ours = all.find(isOurs) ?? all.find(isTaken);
  if (ours === undefined) return all;
  // Fields of another version of the API have other paths: they cannot be put together.
  const parts = all.filter((each) => (isTaken(each) || isOurs(each)) && each.apiVersion === ours.apiVersion).map(({ fieldsV1 = {} }) => fieldsV1);
  const one: Managed = { ...ours, manager: to, operation: 'Apply', fieldsV1: parts.reduce(union, {}) };
  return [one, ...all.filter((each) => !isTaken(each) && !isOurs(each))];
}

function union(a: Wire, b: Wire): Wire {
  const inside = (each: unknown): Wire => (isRecord(each) ? each : {});
  return { ...a, ...b, ...Object.fromEntries(Object.keys(b).flatMap((key) => (key in a ? [[key, union(inside(a[key]), inside(b[key]))]] : []))) };
}

function ownsNote({ fieldsV1 }: Managed): boolean {
  const metadata = fieldsV1?.['f:metadata'];
  const annotations = isRecord(metadata) ? metadata['f:annotations'] : undefined;
  return isRecord(annotations) && `f:${lastApplied}` in annotations;
}

function managedOf({ metadata }: Wire): readonly Managed[] {
  const entries = isRecord(metadata) ? metadata.managedFields : undefined;
  return Array.isArray(entries) ? entries.filter(isRecord) : [];
}
