import type { Document } from '../kube/document.ts';
import { deepestKey, headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { servicesOf } from '../kube/pods.ts';
import type { ServiceModel } from '../kube/resource.ts';
import type { SetSummary } from '../kube/summary.ts';
import { insertAt, mapText, replaceScalar } from '../yaml/edit.ts';
import { entryOf, isNull, str } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { isLabelValue } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/services.md#dns-names-of-pets: a pet is in DNS when the endpoints of its governing Service hold it. Said at the Service. */
export const serviceSelectorMismatch = defineRule({
  id: 'service-selector-mismatch',
  level: 'warning',
  summary: 'The Service that governs a set does not select its pods, so the pets have no DNS names.',
  source: 'DNS records come from the endpoints of the Service; accepted in silence by 1.4.4 and 1.34.4 (observed).',
  checkBundle(document, bundle, report) {
    for (const service of servicesOf(document)) {
      const placed = service.name ? bundle.sets(service.name.text, service.namespace) : [];
      for (const { summary: set } of placed)
        if (set.podLabels.size > 0 && ![...set.podLabels.values()].some(isPlaceholder)) judge(service, set, document, report);
    }
  },
});

function judge(service: ServiceModel, set: SetSummary, { text }: Document, report: Report): void {
  const who = `the pods of ${set.flavour} ${set.name}`;
  if (!service.spec) return;
  if (isNull(entryOf(service.spec, 'selector')?.value)) {
    report({
      span: deepestKey(service.tree, ['spec', 'selector'], headSpan(service.tree)),
      path: [...service.path, 'spec', 'selector'],
      message: `This Service has no selector, so ${who}, which it governs, get no DNS names.`,
      fixes: fix('Select the labels of the pods', [insertAt(service.tree, ['spec', 'selector'], mapText(set.podLabels), text)]),
    });
    return;
  }
  for (const entry of service.selector.tree?.entries ?? []) {
    const want = str(entry.value);
    const have = set.podLabels.get(entry.key);
    if (want === undefined || want === have || isPlaceholder(want) || !isLabelValue(want) || !isLabelValue(have ?? '')) continue;
    const said = have === undefined ? `have no label ${entry.key}` : `say ${entry.key}: ${have}`;
    const edit = have !== undefined && entry.value.kind === 'scalar' ? replaceScalar(entry.value, have, text) : undefined;
    report({
      span: entry.value.span,
      message: `This Service selects ${entry.key}: ${want}, but ${who}, which it governs, ${said}: they get no DNS names.`,
      fixes: fix(`Select ${entry.key}: ${have}`, [edit]),
    });
  }
}
