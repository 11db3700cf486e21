import { below, type Field, spanOf, textOf } from '../../kube/field.ts';
import type { Report } from '../rule.ts';

/** core validation.go ValidateTolerations; on 1.3 to 1.5 in an annotation (`bare`). */
export function judgeTolerations(tolerations: readonly Field[], bare: boolean, report: Report): void {
  for (const t of tolerations) {
    const [operator, value, effect] = [below(t, 'operator'), below(t, 'value'), below(t, 'effect')];
    const word = textOf(operator) ?? '';
    const said = spanOf(operator ?? t);
    if (!isThere(below(t, 'key')) && word !== 'Exists') report({ span: said, message: 'Without a key the operator must be Exists: refused.' });
    else if (word === 'Exists' && value && isThere(value)) report({ span: spanOf(value), message: 'Operator Exists takes no value: refused.' });
    // Other words are the schema's business.
    if (bare && effect && textOf(effect) === 'NoExecute')
      report({ span: spanOf(effect), message: `There is no effect ${textOf(effect)} in this version: refused.` });
    if (!bare && below(t, 'tolerationSeconds') && textOf(effect) !== 'NoExecute')
      report({ span: spanOf(effect ?? t), message: 'tolerationSeconds goes with effect NoExecute only: refused.' });
  }
}

/** There and not empty; a placeholder counts as there. */
function isThere(place: Field | undefined): boolean {
  return place?.tree.kind === 'scalar' && place.tree.value !== '';
}
