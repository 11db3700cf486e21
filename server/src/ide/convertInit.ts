import type { Document } from '../kube/document.ts';
import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { keysOf, spelling } from '../schema/definitions.ts';
import { toValue } from '../schema/value.ts';
import { child, isNull, type Path, type Tree } from '../yaml/tree.ts';
import { annotationSchemaAt } from './context.ts';
import { insertAnnotation, insertBlock, podOf, removeAt, reread, type Step } from './convertEdits.ts';

/** The annotation that the cluster reads, else the one that is there. */
export const annotationToField: Step = (document) => {
  const owner = podOf(document);
  const spec = owner?.template?.spec;
  const beta = document.embedded.find((e) => e.stage === 'beta');
  const json = beta ?? document.embedded[0];
  if (!owner || !spec || !json?.root || json.root.kind !== 'seq' || json.problems.length > 0 || !isNull(child(spec, 'initContainers'))) return undefined;
  const containers = canonical(json.root, [], document);
  const written = json.root.items.length === 0 ? document.text : insertBlock(document, spec, 'initContainers', containers);
  if (written === undefined) return undefined;
  const path = [...owner.path, ...(owner.template?.path ?? []).slice(owner.path.length), 'metadata', 'annotations'];
  return [INIT_ALPHA, INIT_BETA].reduce((text, key) => removeAt(reread(document, text), [...path, key]), written);
};

/** The way back, for 1.3 to 1.5. */
export const fieldToAnnotation: Step = (document) => {
  const owner = podOf(document);
  const template = owner?.template;
  const list = child(template?.spec, 'initContainers');
  const key = document.version >= 4 ? INIT_BETA : INIT_ALPHA;
  if (!owner || !template || list?.kind !== 'seq' || document.embedded.length > 0) return undefined;
  const without = reread(document, removeAt(document, [...template.path, 'spec', 'initContainers']));
  const json = JSON.stringify(toValue(list), undefined, 2);
  return insertAnnotation(without, [...template.path, 'metadata'], key, (indent) => `|\n${json.replace(/^/gm, ' '.repeat(indent + 2))}`);
};

/** The value of an annotation, its keys as the field spells them; those that the server drops are left out. */
function canonical(tree: Tree, path: Path, document: Document): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'seq') return tree.items.map((item, i) => canonical(item, [...path, i], document));
  const node = annotationSchemaAt(document, path);
  const rows = tree.entries.flatMap((e) => {
    const key = node ? spelling(node, e.key) : e.key;
    const known = node === undefined || keysOf(node).length === 0 || keysOf(node).includes(key);
    return known ? [[key, canonical(e.value, [...path, key], document)]] : [];
  });
  return Object.fromEntries(rows);
}
