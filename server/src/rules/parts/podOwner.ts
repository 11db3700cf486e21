import type { Document } from '../../kube/document.ts';
import { below, each, type Field, keySpanOf, repeated, spanOf, textOf } from '../../kube/field.ts';
import { isPlaceholder } from '../../kube/form.ts';
import type { PodSite } from '../../kube/pods.ts';
import type { Report } from '../rule.ts';

/** The priority comes from the class, the overhead from the runtime class: what stands here must not differ. */
export function judgeComputed(spec: Field, report: Report): void {
  const needs = [
    ['preemptionPolicy', 'priorityClassName', 'PreemptLowerPriority'],
    ['priority', 'priorityClassName', 0],
    ['overhead', 'runtimeClassName', undefined],
  ] as const;
  for (const [key, source, fallback] of needs) {
    const said = below(spec, key);
    if (!said || below(spec, source) || (said.tree.kind === 'scalar' && said.tree.value === fallback)) continue;
    report({ span: spanOf(said), message: `${key} is taken from ${source}, which is not set: admission refuses every pod.` });
  }
}

export function judgeGates(spec: Field, report: Report): void {
  for (const gate of repeated(each(spec, 'schedulingGates'), (g) => textOf(below(g, 'name')))) {
    report({ span: spanOf(below(gate, 'name') ?? gate), message: 'This scheduling gate stands here twice: refused.' });
  }
  const node = below(spec, 'nodeName');
  if (node && textOf(node) && each(spec, 'schedulingGates').length > 0)
    report({ span: spanOf(node), message: 'A pod with scheduling gates has no node yet: refused.' });
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

export function judgeOwner(spec: Field, pod: PodSite, report: Report): void {
  const ephemeral = below(spec, 'ephemeralContainers');
  if (ephemeral && each(spec, 'ephemeralContainers').length > 0)
    report({ span: keySpanOf(ephemeral), message: 'Ephemeral containers are added to a running pod; in a manifest they are refused.' });
  const deadline = below(spec, 'activeDeadlineSeconds');
  if (deadline && pod.owner.type === 'set')
    report({ span: keySpanOf(deadline), message: 'Pets run for ever: the API server refuses a StatefulSet with activeDeadlineSeconds.' });
}

/** Of a pod by itself: in a template the controller overwrites them all. Before, the schema says it, of templates too. */
export function judgeHostname(spec: Field, pod: PodSite, { version }: Document, report: Report): void {
  if (pod.owner.type !== 'pod' || version <= 4) return;
  const own = pod.owner.name;
  if (own && version >= 27 && !isPlaceholder(own.text) && !LABEL.test(own.text) && below(spec, 'hostname') === undefined)
    report({
      level: 'warning',
      span: own.span,
      message: 'The name becomes the hostname of the pod, which has no dots and at most 63 characters: it is cut, and names may not resolve as expected.',
    });
  for (const key of ['hostname', 'subdomain']) {
    const name = below(spec, key);
    const word = textOf(name);
    if (name && word && !LABEL.test(word))
      report({ span: spanOf(name), message: `${key} must be a DNS label (lower-case letters, digits, dashes; no dot): refused.` });
  }
}
