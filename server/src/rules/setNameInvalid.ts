import { isPlaceholder } from '../kube/form.ts';
import { setsOf, versionOf } from '../kube/pods.ts';
import type { PetSetModel } from '../kube/resource.ts';
import type { Minor } from '../kube/version.ts';
import { SUBDOMAIN } from './parts/words.ts';
import { defineRule } from './rule.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** The label controller-revision-hash (name, dash, ten characters) came with 1.7. */
const REVISIONS = 7;

/** docs/facts/petset.md#names, docs/facts/statefulset.md#set-names. Each pet is called `<set>-<ordinal>`, which is its host name and a label. */
export const setNameInvalid = defineRule({
  id: 'set-name-invalid',
  level: 'error',
  summary: 'The name of the set cannot be the host name of its pets, so the set is refused or never gets a pod.',
  source: 'Kubernetes validation of names, pod host names and labels (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const set of setsOf(document)) {
      if (!set.name || set.name.text === '' || isPlaceholder(set.name.text)) continue;
      const message = problemOf(set, set.name.text, versionOf(document, set));
      if (message) report({ span: set.name.span, message });
    }
  },
});

function problemOf(set: PetSetModel, name: string, version: Minor): string | undefined {
  // What no object may be called is the schema's business.
  if (!SUBDOMAIN.test(name) || name.length > 253) return undefined;
  if (!LABEL.test(name)) return `The dot in ${name} cannot be in the host name of a pet: the set is refused or never creates a pod.`;
  if (version >= REVISIONS) {
    return name.length > 52
      ? `${set.flavour} name ${name} is longer than 52: with the revision hash it is no label any more, and no pod is created.`
      : undefined;
  }
  const last = `${name}-${Math.max(0, (set.replicas ?? 1) - 1)}`;
  if (`${name}-0`.length > 63) return `Pet ${name}-0 has more than 63 characters, too many for a host name: no pod is created.`;
  return last.length > 63 ? `Pet ${last} has more than 63 characters, too many for a host name: the set stops before it.` : undefined;
}
