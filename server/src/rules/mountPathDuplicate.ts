import { isPlaceholder } from '../kube/form.ts';
import { podsOf } from '../kube/pods.ts';
import type { Word } from '../kube/read.ts';
import { defineRule } from './rule.ts';

/** docs/facts/api-validation.md#mounts: paths are compared as they are written. */
export const mountPathDuplicate = defineRule({
  id: 'mount-path-duplicate',
  level: 'error',
  summary: 'A container mounts two volumes at the same path, so no pod is created.',
  source: 'Kubernetes pod validation: `mountPath: Invalid value: must be unique` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      for (const container of [...pod.init, ...pod.template.containers]) {
        const seen = new Map<string, Word>();
        for (const { mountPath } of container.mounts) {
          if (!mountPath || mountPath.text === '' || isPlaceholder(mountPath.text)) continue;
          const first = seen.get(mountPath.text);
          if (!first) seen.set(mountPath.text, mountPath);
          else
            report({
              span: mountPath.span,
              message: `Container ${container.name?.text ?? '(unnamed)'} already mounts a volume at ${mountPath.text}: no pod can be created from this template.`,
              related: [{ span: first.span, message: 'Mounted here first' }],
            });
        }
      }
    }
  },
});
