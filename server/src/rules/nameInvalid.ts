import type { Word } from '../kube/read.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { defineRule } from './rule.ts';
import { fix, isPlaceholder, podsOf } from './visit.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** petset.md 2.4 and 2.7 #1; api-truth-modern.md "Corrects". A claim template's name becomes that of a volume. */
export const nameInvalid = defineRule({
  id: 'name-invalid',
  level: 'error',
  summary: 'The name of a container, volume or claim template is not a DNS label, so no pod is created.',
  source: 'Kubernetes pod validation: at most 63 of a-z, 0-9 and -, no dots (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const { owner, template, init } of podsOf(document)) {
      const claims = owner.type === 'set' ? owner.claimTemplates : [];
      const mounts = [...init, ...template.containers].flatMap((c) => c.mounts.map((m) => m.name));
      const named: readonly (readonly [string, Word | undefined])[] = [
        ...init.map((c) => ['Init container', c.name] as const),
        ...template.containers.map((c) => ['Container', c.name] as const),
        ...template.volumes.map((v) => ['Volume', v.name] as const),
        ...claims.map((c) => ['Claim template', c.name] as const),
      ];
      for (const [what, name] of named) {
        if (!name || name.text === '' || isPlaceholder(name.text) || (LABEL.test(name.text) && name.text.length <= 63)) continue;
        const better = name.text
          .toLowerCase()
          .replace(/[^a-z0-9-]+/g, '-')
          .replace(/^-+|-+$/g, '');
        const used = /container/i.test(what) ? [] : mounts.filter((m) => m?.text === name.text);
        const edits = [name, ...used].map((word) => word && replaceScalar(word.tree, better, document.text));
        report({
          span: name.span,
          message: `${what} name ${name.text} is not a DNS label (at most 63 of a-z, 0-9 and -): no pod can be created from this template.`,
          fixes: LABEL.test(better) && better.length <= 63 ? fix(`Change it to ${better}`, edits) : [],
        });
      }
    }
  },
});
