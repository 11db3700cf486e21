import { below, type Field, keySpanOf, spanOf, textOf } from '../../kube/field.ts';
import type { Report } from '../rule.ts';

/**
 * core validation.go validateDataSource: what a claim is filled from. `isDropped`: of a claim itself the server drops a dataSource that
 * it does not take, in silence; in the template of a set or pod it refuses it.
 */
export function judgeDataSource(spec: Field | undefined, isDropped: boolean, report: Report): void {
  for (const key of ['dataSource', 'dataSourceRef']) {
    const kind = below(spec, key, 'kind');
    const group = below(spec, key, 'apiGroup');
    if (!kind || !textOf(kind) || textOf(kind) === 'PersistentVolumeClaim' || (group && textOf(group) !== '')) continue;
    const dropped = key === 'dataSource' && isDropped;
    const end = dropped ? 'the server drops it in silence, and the volume is empty' : 'no claim can be created';
    report({
      level: dropped ? 'warning' : 'error',
      span: spanOf(kind),
      message: `Without apiGroup a ${key} is a PersistentVolumeClaim, not ${textOf(kind)}: ${end}.`,
    });
  }
  const [source, ref] = [below(spec, 'dataSource'), below(spec, 'dataSourceRef')];
  const elsewhere = below(ref, 'namespace');
  if (source && elsewhere && !isDropped)
    report({ span: keySpanOf(source), message: 'dataSource does not go with a dataSourceRef of another namespace: no claim can be created.' });
  // Of a claim the server drops the reference to another namespace, while its gate is off.
  if (source && ref && !elsewhere && ['apiGroup', 'kind', 'name'].some((key) => textOf(below(source, key)) !== textOf(below(ref, key))))
    report({ span: keySpanOf(source), message: 'dataSource and dataSourceRef must say the same: no claim can be created.' });
}
