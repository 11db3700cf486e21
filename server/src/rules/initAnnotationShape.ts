import { isNull } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';
import { fix } from './visit.ts';

/** petset.md 2.6: `null` and `[]` mean no init containers, everything else that is no array is a decode error. */
export const initAnnotationShape = defineRule({
  id: 'init-annotation-shape',
  level: 'error',
  summary: 'The init-container annotation is not a JSON array, so the API server refuses the whole object.',
  source: 'Kubernetes 1.3 to 1.7 decode the annotation into a list of containers and answer 400 (observed on 1.4.4).',
  check(document, report) {
    for (const { active, root, problems } of document.embedded) {
      if (!active || !root || problems.length > 0 || root.kind === 'seq' || isNull(root)) continue;
      const open = { span: { start: root.span.start, end: root.span.start }, text: '[' };
      const close = { span: { start: root.span.end, end: root.span.end }, text: ']' };
      report({
        span: root.kind === 'map' ? { start: root.span.start, end: root.span.start + 1 } : root.span,
        message: 'The annotation must hold a JSON array of containers: the API server refuses the whole object.',
        fixes: root.kind === 'map' ? fix('Make it an array', [open, close]) : [],
      });
    }
  },
});
