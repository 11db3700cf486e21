import { below, each, type Field, keySpanOf, spanOf, textOf } from '../../kube/field.ts';
import type { Report } from '../rule.ts';
import { isLabelValue } from './words.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** core validation.go validateAffinity, for the field and for the annotation of 1.3 to 1.5 (`bare`). Words and weights are the schema's business. */
export function judgeAffinity(affinity: Field, bare: boolean, report: Report, version = 0): void {
  const node = below(affinity, 'nodeAffinity');
  if (!bare) {
    for (const x of each(node, REQUIRED, 'nodeSelectorTerms').flatMap((t) => each(t, 'matchExpressions'))) labelValues(x, version >= 27, report);
    for (const x of each(node, PREFERRED).flatMap((p) => each(p, 'preference', 'matchExpressions'))) labelValues(x, false, report);
  }
  for (const term of nodeTerms(affinity, bare)) {
    const expressions = each(term, 'matchExpressions');
    if (bare && expressions.length === 0) report({ span: keySpanOf(term), message: 'The term needs matchExpressions, at least one: refused.' });
    for (const x of expressions) nodeExpression(x, report);
    for (const x of each(term, 'matchFields')) nodeField(x, report);
  }
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    for (const term of each(affinity, kind, REQUIRED)) podTerm(term, bare, true, report);
    for (const weighted of each(affinity, kind, PREFERRED)) {
      // On 1.3 to 1.5 an empty key there means all.
      podTerm(below(weighted, 'podAffinityTerm') ?? weighted, bare, kind === 'podAffinity', report);
    }
  }
}

/** What a node must or should be like. Up to 1.5 (`bare`) the term may stand for its preference. */
export function nodeTerms(affinity: Field | undefined, bare = false): readonly Field[] {
  const node = below(affinity, 'nodeAffinity');
  return [...each(node, REQUIRED, 'nodeSelectorTerms'), ...each(node, PREFERRED).flatMap((p) => below(p, 'preference') ?? (bare ? p : []))];
}

/** Which pods must or should be near, or far. */
export function podTerms(affinity: Field | undefined): readonly Field[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
    ...each(affinity, kind, REQUIRED),
    ...each(affinity, kind, PREFERRED).flatMap((p) => below(p, 'podAffinityTerm') ?? []),
  ]);
}

function nodeExpression(expression: Field, report: Report): void {
  const operator = below(expression, 'operator');
  const word = textOf(operator);
  if (!operator || word === undefined) return;
  const values = each(expression, 'values').length;
  const ok: Readonly<Record<string, boolean>> = {
    In: values > 0,
    NotIn: values > 0,
    Exists: values === 0,
    DoesNotExist: values === 0,
    Gt: values === 1,
    Lt: values === 1,
  };
  const fine = ok[word];
  if (fine || fine === undefined) return;
  const wants = word === 'Gt' || word === 'Lt' ? 'one value' : word.endsWith('In') ? 'values' : 'no values';
  report({ span: spanOf(operator), message: `Operator ${word} takes ${wants}: refused.` });
}

/** No node can have such a label. In a preference, and in older versions, it is accepted. */
function labelValues(expression: Field, refused: boolean, report: Report): void {
  for (const value of each(expression, 'values')) {
    const written = textOf(value);
    if (written === undefined || isLabelValue(written)) continue;
    const what = `${JSON.stringify(written)} is the value of no label (at most 63 letters, digits, dashes, dots and underscores)`;
    if (refused) report({ span: spanOf(value), message: `${what}: refused.` });
    else report({ level: 'warning', span: spanOf(value), message: `${what}: no node has it.` });
  }
}

/** Nodes have one field to be chosen by. */
function nodeField(field: Field, report: Report): void {
  const key = below(field, 'key');
  if (key && textOf(key) && textOf(key) !== 'metadata.name')
    report({ span: spanOf(key), message: 'A node is chosen by the field metadata.name only: refused.' });
  const operator = below(field, 'operator');
  if (operator && textOf(operator) && (!/^(In|NotIn)$/.test(textOf(operator) ?? '') || each(field, 'values').length !== 1))
    report({ span: spanOf(operator), message: 'A field takes In or NotIn and one value: refused.' });
}

function podTerm(term: Field, bare: boolean, needsKey: boolean, report: Report): void {
  const key = below(term, 'topologyKey');
  if (bare && needsKey && (!key || textOf(key) === '')) report({ span: key ? spanOf(key) : keySpanOf(term), message: 'topologyKey is missing: refused.' });
  // Selectors of the field are judged with all others.
  if (bare) for (const x of each(term, 'labelSelector', 'matchExpressions')) labelExpression(x, report);
  const apart = new Set(each(term, 'mismatchLabelKeys').map(textOf));
  for (const both of each(term, 'matchLabelKeys')) {
    if (textOf(both) && apart.has(textOf(both))) report({ span: spanOf(both), message: `${textOf(both)} is in mismatchLabelKeys too: refused.` });
  }
  if (!bare && !below(term, 'labelSelector'))
    report({
      level: 'warning',
      span: keySpanOf(term),
      path: [...term.path, 'labelSelector'],
      message: 'Without a labelSelector the term matches no pod, so it does nothing.',
    });
}

function labelExpression(expression: Field, report: Report): void {
  const operator = below(expression, 'operator');
  const word = textOf(operator);
  if (!operator || word === undefined) return;
  const values = each(expression, 'values').length;
  const wants = word === 'In' || word === 'NotIn' ? values > 0 : values === 0;
  if (/^(In|NotIn|Exists|DoesNotExist)$/.test(word) && !wants)
    report({ span: spanOf(operator), message: `Operator ${word} takes ${word.endsWith('In') ? 'values' : 'no values'}: refused.` });
}
