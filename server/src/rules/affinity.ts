import { below, each, keyOf, number, type Place, spanOf, text } from './place.ts';
import type { Report } from './rule.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

/** core validation.go validateAffinity, for the field and for the annotation of 1.3 to 1.5, whose shape no schema judges (`bare`). */
export function judgeAffinity(affinity: Place, bare: boolean, report: Report): void {
  const node = below(affinity, 'nodeAffinity');
  const required = below(node, REQUIRED);
  if (bare && required && each(required, 'nodeSelectorTerms').length === 0)
    report({ span: keyOf(required), message: 'nodeSelectorTerms needs at least one term: refused.' });
  const preferred = each(node, PREFERRED);
  for (const term of [...each(required, 'nodeSelectorTerms'), ...preferred.flatMap((p) => below(p, 'preference') ?? [])]) {
    for (const x of each(term, 'matchExpressions')) nodeExpression(x, bare, report);
    for (const x of each(term, 'matchFields')) nodeField(x, report);
  }
  if (bare) for (const term of preferred) weight(term, report);
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    for (const term of each(affinity, kind, REQUIRED)) podTerm(term, bare, true, report);
    for (const weighted of each(affinity, kind, PREFERRED)) {
      if (bare) weight(weighted, report);
      const term = below(weighted, 'podAffinityTerm');
      // On 1.3 to 1.5 an empty key there means all.
      if (term) podTerm(term, bare, kind === 'podAffinity', report);
    }
  }
}

function nodeExpression(expression: Place, bare: boolean, report: Report): void {
  const operator = below(expression, 'operator');
  const word = text(operator);
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
  // An unknown word is the schema's business, where there is one.
  if (fine || (fine === undefined && !bare)) return;
  const wants = word === 'Gt' || word === 'Lt' ? 'one value' : word.endsWith('In') ? 'values' : 'no values';
  report({ span: spanOf(operator), message: fine === undefined ? `${word} is no operator: refused.` : `Operator ${word} takes ${wants}: refused.` });
}

/** Nodes have one field to be chosen by. */
function nodeField(field: Place, report: Report): void {
  const key = below(field, 'key');
  if (key && text(key) && text(key) !== 'metadata.name') report({ span: spanOf(key), message: 'A node is chosen by the field metadata.name only: refused.' });
  const operator = below(field, 'operator');
  if (operator && text(operator) && (!/^(In|NotIn)$/.test(text(operator) ?? '') || each(field, 'values').length !== 1))
    report({ span: spanOf(operator), message: 'A field takes In or NotIn and one value: refused.' });
}

function weight(place: Place, report: Report): void {
  const at = below(place, 'weight');
  const value = number(at);
  if (value === undefined || value < 1 || value > 100)
    report({ span: at ? spanOf(at) : keyOf(place), message: 'A preference needs a weight from 1 to 100: refused.' });
}

function podTerm(term: Place, bare: boolean, needsKey: boolean, report: Report): void {
  const key = below(term, 'topologyKey');
  if (bare && needsKey && (!key || text(key) === '')) report({ span: key ? spanOf(key) : keyOf(term), message: 'topologyKey is missing: refused.' });
  // Selectors of the field are judged with all others.
  if (bare) for (const x of each(term, 'labelSelector', 'matchExpressions')) labelExpression(x, report);
  const apart = new Set(each(term, 'mismatchLabelKeys').map(text));
  for (const both of each(term, 'matchLabelKeys')) {
    if (text(both) && apart.has(text(both))) report({ span: spanOf(both), message: `${text(both)} is in mismatchLabelKeys too: refused.` });
  }
  if (!bare && !below(term, 'labelSelector'))
    report({
      level: 'warning',
      span: keyOf(term),
      path: [...term.path, 'labelSelector'],
      message: 'Without a labelSelector the term matches no pod, so it does nothing.',
    });
}

function labelExpression(expression: Place, report: Report): void {
  const operator = below(expression, 'operator');
  const word = text(operator);
  if (!operator || word === undefined) return;
  const values = each(expression, 'values').length;
  const wants = word === 'In' || word === 'NotIn' ? values > 0 : values === 0;
  if (!/^(In|NotIn|Exists|DoesNotExist)$/.test(word)) {
    report({ span: spanOf(operator), message: `${word} is no operator: refused.` });
  } else if (!wants) report({ span: spanOf(operator), message: `Operator ${word} takes ${word.endsWith('In') ? 'values' : 'no values'}: refused.` });
}
