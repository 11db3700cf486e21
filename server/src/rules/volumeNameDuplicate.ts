import { isPlaceholder } from '../kube/form.ts';
import { podsOf } from '../kube/pods.ts';
import type { Word } from '../kube/read.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#two-volumes-or-claims-of-one-name: the PetSet controller builds the volumes through a map, so one is lost; everybody else is refused. */
export const volumeNameDuplicate = defineRule({
  id: 'volume-name-duplicate',
  level: 'error',
  summary: 'Two volumes of a pod have the same name: the API server refuses it, and a PetSet silently keeps only one of them.',
  source: 'Kubernetes pod validation: `Duplicate value` (422 on 1.34.4; accepted for a PetSet by 1.4.4, which keeps the last; observed).',
  check(document, report) {
    for (const { owner, template } of podsOf(document)) {
      const seen = new Map<string, Word>();
      for (const { name } of template.volumes) {
        if (!name || name.text === '' || isPlaceholder(name.text)) continue;
        const first = seen.get(name.text);
        seen.set(name.text, first ?? name);
        if (!first) continue;
        const silent = owner.type === 'set' && document.version <= 4;
        report({
          level: silent ? 'warning' : 'error',
          span: name.span,
          message: silent
            ? `Another volume is called ${name.text}: nobody complains, and each pet gets only one of the two.`
            : `Another volume is called ${name.text}: no pod can be created from this template.`,
          related: [{ span: first.span, message: `The other ${name.text}` }],
        });
      }
    }
  },
});
