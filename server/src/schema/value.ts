import type { Tree, TreeMap } from '../yaml/tree.ts';

/**
 * The plain value that a validator looks at. Of a key that stands twice the last one counts and an own key beats a merged one, as in
 * Kubernetes' reader. A null under a key is `undefined`: the key is there, its value is absent.
 */
export function toValue(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value ?? undefined;
    case 'seq':
      return tree.items.map((i) => toValue(i) ?? null);
    case 'map':
      return object(tree);
  }
}

function object(tree: TreeMap): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const entry of tree.entries) {
    if (entry.key === '__proto__')
      Object.defineProperty(value, entry.key, { value: toValue(entry.value), enumerable: true, configurable: true, writable: true });
    else if (!(entry.merged && Object.hasOwn(value, entry.key))) value[entry.key] = toValue(entry.value);
  }
  return value;
}
