import type { ConfigMapSummary, Placed } from '../kube/bundle.ts';
import type { PodTemplate } from '../kube/pod.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { below, each, type Place, placeOf, spanOf, text } from './place.ts';
import { defineRule, type Report } from './rule.ts';
import { fix, nearest, podsOf } from './visit.ts';

/** Something that reads a ConfigMap: where its name stands, and the keys that it names. */
interface Reference {
  readonly name: Place;
  readonly keys: readonly Place[];
}

/**
 * A hint where the file brings ConfigMaps of its own and not this one: it may be in the cluster already. A key that a ConfigMap of the
 * same file lacks is missing for sure.
 */
export const configMissing = defineRule({
  id: 'config-missing',
  level: 'hint',
  summary: 'A ConfigMap or one of its keys that a container needs is not in these files; without it the container never starts.',
  source: 'kubelet: CreateContainerConfigError, or FailedMount, until the ConfigMap and the key are there (accepted in silence by 1.4.4 and 1.34.4).',
  checkBundle(document, bundle, report) {
    for (const { owner, template } of podsOf(document)) {
      const here = bundle.configMapsHere(owner.namespace);
      if (here.length === 0) continue;
      for (const reference of references(template)) {
        judge(reference, here, (name) => bundle.hasConfigMap(owner.namespace, name), report, document.text);
      }
    }
  },
});

function judge(
  { name, keys }: Reference,
  here: readonly Placed<ConfigMapSummary>[],
  isInSight: (name: string) => boolean,
  report: Report,
  chunk: string,
): void {
  const wanted = text(name);
  if (wanted === undefined || wanted === '') return;
  const own = here.find(({ summary }) => summary.name === wanted);
  if (own) {
    for (const key of keys) judgeKey(key, wanted, own.summary.keys, report, chunk);
    return;
  }
  if (isInSight(wanted)) return;
  const near = nearest(
    wanted,
    here.map(({ summary }) => summary.name),
  );
  report({
    span: spanOf(name),
    message: `No ConfigMap called ${wanted} is in these files${near === undefined ? '' : ` (${near} is)`}; unless the cluster has it, the container never starts.`,
    fixes: replacement(name, near, chunk),
  });
}

function judgeKey(key: Place, map: string, known: readonly string[], report: Report, chunk: string): void {
  const wanted = text(key);
  if (wanted === undefined || known.includes(wanted)) return;
  const near = nearest(wanted, known);
  report({
    level: 'warning',
    span: spanOf(key),
    message: `ConfigMap ${map} has no key ${wanted}: the container never starts.`,
    fixes: replacement(key, near, chunk),
  });
}

function replacement({ tree }: Place, by: string | undefined, chunk: string): ReturnType<typeof fix> {
  return by === undefined || tree.kind !== 'scalar' ? [] : fix(`Change to ${by}`, [replaceScalar(tree, by, chunk)]);
}

function references(template: PodTemplate): Reference[] {
  const spec = template.spec && placeOf(template.spec, [...template.path, 'spec']);
  if (!spec) return [];
  const containers = [...each(spec, 'initContainers'), ...each(spec, 'containers')];
  return [
    ...containers.flatMap((c) => each(c, 'env')).flatMap((e) => referenceAt(below(e, 'valueFrom', 'configMapKeyRef'), (at) => one(below(at, 'key')))),
    ...containers.flatMap((c) => each(c, 'envFrom')).flatMap((e) => referenceAt(below(e, 'configMapRef'), () => [])),
    ...each(spec, 'volumes').flatMap((v) => [
      ...referenceAt(below(v, 'configMap'), itemKeys),
      ...each(below(v, 'projected'), 'sources').flatMap((s) => referenceAt(below(s, 'configMap'), itemKeys)),
    ]),
  ];
}

const itemKeys = (at: Place): readonly Place[] => each(at, 'items').flatMap((item) => one(below(item, 'key')));

function one(place: Place | undefined): readonly Place[] {
  return place ? [place] : [];
}

function referenceAt(at: Place | undefined, keysOf: (at: Place) => readonly Place[]): Reference[] {
  const name = below(at, 'name');
  const optional = below(at, 'optional')?.tree;
  if (!at || !name || (optional?.kind === 'scalar' && optional.value === true)) return [];
  return [{ name, keys: keysOf(at) }];
}
