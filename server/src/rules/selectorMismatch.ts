import type { Document } from '../kube/document.ts';
import { deepestKey, headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { setsOf } from '../kube/pods.ts';
import type { PetSetModel } from '../kube/resource.ts';
import { appendEntry, insertAt, mapText, replaceScalar, scalarText } from '../yaml/edit.ts';
import { child, type Entry, items, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { isLabelValue } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

/** The server compares selector and template labels on create (docs/facts/petset.md#selector-rules, docs/facts/statefulset.md#validation). */
export const selectorMismatch = defineRule({
  id: 'selector-mismatch',
  level: 'error',
  summary: 'The selector does not match the labels of the pod template, so the API server refuses the set.',
  source: 'Kubernetes validation of PetSet and StatefulSet: `selector` does not match template `labels` (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const labels = set.template?.labels;
      // An empty template is refused as such.
      if (!labels || !set.template || set.template.tree.entries.length === 0) continue;
      if (labels.values.size === 0) {
        if (set.matchLabels.values.size > 0) noLabels(set, document, report);
        continue;
      }
      for (const entry of set.matchLabels.tree?.entries ?? []) label(entry, set, document, report);
      expressions(set, labels.values, report);
    }
  },
});

function noLabels(set: PetSetModel, { text }: Document, report: Report): void {
  const template = set.template;
  if (!template) return;
  const edit = insertAt(template.tree, ['metadata', 'labels'], mapText(set.matchLabels.values), text, 'first');
  report({
    span: deepestKey(set.tree, ['spec', 'template', 'metadata', 'labels'], headSpan(set.tree)),
    path: [...template.path, 'metadata', 'labels'],
    message: 'The pod template has no labels for the selector to match: the API server refuses the set.',
    fixes: fix('Label the pod template as the selector says', [edit]),
  });
}

function label(entry: Entry, set: PetSetModel, { text }: Document, report: Report): void {
  const value = str(entry.value);
  const have = set.template?.labels.values.get(entry.key);
  if (value === undefined || have === value || isPlaceholder(value) || isPlaceholder(have ?? '') || !isLabelValue(value) || !isLabelValue(have ?? '')) return;
  const scalar = entry.value.kind === 'scalar' ? entry.value : undefined;
  const labels = set.template?.labels.tree;
  const fixes =
    have === undefined
      ? fix(`Add label ${entry.key}: ${value} to the pod template`, [labels && appendEntry(labels, entry.key, scalarText(value), text)])
      : fix(`Select ${entry.key}: ${have}`, [scalar && replaceScalar(scalar, have, text)]);
  const said = have === undefined ? `the pod template has no label ${entry.key}` : `the pod template says ${entry.key}: ${have}`;
  report({ span: entry.value.span, message: `The selector wants ${entry.key}: ${value}, but ${said}: the API server refuses the set.`, fixes });
}

function expressions(set: PetSetModel, labels: ReadonlyMap<string, string>, report: Report): void {
  for (const expression of items(child(set.selector, 'matchExpressions'))) {
    const key = str(child(expression, 'key'));
    const operator = str(child(expression, 'operator'));
    const values = items(child(expression, 'values')).flatMap((v) => str(v) ?? []);
    // Values that are no strings are refused as such.
    const strings = items(child(expression, 'values')).every((v) => str(v) !== undefined);
    if (key === undefined || operator === undefined || !strings || values.some(isPlaceholder)) continue;
    const have = labels.get(key);
    const matches: Readonly<Record<string, boolean>> = {
      In: have !== undefined && values.includes(have),
      NotIn: have === undefined || !values.includes(have),
      Exists: have !== undefined,
      DoesNotExist: have === undefined,
    };
    const needsValues = operator === 'In' || operator === 'NotIn';
    if (matches[operator] !== false || (needsValues && values.length === 0)) continue;
    const wants = `${key} ${operator}${needsValues ? ` [${values.join(', ')}]` : ''}`;
    const span = child(expression, 'key')?.span ?? headSpan(expression);
    report({ span, message: `The selector wants ${wants}, which the labels of the pod template do not fulfil: the API server refuses the set.` });
  }
}
