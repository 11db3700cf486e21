import type { Document } from '../kube/document.ts';
import { each, fieldOf } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { type PodSite, podsOf, versionOf } from '../kube/pods.ts';
import { judgeAnnotated } from '../schema/validate.ts';
import { parseJson } from '../yaml/json.ts';
import { scalarMap } from '../yaml/scalar.ts';
import { child, type Entry, entries, items, type Path, type TreeScalar } from '../yaml/tree.ts';
import { judgeAffinity } from './parts/affinity.ts';
import { judgeTolerations } from './parts/tolerations.ts';
import { defineRule, type Report } from './rule.ts';

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const SYSCTL = /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*=.*$/;

/** docs/facts/petset.md#template-annotations-that-are-checked. Values that are no strings are the schema's business. */
export const annotationValue = defineRule({
  id: 'annotation-value',
  level: 'error',
  summary: 'An annotation of the pod template that Kubernetes reads has a value that it cannot read, so the API server refuses the set.',
  source: 'Kubernetes validation of the annotations of pods (observed on 1.4.4; for AppArmor on 1.34.4 too).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const path = [...pod.template.path, 'metadata', 'annotations'];
      for (const entry of entries(child(child(pod.template.tree, 'metadata'), 'annotations'))) {
        const { value } = entry;
        if (value.kind !== 'scalar' || typeof value.value !== 'string' || isPlaceholder(value.value)) continue;
        judge(entry, value, value.value, [...path, entry.key], pod, document, report);
      }
    }
  },
});

function judge(entry: Entry, scalar: TreeScalar, value: string, path: Path, pod: PodSite, document: Document, report: Report): void {
  const version = versionOf(document, pod.owner);
  const say = (message: string): void => report({ span: scalar.span, message: `${message}: the API server refuses it.` });
  const { key } = entry;
  if (key.startsWith(APPARMOR)) {
    const name = key.slice(APPARMOR.length);
    const all = [...pod.template.containers, ...pod.template.initContainers];
    if (version >= 4 && !all.some((c) => c.name?.text === name) && !all.some((c) => isPlaceholder(c.name?.text ?? '')))
      report({ span: entry.keySpan, message: `No container is called ${name}: the API server refuses it.` });
    if (!/^(|unconfined|runtime\/default|localhost\/.*)$/.test(value)) say('An AppArmor profile is runtime/default, unconfined or localhost/NAME');
  }
  if (/^(container\.)?seccomp\.security\.alpha\.kubernetes\.io\//.test(key) && version < 27) {
    const file = /^localhost\/(.*)$/s.exec(value)?.[1];
    if (file === undefined ? !/^(unconfined|docker\/default|runtime\/default)$/.test(value) : !/^[^/]/.test(file) || /(^|\/)\.\.(\/|$)/.test(file))
      say('A seccomp profile is docker/default, unconfined or localhost/ and a relative path');
  }
  if (version >= 7) return;
  if (/^pod\.beta\.kubernetes\.io\/(hostname|subdomain)$/.test(key) && !LABEL.test(value))
    say('A host name or subdomain is a DNS label: lower-case letters, digits and dashes, at most 63');
  if (/^security\.alpha\.kubernetes\.io\/(unsafe-)?sysctls$/.test(key) && version >= 4 && value !== '') {
    if (!value.split(',').every((s) => SYSCTL.test(s))) say('Kernel parameters are written name=value, separated by commas');
  }
  const list = key === 'scheduler.alpha.kubernetes.io/tolerations';
  if ((!list && key !== 'scheduler.alpha.kubernetes.io/affinity') || version > 5) return;
  json(scalar, path, list, document, say, report);
}

function json(scalar: TreeScalar, path: Path, list: boolean, document: Document, say: (message: string) => void, report: Report): void {
  const map = scalarMap(scalar, document.text);
  const { root, problems } = parseJson(map, scalar.style);
  const [problem] = problems;
  if (problem) report({ span: problem.span, path, message: `The annotation is not JSON: ${problem.message}. The API server refuses it.` });
  else if (root?.kind !== (list ? 'seq' : 'map')) {
    if (root?.kind !== 'scalar' || root.value !== null) say(list ? 'Tolerations are a JSON list' : 'An affinity is a JSON object');
  } else {
    // The server names the annotation, not what is in it.
    const within: Report = (finding) => report({ ...finding, path });
    const judged = list ? items(root).map((tree) => ['toleration', tree] as const) : [['affinity', root] as const];
    for (const [what, tree] of judged) {
      for (const found of judgeAnnotated(what, document, { tree, path, json: map })) {
        // Where the key may be empty is a matter of the term.
        if (!/^`topologyKey` (is missing|has no|must not be empty)/.test(found.message))
          within({ span: found.span, message: found.message, level: found.level });
      }
    }
    if (list) judgeTolerations(each(fieldOf(root, path)), true, within);
    else judgeAffinity(fieldOf(root, path), true, within);
  }
}
