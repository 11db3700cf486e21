import { changesBetween, isRecord, type Wire } from './changes.ts';
import { declaredOf } from './comparing.ts';
import { lastApplied } from './objects.ts';

/** All annotations of an object together may have 256 KiB; kubectl then refuses to apply. */
const mostBytes = 256 * 1024;

/** The manifest that was applied last, as kubectl or Pets noted it at the live object; undefined where there is none that can be read. */
export function originalOf(live: Wire): Wire | undefined {
  const text = annotationsOf(live)[lastApplied];
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The note of a manifest as `kubectl apply` writes it. `null` where it would be too long and the live object has one, which would be wrong from
 * now on; undefined where there is nothing to write.
 */
export function noteOf(manifest: Wire, live: Wire | undefined): string | null | undefined {
  const bare = withoutNote(manifest);
  const text = `${JSON.stringify(bare)}\n`;
  const there = live === undefined ? undefined : originalOf(live);
  if (Buffer.byteLength(text) + JSON.stringify(annotationsOf(bare)).length > mostBytes) return there === undefined ? undefined : null;
  const isSaid = there !== undefined && changesBetween(declaredOf(there), declaredOf(bare), { scope: 'all' }).length === 0;
  return isSaid ? undefined : text;
}

/** An object, or a patch of one, with a note of what was applied; as it is where there is nothing to write. */
export function noted(object: Wire, note: string | null | undefined): Wire {
  if (note === undefined) return object;
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, annotations: { ...annotationsOf(object), [lastApplied]: note } } };
}

/** A manifest that was copied from a live object may hold the note of another one. */
export function withoutNote(manifest: Wire): Wire {
  const metadata = isRecord(manifest.metadata) ? manifest.metadata : {};
  if (!(lastApplied in annotationsOf(manifest))) return manifest;
  const { [lastApplied]: _old, ...annotations } = annotationsOf(manifest);
  return { ...manifest, metadata: { ...metadata, annotations } };
}

function annotationsOf(object: Wire): Wire {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  return isRecord(metadata.annotations) ? metadata.annotations : {};
}
