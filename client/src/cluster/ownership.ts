import { type Change, changesBetween, isRecord, type Wire } from './changes.ts';
import { forComparing } from './comparing.ts';
import { originalOf } from './lastApplied.ts';
import { clientSideManagers } from './managers.ts';
import { merged } from './merge/merged.ts';
import { patchOf } from './merge/threeWay.ts';
import { isOwn, type MergeKeys } from './mergeKeys.ts';
import type { Declared } from './plan.ts';
import { type Result, success } from './result.ts';

/** What `kubectl apply` on the client's side owns of an object, although the manifest has it no longer. */
export interface Ownership {
  /** What would be removed if kubectl did not own it. */
  readonly fields: readonly Change[];
  readonly managers: readonly string[];
  /** What kubectl itself would send. */
  readonly patch: unknown;
}

/** Undefined where the manifest has all that kubectl applied, and for what kubectl never applied: then nothing more is asked. */
export async function ownershipOf(keys: MergeKeys, object: Declared, live: Wire | undefined): Promise<Result<Ownership | undefined>> {
  const managers = live === undefined ? [] : clientSideManagers(live);
  const applied = live === undefined ? undefined : originalOf(live);
  if (live === undefined || applied === undefined || managers.length === 0 || !isRecord(object.value)) return success(undefined);
  const node = await keys.of(object.apiVersion, object.kind);
  if (!node.ok) return node;
  const dialect = { directives: isOwn(object.apiVersion) };
  const modified = forComparing(object.value);
  const original = forComparing(applied);
  const patch = patchOf({ original, modified, current: live }, node.value, dialect);
  const kept = patchOf({ original: undefined, modified, current: live }, node.value, dialect);
  const result = (each: unknown): unknown => merged(live, each ?? {}, node.value);
  const fields = changesBetween(result(kept), result(patch), { scope: 'all' });
  return success(fields.length === 0 ? undefined : { fields, managers, patch });
}
