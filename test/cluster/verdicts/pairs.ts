import { CURRENT } from '../../../server/src/kube/version.ts';
import { property, type SchemaNode } from '../../../server/src/schema/definitions.ts';
import { keysIn } from '../../../server/src/schema/tooNew.ts';
import type { Variant } from './faults.ts';
import { type Field, last } from './fields.ts';
import { put, sample, type Value } from './samples.ts';

const LEFT_OUT = new Set(['status', 'name', 'managedFields', 'podCertificate', 'clusterTrustBundle']);

/** Two fields of one object, each with a value of its own: some exclude each other, some need another. */
export function pairsOf(base: Value, field: Field): readonly Variant[] {
  const node = last(field);
  const keys = keysIn(node, CURRENT).filter((key) => !LEFT_OUT.has(key));
  return keys.flatMap((one, i) =>
    keys.slice(i + 1).flatMap((other) => {
      const [first, second] = [below(field, one), below(field, other)];
      if (!first || !second) return [];
      return values(last(first), one).flatMap((a) =>
        values(last(second), other).map((b) => ({
          what: `${one}: ${JSON.stringify(a)}, ${other}: ${JSON.stringify(b)}`,
          path: field.path,
          paths: [first.path, second.path],
          manifest: put(put(base, first.nodes, first.path, a), second.nodes, second.path, b),
        })),
      );
    }),
  );
}

function below(field: Field, key: string): Field | undefined {
  const node = property(last(field), key);
  return node && { path: [...field.path, key], nodes: [...field.nodes, node] };
}

function values(node: SchemaNode, key: string): readonly Value[] {
  if (node.schema.enum) return node.schema.enum.slice(0, 4);
  return node.schema.type === 'boolean' ? [true, false] : [sample(node, key)];
}
