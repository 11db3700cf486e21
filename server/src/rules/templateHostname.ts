import { setsOf } from '../kube/pods.ts';
import { removeEntry } from '../yaml/edit.ts';
import { entryOf, isNull } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/**
 * docs/facts/petset.md#host-name-and-subdomain: on 1.3 and 1.4 the fields beat the annotations by which the controller names the
 * pets; a StatefulSet overwrites the fields.
 */
export const templateHostname = defineRule({
  id: 'template-hostname',
  level: 'warning',
  summary: 'The pod template sets hostname or subdomain: all pets of a PetSet get the same one, a StatefulSet overwrites it.',
  source: 'The kubelet of 1.3 and 1.4 prefers the fields; 1.34.4 accepts any value and overwrites it (observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const spec = set.template?.spec;
      for (const key of ['hostname', 'subdomain'] as const) {
        const entry = entryOf(spec, key);
        if (!spec || !entry || isNull(entry.value)) continue;
        if (key === 'subdomain' && entry.value.kind === 'scalar' && entry.value.value === set.serviceName?.text) continue;
        const pet = set.flavour === 'PetSet';
        report({
          level: pet ? 'warning' : 'information',
          span: entry.keySpan,
          message: pet
            ? `With ${key} in the template every pet has the same ${key}, and their DNS names break.`
            : `The controller overwrites ${key} with the pet's own.`,
          fixes: fix(`Remove ${key}`, [removeEntry(spec, entry, document.text)]),
        });
      }
    }
  },
});
