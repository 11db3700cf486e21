import { isRecord, type Wire } from './changes.ts';
import { declaredOf } from './comparing.ts';
import { originalOf } from './lastApplied.ts';
import { clientSideManagers } from './managers.ts';
import { removedPaths } from './merge/removed.ts';
import { patchOf } from './merge/threeWay.ts';
import { isOwn, type MergeKeys } from './mergeKeys.ts';
import type { Declared } from './plan.ts';
import { type Result, success } from './result.ts';

/** What `kubectl apply` on the client's side owns of an object, although the manifest has it no longer. */
export interface Ownership {
  /** What would be removed if kubectl did not own it, as server-side apply writes it. */
  readonly paths: readonly string[];
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
  const [original, modified] = [declaredOf(applied), declaredOf(object.value)];
  const paths = removedPaths({ original, modified, current: live }, node.value);
  if (paths.length === 0) return success(undefined);
  return success({ paths, managers, patch: patchOf({ original, modified, current: live }, node.value, { directives: isOwn(object.apiVersion) }) });
}
