import { replaceScalar } from '../yaml/edit.ts';
import { defineRule } from './rule.ts';
import { fix, isPlaceholder, podsOf } from './visit.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** What a claim itself may be called; anything else is the schema's business. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** petset.md 2.4, api-truth.md "Corrects" 7: the claim is created, and the pod, whose volume gets the same name, is not. */
export const claimNameInvalid = defineRule({
  id: 'claim-name-invalid',
  level: 'error',
  summary: 'The name of a claim template is fine for a claim and not for the volume of a pod, so no pod is created.',
  source: 'Kubernetes pod validation: a volume name is a DNS label, at most 63 of a-z, 0-9 and - (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const { owner, template, init } of podsOf(document)) {
      if (owner.type !== 'set') continue;
      for (const { name } of owner.claimTemplates) {
        if (!name || isPlaceholder(name.text) || !SUBDOMAIN.test(name.text) || (LABEL.test(name.text) && name.text.length <= 63)) continue;
        const better = name.text.replaceAll('.', '-');
        const mounts = [...init, ...template.containers].flatMap((c) => c.mounts.flatMap((m) => (m.name?.text === name.text ? [m.name] : [])));
        const edits = [name, ...mounts].map((word) => replaceScalar(word.tree, better, document.text));
        const why = name.text.length > 63 ? 'is longer than 63 characters' : 'holds a dot';
        report({
          span: name.span,
          message: `Claim template ${name.text} ${why}, which the name of a volume may not: no pod can be created.`,
          fixes: better.length <= 63 ? fix(`Change it to ${better}, also where it is mounted`, edits) : [],
        });
      }
    }
  },
});
