import { below, each, type Field, fieldOf, keySpanOf, spanOf, textOf } from '../kube/field.ts';
import { setsOf } from '../kube/pods.ts';
import { judgeDataSource } from './parts/claimSource.ts';
import { amountOf } from './parts/quantity.ts';
import { defineRule, type Report } from './rule.ts';

/** core validation.go ValidatePersistentVolumeClaimSpec. */
export const claimConflict = defineRule({
  id: 'claim-conflict',
  level: 'error',
  summary: 'A claim asks for what does not go together, so neither claim nor pod is created.',
  source:
    'Kubernetes claim validation: `may not use ReadWriteOncePod with other access modes`, `must be PersistentVolumeClaim when referencing the default apiGroup`.',
  check(document, report) {
    if (document.version < 12) return;
    for (const resource of document.resources) if (resource.type === 'claim') judge(fieldOf(resource.tree, resource.path), false, report);
    for (const { tree, path } of setsOf(document).flatMap((s) => s.claimTemplates)) judge(fieldOf(tree, path), true, report);
  },
});

function judge(claim: Field, inSet: boolean, report: Report): void {
  const spec = below(claim, 'spec');
  const modes = each(spec, 'accessModes');
  const alone = modes.length > 1 ? modes.find((m) => textOf(m) === 'ReadWriteOncePod') : undefined;
  if (alone) report({ span: spanOf(alone), message: 'ReadWriteOncePod does not go with other access modes: no claim can be created.' });
  judgeDataSource(spec, !inSet, report);
  const limit = below(spec, 'resources', 'limits', 'storage');
  const [asked, most] = [amountOf(below(spec, 'resources', 'requests', 'storage')?.tree), amountOf(limit?.tree)];
  // Accepted in silence.
  if (limit && asked !== undefined && most !== undefined && asked > most)
    report({ level: 'warning', span: keySpanOf(limit), message: 'More storage is requested than this limit allows, and a driver may refuse it.' });
}
