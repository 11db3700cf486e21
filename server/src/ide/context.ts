import type { Kind } from '../kube/api.ts';
import type { Document } from '../kube/document.ts';
import { apiFor } from '../schema/catalog.ts';
import { nodeAt, nodeAtPath, type SchemaNode } from '../schema/definitions.ts';
import type { Path } from '../yaml/tree.ts';
import type { Carrier } from './annotations.ts';
import { scalarsAt } from './slotAt.ts';

/** The object that a path is in: itself, or an item of a List. */
export interface Root {
  readonly path: Path;
  readonly apiVersion: string | undefined;
  readonly kindName: string | undefined;
  readonly kind: Kind | undefined;
}

export function rootOf(document: Document, path: Path): Root {
  const top = scalarsAt(document.text, []);
  const inList = path[0] === 'items' && typeof path[1] === 'number' && /List$/.test(top.get('kind') ?? '');
  const root = inList ? path.slice(0, 2) : [];
  // The tree knows objects in flow style; the text knows those that are half typed.
  const resource = document.resources.find((r) => r.path.length === root.length && r.path.every((step, i) => step === root[i]));
  const scalars = inList ? scalarsAt(document.text, root) : top;
  const apiVersion = resource?.apiVersion?.text ?? scalars.get('apiVersion');
  const kindName = resource?.kind?.text ?? scalars.get('kind');
  return { path: root, apiVersion, kindName, kind: apiFor(document).kindOf(apiVersion, kindName) };
}

/** The schema of what is at a path of the document, outside of annotations. */
export function schemaAtPath(document: Document, root: Root, path: Path): SchemaNode | undefined {
  if (!root.kind) return undefined;
  return nodeAtPath(nodeAt(apiFor(document).schemaOf(root.kind, document.version)), path.slice(root.path.length));
}

/** The schema of what is at a path inside the JSON of an init-container annotation; keys match there in any case. */
export function annotationSchemaAt(document: Document, path: Path): SchemaNode | undefined {
  return nodeAtPath(nodeAt(apiFor(document).initContainersOf(document.version)), path, true);
}

/** Who carries the annotations of the map at `path` (which ends with `annotations`). */
export function carrierOf(root: Root, path: Path): Carrier | undefined {
  const steps = path.slice(root.path.length);
  if (steps.at(-1) !== 'annotations' || steps.at(-2) !== 'metadata') return undefined;
  const owner = steps.slice(0, -2).join('.');
  if (owner === 'spec.template') return 'template';
  if (/^spec\.volumeClaimTemplates\.\d+$/.test(owner)) return 'claim';
  if (owner !== '') return undefined;
  switch (root.kindName) {
    case 'Pod':
      return 'template';
    case 'Service':
      return 'service';
    case 'PersistentVolumeClaim':
      return 'claim';
    default:
      return 'set';
  }
}
