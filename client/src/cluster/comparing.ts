import { isRecord, type Wire } from './changes.ts';
import { lastApplied } from './objects.ts';

const serverOwned = ['managedFields', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink'];

/** Without what the server keeps for itself. */
export function forComparing({ status: _status, ...object }: Wire): Wire {
  const metadata = without(isRecord(object.metadata) ? object.metadata : {}, serverOwned);
  const { annotations, ...others } = metadata;
  if (!isRecord(annotations)) return { ...object, metadata };
  const left = without(annotations, [lastApplied]);
  return { ...object, metadata: Object.keys(left).length === 0 ? others : { ...metadata, annotations: left } };
}

/** What a manifest or a note of one says of an object: not where it is, which kubectl notes and a manifest need not say. */
export function declaredOf(object: Wire): Wire {
  const bare = forComparing(object);
  return { ...bare, metadata: without(isRecord(bare.metadata) ? bare.metadata : {}, ['namespace']) };
}

const without = (object: Wire, keys: readonly string[]): Wire => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
