import type { Document } from '../kube/document.ts';
import { below, each, type Field, fieldOf, headSpan, keySpanOf, textOf } from '../kube/field.ts';
import { claimsOf, podsOf, setsOf, specOf } from '../kube/pods.ts';
import { isNull } from '../yaml/tree.ts';
import { podTerms } from './parts/affinity.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/petset.md#selector-rules. The words for the operators are the schema's business. */
export const selectorValues = defineRule({
  id: 'selector-values',
  level: 'error',
  summary: 'A selector expression has values its operator forbids, or lacks those it needs, so the API server refuses the object.',
  source: 'Kubernetes validation: values `must be specified when operator is In or NotIn` and the reverse (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    if (!document.text.includes('matchExpressions')) return;
    for (const selector of selectorsOf(document)) for (const expression of each(selector, 'matchExpressions')) judge(expression, report);
  },
});

/** Every label selector that a document can hold, those of nodes apart. */
function selectorsOf(document: Document): readonly (Field | undefined)[] {
  const sets = setsOf(document).map((set) => below(fieldOf(set.tree, set.path), 'spec', 'selector'));
  const claims = [...claimsOf(document), ...document.resources.filter((r) => r.kind?.text === 'PodDisruptionBudget')];
  const ofClaims = claims.map(({ tree, path }) => below(fieldOf(tree, path), 'spec', 'selector'));
  return [...sets, ...ofClaims, ...podsOf(document).flatMap((pod) => ofPod(specOf(pod)))];
}

function ofPod(spec: Field | undefined): readonly (Field | undefined)[] {
  const volumes = each(spec, 'volumes');
  const bundles = volumes.flatMap((v) => each(v, 'projected', 'sources')).map((s) => below(s, 'clusterTrustBundle', 'labelSelector'));
  return [
    ...podTerms(below(spec, 'affinity')).flatMap((term) => [below(term, 'labelSelector'), below(term, 'namespaceSelector')]),
    ...each(spec, 'topologySpreadConstraints').map((c) => below(c, 'labelSelector')),
    ...volumes.map((v) => below(v, 'ephemeral', 'volumeClaimTemplate', 'spec', 'selector')),
    ...bundles,
  ];
}

function judge(expression: Field, report: Report): void {
  const operator = textOf(below(expression, 'operator'));
  const values = below(expression, 'values');
  const listed = values?.tree.kind === 'seq' ? values.tree.items.length : undefined;
  // Values of another type are refused as such.
  if (values && listed === undefined && !isNull(values.tree)) return;
  const needs = operator === 'In' || operator === 'NotIn';
  const forbids = operator === 'Exists' || operator === 'DoesNotExist';
  if (!(needs && !listed) && !(forbids && listed)) return;
  report({
    span: values ? keySpanOf(values) : headSpan(expression.tree),
    path: [...expression.path, 'values'],
    message: `Operator ${operator} ${needs ? 'needs' : 'takes no'} values: the API server refuses the object.`,
  });
}
