import { below, each, type Field, isFalse, isTrue, keySpanOf, numberOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { containersOf, podsOf, specOf } from '../kube/pods.ts';
import { windowsFields } from './parts/osFields.ts';
import { mentions } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

const IPC = /^(kernel\.shm|kernel\.msg|fs\.mqueue\.)|^kernel\.sem$/;

/**
 * core validation.go ValidateSecurityContext, validatePodSpecSecurityContext, validateSysctls.
 * docs/facts/api-validation.md#when-a-pod-template-is-checked.
 */
export const securityConflict = defineRule({
  id: 'security-conflict',
  level: 'error',
  summary: 'Settings of a securityContext contradict each other, so the pod is refused or its container never starts.',
  source: 'Kubernetes pod validation (422 on 1.34.4, observed); the kubelet for runAsNonRoot with user 0.',
  check(document, report) {
    if (!mentions(document, ['securityContext', 'windows'])) return;
    for (const pod of podsOf(document)) {
      const spec = specOf(pod);
      if (!spec) continue;
      const context = below(spec, 'securityContext');
      if (context) profiles(context, report);
      if (document.version > 4) {
        sysctls(spec, report);
        windowsFields(spec, containersOf(pod), report);
      }
      for (const container of containersOf(pod)) {
        const own = below(container, 'securityContext');
        root(own, context, report);
        if (!own) continue;
        profiles(own, report);
        privileges(own, report);
        const proc = below(own, 'procMount');
        if (proc && textOf(proc) === 'Unmasked' && document.version >= 33 && !isFalse(below(spec, 'hostUsers')))
          report({ span: spanOf(proc), message: 'procMount Unmasked needs hostUsers: false on the pod: the API server refuses it.' });
      }
    }
  },
});

/** A profile of the node has a name; the others have none. */
function profiles(context: Field, report: Report): void {
  for (const kind of ['seccompProfile', 'appArmorProfile']) {
    const profile = below(context, kind);
    const type = below(profile, 'type');
    const file = below(profile, 'localhostProfile');
    if (!profile || !type || !textOf(type)) continue;
    const local = textOf(type) === 'Localhost';
    if (local && (!file || textOf(file) === ''))
      report({ span: spanOf(type), path: [...profile.path, 'localhostProfile'], message: `${kind} Localhost needs localhostProfile: refused.` });
    if (!local && file) report({ span: spanOf(file), message: `localhostProfile goes with type Localhost only, not with ${textOf(type)}: refused.` });
  }
}

function sysctls(spec: Field, report: Report): void {
  const named = each(spec, 'securityContext', 'sysctls').flatMap((s) => below(s, 'name') ?? []);
  for (const name of repeated(named, (n) => textOf(n)?.replaceAll('/', '.')))
    report({ span: spanOf(name), message: 'This kernel parameter stands here twice: refused.' });
  for (const name of named) {
    const dotted = textOf(name)?.replaceAll('/', '.') ?? '';
    const host = isTrue(below(spec, 'hostNetwork')) && dotted.startsWith('net.') ? 'hostNetwork' : IPC.test(dotted) ? 'hostIPC' : undefined;
    if (host && isTrue(below(spec, host))) report({ span: spanOf(name), message: `With ${host} ${dotted} is the node's own and cannot be set: refused.` });
  }
}

function privileges(context: Field, report: Report): void {
  const escalation = below(context, 'allowPrivilegeEscalation');
  if (!escalation || !isFalse(escalation)) return;
  const admin = each(context, 'capabilities', 'add').some((c) => textOf(c) === 'CAP_SYS_ADMIN');
  const why = isTrue(below(context, 'privileged')) ? 'privileged: true' : admin ? 'CAP_SYS_ADMIN' : undefined;
  if (why) report({ span: keySpanOf(escalation), message: `allowPrivilegeEscalation: false does not go with ${why}: no pod can be created.` });
}

/** Accepted by the server; the kubelet then refuses to start the container. */
function root(own: Field | undefined, pod: Field | undefined, report: Report): void {
  const user = below(own, 'runAsUser') ?? below(pod, 'runAsUser');
  if (!user || numberOf(user) !== 0 || !isTrue(below(own, 'runAsNonRoot') ?? below(pod, 'runAsNonRoot'))) return;
  report({ level: 'warning', span: spanOf(user), message: 'User 0 is root, which runAsNonRoot forbids: the node never starts the container.' });
}
