import { isSelected, type Placed, type SetSummary } from '../kube/bundle.ts';
import type { PetSetModel } from '../kube/resource.ts';
import { entryOf } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';
import { headSpan, isPlaceholder, setsOf } from './visit.ts';

/** petset.md 3.2: the controller of PetSets takes every pod that it selects for its own, and deletes those that it did not name. */
export const selectorOverlap = defineRule({
  id: 'selector-overlap',
  level: 'warning',
  summary: 'A set selects the pods of another one: the controller of PetSets deletes them, and today orphans change hands.',
  source: 'PetSet controller of 1.3 and 1.4 (pods are found by labels alone); accepted in silence by 1.4.4 and 1.34.4 (observed).',
  checkBundle(document, bundle, report) {
    for (const set of setsOf(document)) {
      const all = bundle.neighbours(set.namespace);
      const own = all.find(({ summary }) => summary.name === set.name?.text && summary.flavour === set.flavour)?.summary;
      const selects = own?.selects;
      if (!own || !selects || [...selects.values()].some(isPlaceholder)) continue;
      const other = all.find(({ summary }) => summary.name !== own.name && isSelected(selects, summary.podLabels));
      if (other) tell(set, other, report);
    }
  },
});

function tell(set: PetSetModel, other: Placed<SetSummary>, report: Report): void {
  const entry = set.spec && entryOf(set.spec, 'selector');
  const isOld = set.flavour === 'PetSet';
  const end = isOld ? "their controllers delete each other's pets" : 'a pod that one of them orphans is taken by the other';
  report({
    level: isOld ? 'warning' : 'information',
    span: entry?.keySpan ?? set.name?.span ?? headSpan(set.tree),
    ...(entry ? {} : { path: [...set.path, 'spec', 'selector'] }),
    message: `${set.flavour} ${set.name?.text} also selects the pods of ${other.summary.flavour} ${other.summary.name}: ${end}. Give them a label that tells them apart.`,
    related: [{ span: other.summary.span, message: 'The other set', file: other.file }],
  });
}
