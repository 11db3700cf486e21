import type { Document } from '../kube/document.ts';
import { podsOf } from '../kube/pods.ts';
import { insertAt, type TextEdit } from '../yaml/edit.ts';
import { child, type Entry, entries, isNull, type Tree } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { CLAIM_ANNOTATIONS, type OldAnnotation, POD_ANNOTATIONS, SERVICE_ANNOTATIONS } from './parts/oldAnnotations.ts';
import { defineRule } from './rule.ts';

/** docs/facts/api-validation.md#old-annotations. */
export const annotationIgnored = defineRule({
  id: 'annotation-ignored',
  level: 'information',
  summary: 'An annotation of older versions that this Kubernetes version ignores, mostly in silence.',
  source: 'Accepted without effect by 1.34.4 (observed); versions from the release history of each field.',
  check(document, report) {
    for (const { tree, table } of places(document)) {
      for (const entry of entries(child(child(tree, 'metadata'), 'annotations'))) {
        const old = table.find((o) => o.key.test(entry.key) && document.version >= o.from);
        if (!old || (old.field && !isNull(fieldOf(tree, old.field)))) continue;
        report({
          level: old.level,
          span: entry.keySpan,
          message: `Kubernetes 1.${document.version} ignores ${entry.key}: ${old.instead}.`,
          fixes: fix('Set publishNotReadyAddresses: true', [publish(tree, entry, table, document.text)]),
        });
      }
    }
  },
});

function places(document: Document): { readonly tree: Tree; readonly table: readonly OldAnnotation[] }[] {
  const pods = podsOf(document).map((p) => ({ tree: p.template.tree, table: POD_ANNOTATIONS }));
  const rest = document.resources.flatMap((r) => {
    if (r.type === 'set') return r.claimTemplates.map((c) => ({ tree: c.tree, table: CLAIM_ANNOTATIONS }));
    return r.type === 'service' ? [{ tree: r.tree, table: SERVICE_ANNOTATIONS }] : [];
  });
  return [...pods, ...rest];
}

function fieldOf(tree: Tree, path: readonly string[]): Tree | undefined {
  return path.reduce<Tree | undefined>((here, key) => child(here, key), tree);
}

function publish(tree: Tree, entry: Entry, table: readonly OldAnnotation[], chunk: string): TextEdit | undefined {
  const on = entry.value.kind === 'scalar' && /^(1|t|true)$/i.test(String(entry.value.value));
  return table === SERVICE_ANNOTATIONS && on ? insertAt(tree, ['spec', 'publishNotReadyAddresses'], 'true', chunk) : undefined;
}
