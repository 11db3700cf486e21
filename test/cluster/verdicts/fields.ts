import { CURRENT } from '../../../server/src/kube/version.ts';
import { isArray, item, nodeAt, property, type SchemaNode } from '../../../server/src/schema/definitions.ts';
import { keysIn } from '../../../server/src/schema/tooNew.ts';
import type { Path } from '../../../server/src/yaml/tree.ts';

/** A place of a manifest: the way to it, and what stands at each step (`nodes` is one longer than `path`, the root first). */
export interface Field {
  readonly path: Path;
  readonly nodes: readonly SchemaNode[];
}

/** Written by the server, or by nobody. */
const NOT_OURS = new Set(['status', 'managedFields', 'apiVersion', 'kind']);

/** Every field that the schema at an address knows, each once; lists are entered at their first item (volumes at the second, as the first is mounted), a definition never inside itself. */
export function fieldsOf(address: string): readonly Field[] {
  const found: Field[] = [];
  const visit = (field: Field): void => {
    const node = last(field);
    if (field.path.length > 0) found.push(field);
    const inner = isArray(node) ? item(node) : undefined;
    if (inner) enter(field, field.path.at(-1) === 'volumes' ? 1 : 0, inner);
    // The server that is asked is of this version.
    for (const key of keysIn(node, CURRENT)) {
      const below = NOT_OURS.has(key) && field.nodes.length === 1 ? undefined : property(node, key);
      if (below && key !== 'managedFields') enter(field, key, below);
    }
  };
  const enter = (field: Field, step: string | number, node: SchemaNode): void => {
    const again = node.schema.properties !== undefined && field.nodes.some((n) => n.name === node.name && n.schema.properties !== undefined);
    if (!again || node.name === 'ObjectMeta') visit({ path: [...field.path, step], nodes: [...field.nodes, node] });
  };
  visit({ path: [], nodes: [nodeAt(address)] });
  return found;
}

export function last(field: Field): SchemaNode {
  return field.nodes.at(-1) ?? nodeAt('');
}
