import type { Container } from '../kube/pod.ts';
import { podsOf } from '../kube/pods.ts';
import { defineRule } from './rule.ts';

/** docs/facts/init-containers.md#names-are-unique: names are unique over init and app containers. 1.4 finds out when it creates the pod. */
export const containerNameClash = defineRule({
  id: 'container-name-clash',
  level: 'error',
  summary: 'Two containers of a pod, init containers included, have the same name, so no pod is created.',
  source: 'Kubernetes pod validation: `Duplicate value` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const seen = new Map<string, Container>();
      // App containers first: where an init container clashes with one, the init container is the one to rename.
      for (const container of [...pod.template.containers, ...pod.init]) {
        if (!container.name || container.name.text === '') continue;
        const other = seen.get(container.name.text);
        seen.set(container.name.text, other ?? container);
        if (!other) continue;
        const what =
          container.init === other.init ? `two ${container.init ? 'init' : 'app'} containers are` : 'an init container and an app container are both';
        report({
          span: container.name.span,
          message: `${what[0]?.toUpperCase()}${what.slice(1)} called ${container.name.text}: no pod can be created from this template.`,
          related: other.name ? [{ span: other.name.span, message: `The other ${container.name.text}` }] : [],
        });
      }
    }
  },
});
