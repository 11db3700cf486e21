import type { Placed } from '../kube/bundle.ts';
import { headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import type { PetSetModel } from '../kube/resource.ts';
import type { SetSummary } from '../kube/summary.ts';
import { entryOf } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';

/**
 * docs/facts/petset.md#pods-are-found-by-labels, docs/facts/statefulset.md#overlapping-selectors: the controller of PetSets
 * takes every pod that it selects for its own, and deletes those that it did not name.
 */
export const selectorOverlap = defineRule({
  id: 'selector-overlap',
  level: 'warning',
  summary:
    'A set selects the pods of another one: the controller of PetSets deletes them, that of StatefulSets leaves them alone, but whatever selects by these labels means the pods of both.',
  source: 'PetSet controller of 1.3 and 1.4 (pods are found by labels alone); accepted in silence by 1.4.4 and 1.34.4 (observed).',
  checkBundle(document, bundle, report) {
    for (const set of setsOf(document)) {
      const selects = selectsOf(set);
      if (!set.name || !selects || [...selects.values()].some(isPlaceholder)) continue;
      const other = bundle.selected(set.namespace, selects).find(({ summary }) => summary.name !== set.name?.text);
      if (other) tell(set, other, report);
    }
  },
});

/** A set without a selector gets the labels of its template as one (docs/facts/petset.md#selector-default); undefined where an expression says more than labels. */
function selectsOf({ selector, matchLabels, template }: PetSetModel): ReadonlyMap<string, string> | undefined {
  if (selector?.entries.some((e) => e.key !== 'matchLabels')) return undefined;
  return matchLabels.values.size > 0 ? matchLabels.values : template?.labels.values;
}

function tell(set: PetSetModel, other: Placed<SetSummary>, report: Report): void {
  const entry = set.spec && entryOf(set.spec, 'selector');
  const isOld = set.flavour === 'PetSet';
  const end = isOld ? "their controllers delete each other's pets" : 'a Service or a budget that selects by these labels means the pods of both';
  report({
    level: isOld ? 'warning' : 'information',
    span: entry?.keySpan ?? set.name?.span ?? headSpan(set.tree),
    ...(entry ? {} : { path: [...set.path, 'spec', 'selector'] }),
    message: `${set.flavour} ${set.name?.text} also selects the pods of ${other.summary.flavour} ${other.summary.name}: ${end}. Give them a label that tells them apart.`,
    related: [{ span: other.summary.span, message: 'The other set', file: other.file }],
  });
}
