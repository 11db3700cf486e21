import { child, entryOf, isNull, items, type Path, str, type Tree } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';
import { headSpan, setsOf } from './visit.ts';

/** petset.md 2.2 #8. The words for the operators are the schema's business. */
export const selectorValues = defineRule({
  id: 'selector-values',
  level: 'error',
  summary: 'A selector expression has values its operator forbids, or lacks those it needs, so the API server refuses the object.',
  source: 'Kubernetes validation: values `must be specified when operator is In or NotIn` and the reverse (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      expressions(set.selector, [...set.path, 'spec', 'selector'], report);
      for (const { tree, path } of set.claimTemplates) expressions(child(child(tree, 'spec'), 'selector'), [...path, 'spec', 'selector'], report);
    }
    for (const { type, tree, path } of document.resources) {
      if (type === 'claim') expressions(child(child(tree, 'spec'), 'selector'), [...path, 'spec', 'selector'], report);
    }
  },
});

function expressions(selector: Tree | undefined, path: Path, report: Report): void {
  for (const [i, expression] of items(child(selector, 'matchExpressions')).entries()) {
    const operator = str(child(expression, 'operator'));
    const values = entryOf(expression, 'values');
    const listed = values?.value.kind === 'seq' ? values.value.items.length : undefined;
    // Values of another type are refused as such.
    if (values && listed === undefined && !isNull(values.value)) continue;
    const needs = operator === 'In' || operator === 'NotIn';
    const forbids = operator === 'Exists' || operator === 'DoesNotExist';
    if (!(needs && !listed) && !(forbids && listed)) continue;
    report({
      span: values?.keySpan ?? headSpan(expression),
      path: [...path, 'matchExpressions', i, 'values'],
      message: `Operator ${operator} ${needs ? 'needs' : 'takes no'} values: the API server refuses the object.`,
    });
  }
}
