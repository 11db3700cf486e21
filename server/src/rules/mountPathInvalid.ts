import { isPlaceholder } from '../kube/form.ts';
import { podsOf, versionOf } from '../kube/pods.ts';
import type { Minor } from '../kube/version.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Level } from './rule.ts';

/**
 * docs/facts/api-validation.md#mounts. From 1.5 to 1.33 nobody looked, so the newest
 * observation stands for them.
 */
export const mountPathInvalid = defineRule({
  id: 'mount-path-invalid',
  level: 'warning',
  summary: 'A mount path is not absolute or holds a colon: old clusters create no pod or start no container with it, new ones mount something unexpected.',
  source:
    'Kubernetes 1.3 and 1.4 refuse a pod with a colon there; a relative path ends in RunContainerError on 1.4.4; 1.34.4 accepts it and a colon in silence (observed).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const version = versionOf(document, pod.owner);
      for (const { mountPath } of [...pod.init, ...pod.template.containers].flatMap((c) => c.mounts)) {
        if (!mountPath || mountPath.text === '' || isPlaceholder(mountPath.text)) continue;
        const problem = problemOf(mountPath.text, version);
        if (!problem) continue;
        const absolute =
          mountPath.text.startsWith('/') || mountPath.text.includes(':') ? [] : [replaceScalar(mountPath.tree, `/${mountPath.text}`, document.text)];
        report({ span: mountPath.span, ...problem, fixes: absolute.length > 0 ? fix(`Mount at /${mountPath.text}`, absolute) : [] });
      }
    }
  },
});

function problemOf(path: string, version: Minor): { level: Level; message: string } | undefined {
  const old = version <= 4;
  if (path.includes(':')) {
    return old
      ? { level: 'error', message: `Mount path ${path} holds a colon: no pod can be created from this template.` }
      : {
          level: 'information',
          message: `Mount path ${path} holds a colon: the API forbids it in words, the server lets it pass, and container runtimes may not.`,
        };
  }
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return undefined;
  return old
    ? { level: 'warning', message: `Mount path ${path} is not absolute: the pod is created, and its container never starts.` }
    : { level: 'information', message: `Mount path ${path} is not absolute: the volume appears below the root of the container, at /${path}.` };
}
