import { below, each, keyOf, type Place, placeOf, spanOf, text } from './place.ts';
import { amountOf } from './quantity.ts';
import { defineRule, type Report } from './rule.ts';
import { setsOf } from './visit.ts';

/** core validation.go ValidatePersistentVolumeClaimSpec. */
export const claimConflict = defineRule({
  id: 'claim-conflict',
  level: 'error',
  summary: 'A claim asks for what does not go together, so neither claim nor pod is created.',
  source:
    'Kubernetes claim validation: `may not use ReadWriteOncePod with other access modes`, `must be PersistentVolumeClaim when referencing the default apiGroup`.',
  check(document, report) {
    if (document.version < 12) return;
    for (const resource of document.resources) if (resource.type === 'claim') judge(placeOf(resource.tree, resource.path), false, report);
    for (const { tree, path } of setsOf(document).flatMap((s) => s.claimTemplates)) judge(placeOf(tree, path), true, report);
  },
});

/** Of a claim the server drops a dataSource that it does not take, in silence; in the template of a set it refuses it. */
function judge(claim: Place, inSet: boolean, report: Report): void {
  const spec = below(claim, 'spec');
  const modes = each(spec, 'accessModes');
  const alone = modes.length > 1 ? modes.find((m) => text(m) === 'ReadWriteOncePod') : undefined;
  if (alone) report({ span: spanOf(alone), message: 'ReadWriteOncePod does not go with other access modes: no claim can be created.' });
  for (const key of ['dataSource', 'dataSourceRef']) {
    const kind = below(spec, key, 'kind');
    const group = below(spec, key, 'apiGroup');
    if (!kind || !text(kind) || text(kind) === 'PersistentVolumeClaim' || (group && text(group) !== '')) continue;
    const dropped = key === 'dataSource' && !inSet;
    const end = dropped ? 'the server drops it in silence, and the volume is empty' : 'no claim can be created';
    report({
      level: dropped ? 'warning' : 'error',
      span: spanOf(kind),
      message: `Without apiGroup a ${key} is a PersistentVolumeClaim, not ${text(kind)}: ${end}.`,
    });
  }
  const [source, ref] = [below(spec, 'dataSource'), below(spec, 'dataSourceRef')];
  if (source && ref && ['apiGroup', 'kind', 'name'].some((key) => text(below(source, key)) !== text(below(ref, key))))
    report({ span: keyOf(source), message: 'dataSource and dataSourceRef must say the same: no claim can be created.' });
  const limit = below(spec, 'resources', 'limits', 'storage');
  const [asked, most] = [amountOf(below(spec, 'resources', 'requests', 'storage')?.tree), amountOf(limit?.tree)];
  // Accepted in silence.
  if (limit && asked !== undefined && most !== undefined && asked > most)
    report({ level: 'warning', span: keyOf(limit), message: 'More storage is requested than this limit allows, and a driver may refuse it.' });
}
