import type { Document } from '../kube/document.ts';
import { below, each, type Field, keySpanOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { containersOf, podsOf, specOf } from '../kube/pods.ts';
import { entries, isNull } from '../yaml/tree.ts';
import { judgeDataSource } from './parts/claimSource.ts';
import { amountOf } from './parts/quantity.ts';
import { judgeSource, overlaps } from './parts/volumeSources.ts';
import { defineRule, type Report } from './rule.ts';

/** core validation.go validateVolumes: downward API items, projected sources, ephemeral claims. docs/facts/api-validation.md#when-a-pod-template-is-checked. */
export const volumeConflict = defineRule({
  id: 'volume-conflict',
  level: 'error',
  summary: 'The content of a volume is described so that it cannot be made, and no pod is created.',
  source: 'Kubernetes pod validation (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const names = containersOf(pod).map((c) => textOf(below(c, 'name')));
      for (const container of containersOf(pod)) for (const variable of each(container, 'env')) known(below(variable, 'valueFrom'), names, report);
      for (const volume of each(specOf(pod), 'volumes')) {
        judgeSource(volume, document.version, report);
        downward(each(volume, 'downwardAPI', 'items'), names, report);
        const sources = each(volume, 'projected', 'sources');
        for (const source of sources) downward(each(source, 'downwardAPI', 'items'), names, report);
        projected(sources, report);
        ephemeral(below(volume, 'ephemeral', 'volumeClaimTemplate'), document, report);
      }
    }
  },
});

function downward(items: readonly Field[], names: readonly (string | undefined)[], report: Report): void {
  for (const item of items) {
    const field = below(item, 'resourceFieldRef');
    if (!field) continue;
    const container = below(field, 'containerName');
    if (!container || textOf(container) === '')
      report({
        span: container ? spanOf(container) : keySpanOf(field),
        path: [...field.path, 'containerName'],
        message: 'In a volume resourceFieldRef needs containerName: no pod can be created.',
      });
    else known(item, names, report);
  }
}

const UNITS: Readonly<Record<string, RegExp>> = { cpu: /^(0|1m?)$/, other: /^(0|1|1[kMGTPE]i?|1Ki)$/ };

/** What the server does not look at (the name), and what it does (the unit). */
function known(holder: Field | undefined, names: readonly (string | undefined)[], report: Report): void {
  const container = below(holder, 'resourceFieldRef', 'containerName');
  const name = textOf(container);
  const resource = textOf(below(holder, 'resourceFieldRef', 'resource'));
  const unit = below(holder, 'resourceFieldRef', 'divisor');
  const isUnit = resource?.endsWith('.cpu') ? UNITS.cpu : UNITS.other;
  if (resource && unit?.tree.kind === 'scalar' && unit.tree.value !== '' && isUnit?.test(String(unit.tree.value)) === false)
    report({ span: spanOf(unit), message: `${resource} is not counted in units of ${String(unit.tree.value)}: refused.` });
  if (!container || !name || names.includes(name)) return;
  report({ level: 'warning', span: spanOf(container), message: `No container is called ${name}: accepted, and then the pod never starts.` });
}

function projected(sources: readonly Field[], report: Report): void {
  const lists = ['secret', 'configMap', 'downwardAPI'];
  const items = sources.flatMap((s) => lists.flatMap((key) => each(s, key, 'items').flatMap((i) => below(i, 'path') ?? [])));
  const single = sources.flatMap((s) => ['serviceAccountToken', 'clusterTrustBundle'].flatMap((key) => below(s, key, 'path') ?? []));
  for (const path of repeated([...items, ...single], textOf))
    report({ span: spanOf(path), message: `Another source puts a file at ${textOf(path)} of this volume: no pod can be created.` });
  const seen = new Set<string | undefined>();
  overlaps(
    [...items, ...single].filter((p) => !seen.has(textOf(p)) && seen.add(textOf(p))),
    report,
  );
}

function ephemeral(claim: Field | undefined, { version }: Document, report: Report): void {
  if (!claim || version <= 4) return;
  const metadata = below(claim, 'metadata');
  for (const { key, value, keySpan } of metadata ? entries(metadata.tree) : []) {
    const said = !isNull(value) && !(value.kind === 'scalar' && (value.value === '' || value.value === 0));
    if (said && key !== 'labels' && key !== 'annotations')
      report({ span: keySpan, message: `The claim of a pod has labels and annotations of its own only, no ${key}: refused.` });
  }
  const spec = below(claim, 'spec');
  judgeDataSource(spec, false, report);
  const lack = (key: string, path: readonly string[], what: string): void =>
    report({ span: keySpanOf(below(spec, key) ?? spec ?? claim), path: [...claim.path, 'spec', ...path], message: `The claim asks for no ${what}: refused.` });
  if (each(spec, 'accessModes').length === 0) lack('accessModes', ['accessModes'], 'access mode');
  const storage = below(spec, 'resources', 'requests', 'storage');
  if (!storage || amountOf(storage.tree) === 0) lack('resources', ['resources', 'requests', 'storage'], 'storage');
}
