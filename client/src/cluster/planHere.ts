import { changesBetween, fieldOf, isRecord, type Wire } from './changes.ts';
import { declaredOf, forComparing } from './comparing.ts';
import { forbiddenChanges } from './immutable.ts';
import { noted, noteOf, originalOf, withoutNote } from './lastApplied.ts';
import { assumedOriginal } from './merge/assumed.ts';
import { merged } from './merge/merged.ts';
import type { MergeNode } from './merge/mergeNode.ts';
import { removedPaths } from './merge/removed.ts';
import { type Dialect, patchOf } from './merge/threeWay.ts';
import type { Declared, Plan, PlanOptions } from './plan.ts';

/** A server that cannot try, as far as merging depends on it. */
export interface OldServer {
  readonly version: string;
  readonly node: MergeNode;
  readonly dialect: Dialect;
}

/**
 * What applying would do, worked out here: the patch of a three-way merge, and the object that the server makes of it, defaults aside. What we
 * know to be forbidden is not even sent: some of it would be ignored.
 */
export function planHere({ kind, value }: Declared, live: Wire | undefined, server: OldServer, { merge = 'asKubectl' }: PlanOptions): Plan {
  const manifest = declaredOf(recordOf(value));
  const none = { changes: [], conflicts: [], refused: [], warnings: [] };
  if (live === undefined)
    return { ...none, isNew: true, before: undefined, after: forComparing(recordOf(value)), patch: createdFrom(kind, value, server.version) };
  const { node, dialect, version } = server;
  const applied = originalOf(live);
  const assumed = merge === 'exact' ? assumedOriginal(live, manifest, node) : undefined;
  const original = both(applied === undefined ? undefined : declaredOf(applied), assumed);
  const bare = patchOf({ original, modified: manifest, current: live }, node, dialect);
  const note = keepsNoNote(kind, version) ? undefined : noteOf(manifest, live);
  const patch = note === undefined ? bare : noted(recordOf(bare), note);
  const [before, after] = [forComparing(live), forComparing(recordOf(merged(live, patch ?? {}, node)))];
  const changes = changesBetween(before, after, { scope: 'all', keys: node });
  const refused = forbiddenChanges(kind, before, after, version, { scope: 'all' });
  const stays = removedPaths({ original, modified: manifest, current: after }, node);
  const isUnnoted = applied === undefined && !keepsNoNote(kind, version);
  return { ...none, isNew: false, changes, before, after, refused, patch, notes: note !== undefined, isUnnoted, stays };
}

/** A set of 1.3 compares itself with what it was, annotations too: only its replicas may change. */
const keepsNoNote = (kind: string, version: string): boolean => kind === 'PetSet' && /^v?1\.3\b/.test(version);

function createdFrom(kind: string, value: unknown, version: string): unknown {
  if (!isRecord(value) || keepsNoNote(kind, version)) return value;
  const bare = withoutNote(value);
  return noted(bare, noteOf(bare, undefined));
}

/** What was noted, and what is assumed beside it. */
function both(applied: unknown, assumed: unknown): unknown {
  if (applied === undefined) return assumed;
  if (isRecord(applied) && isRecord(assumed)) {
    const keys = new Set([...Object.keys(applied), ...Object.keys(assumed)]);
    return Object.fromEntries([...keys].map((key) => [key, both(fieldOf(applied, key), fieldOf(assumed, key))]));
  }
  // Of lists the assumption holds all that is there.
  return Array.isArray(applied) && Array.isArray(assumed) ? assumed : applied;
}

const recordOf = (value: unknown): Wire => (isRecord(value) ? value : {});
