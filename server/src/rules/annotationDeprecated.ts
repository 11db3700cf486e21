import type { Document } from '../kube/document.ts';
import { podsOf } from '../kube/pods.ts';
import type { Minor } from '../kube/version.ts';
import { child, entries, isNull, type Tree } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

interface Deprecated {
  readonly key: RegExp;
  /** Since when the server warns. */
  readonly from: Minor;
  readonly instead: string;
  /** Where both are set, old clusters are served too. */
  readonly field: readonly string[];
}

const OF_POD: readonly Deprecated[] = [
  {
    key: /^container\.apparmor\.security\.beta\.kubernetes\.io\//,
    from: 30,
    instead: 'securityContext.appArmorProfile',
    field: ['spec', 'securityContext', 'appArmorProfile'],
  },
];
const OF_CLAIM: readonly Deprecated[] = [
  { key: /^volume\.beta\.kubernetes\.io\/storage-class$/, from: 6, instead: 'spec.storageClassName', field: ['spec', 'storageClassName'] },
];
const OF_SERVICE: readonly Deprecated[] = [
  {
    key: /^service\.kubernetes\.io\/topology-(aware-hints|mode)$/,
    from: 33,
    instead: 'spec.trafficDistribution',
    field: ['spec', 'trafficDistribution'],
  },
];

/** docs/facts/api-validation.md#warnings-of-1344. What no longer works at all is annotation-ignored. */
export const annotationDeprecated = defineRule({
  id: 'annotation-deprecated',
  level: 'information',
  summary: 'An annotation still works, but a field has taken its place and the server warns of it.',
  source: 'Warnings of the API server (observed on 1.34.4); in claim templates it says nothing.',
  check(document, report) {
    for (const { tree, table } of places(document)) {
      for (const entry of entries(child(child(tree, 'metadata'), 'annotations'))) {
        const old = table.find((o) => document.version >= o.from && o.key.test(entry.key));
        if (!old || !isNull(old.field.reduce<Tree | undefined>((here, key) => child(here, key), tree))) continue;
        report({ span: entry.keySpan, message: `${entry.key} is deprecated and will stop to work: use ${old.instead}.` });
      }
    }
  },
});

function places(document: Document): { readonly tree: Tree; readonly table: readonly Deprecated[] }[] {
  const pods = podsOf(document).map((p) => ({ tree: p.template.tree, table: OF_POD }));
  const rest = document.resources.flatMap((r) => {
    if (r.type === 'set') return r.claimTemplates.map((c) => ({ tree: c.tree, table: OF_CLAIM }));
    if (r.type === 'claim') return [{ tree: r.tree, table: OF_CLAIM }];
    return r.type === 'service' ? [{ tree: r.tree, table: OF_SERVICE }] : [];
  });
  return [...pods, ...rest];
}
