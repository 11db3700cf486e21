import type { Bundle } from '../kube/bundle.ts';
import { below, each, type Field, fieldOf, spanOf, textOf } from '../kube/field.ts';
import type { PodTemplate } from '../kube/pod.ts';
import { podsOf } from '../kube/pods.ts';
import type { NamedSummary } from '../kube/summary.ts';
import { nearest } from '../text/nearest.ts';
import { replaceScalar } from '../yaml/edit.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Report } from './rule.ts';

/** Something that names a ConfigMap, Secret or account: where its name stands, and the keys that it names. */
interface Reference {
  readonly type: NamedSummary['type'];
  readonly name: Field;
  readonly keys: readonly Field[];
}

const KINDS: Readonly<Record<NamedSummary['type'], readonly [kind: string, without: string]>> = {
  configMap: ['ConfigMap', 'the container never starts'],
  secret: ['Secret', 'the container never starts'],
  account: ['ServiceAccount', 'no pod can be created'],
};

/**
 * A hint where the file brings objects of that kind and not this one: it may be in the cluster already. A key that a ConfigMap or Secret of
 * the same file lacks is missing for sure.
 */
export const configMissing = defineRule({
  id: 'config-missing',
  level: 'hint',
  summary: 'A ConfigMap or Secret, one of its keys, or a ServiceAccount that the pods need is not in these files; without it they never start.',
  source:
    'kubelet: CreateContainerConfigError, or FailedMount, until the object and the key are there; admission: `serviceaccount not found` (accepted in silence by 1.4.4 and 1.34.4).',
  checkBundle(document, bundle, report) {
    for (const { owner, template } of podsOf(document))
      for (const reference of references(template)) judge(reference, owner.namespace, bundle, report, document.text);
  },
});

function judge({ type, name, keys }: Reference, namespace: string | undefined, bundle: Bundle, report: Report, chunk: string): void {
  const here = bundle.namedHere(type, namespace);
  const wanted = textOf(name);
  if (here.length === 0 || wanted === undefined || wanted === '') return;
  const [kind, without] = KINDS[type];
  const own = here.find((summary) => summary.name === wanted);
  if (own && own.type !== 'account') {
    // Somebody else fills a Secret without any.
    if (own.type === 'secret' && own.keys.length === 0) return;
    for (const key of keys) judgeKey(key, `${kind} ${wanted}`, own.keys, report, chunk);
    return;
  }
  if (own || bundle.hasNamed(type, namespace, wanted)) return;
  const near = nearest(
    wanted,
    here.map((summary) => summary.name),
  );
  report({
    span: spanOf(name),
    message: `No ${kind} called ${wanted} is in these files${near === undefined ? '' : ` (${near} is)`}; unless the cluster has it, ${without}.`,
    fixes: replacement(name, near, chunk),
  });
}

function judgeKey(key: Field, owner: string, known: readonly string[], report: Report, chunk: string): void {
  const wanted = textOf(key);
  if (wanted === undefined || known.includes(wanted)) return;
  const near = nearest(wanted, known);
  report({
    level: 'warning',
    span: spanOf(key),
    message: `${owner} has no key ${wanted}: the container never starts.`,
    fixes: replacement(key, near, chunk),
  });
}

function replacement({ tree }: Field, by: string | undefined, chunk: string): ReturnType<typeof fix> {
  return by === undefined || tree.kind !== 'scalar' ? [] : fix(`Change to ${by}`, [replaceScalar(tree, by, chunk)]);
}

function references(template: PodTemplate): Reference[] {
  const spec = template.spec && fieldOf(template.spec, [...template.path, 'spec']);
  if (!spec) return [];
  const containers = [...each(spec, 'initContainers'), ...each(spec, 'containers')];
  const account = below(spec, 'serviceAccountName') ?? below(spec, 'serviceAccount');
  return [
    ...containers.flatMap((c) => each(c, 'env')).flatMap((e) => referencesAt(below(e, 'valueFrom'), 'configMapKeyRef', 'secretKeyRef', oneKey)),
    ...containers.flatMap((c) => each(c, 'envFrom')).flatMap((e) => referencesAt(e, 'configMapRef', 'secretRef', () => [])),
    ...each(spec, 'volumes').flatMap((v) => [
      ...referencesAt(v, 'configMap', 'secret', itemKeys),
      ...each(below(v, 'projected'), 'sources').flatMap((s) => referencesAt(s, 'configMap', 'secret', itemKeys)),
    ]),
    // Every namespace has this one.
    ...(account && textOf(account) !== 'default' ? [{ type: 'account' as const, name: account, keys: [] }] : []),
  ];
}

const itemKeys = (at: Field): readonly Field[] => each(at, 'items').flatMap((item) => one(below(item, 'key')));

const oneKey = (at: Field): readonly Field[] => one(below(at, 'key'));

function one(place: Field | undefined): readonly Field[] {
  return place ? [place] : [];
}

function referencesAt(at: Field | undefined, map: string, secret: string, keysOf: (at: Field) => readonly Field[]): Reference[] {
  return [...referenceAt('configMap', below(at, map), keysOf), ...referenceAt('secret', below(at, secret), keysOf)];
}

/** The Secret of a volume has its name under another key than all others. */
function referenceAt(type: Reference['type'], at: Field | undefined, keysOf: (at: Field) => readonly Field[]): Reference[] {
  const name = below(at, 'name') ?? below(at, 'secretName');
  const optional = below(at, 'optional')?.tree;
  if (!at || !name || (optional?.kind === 'scalar' && optional.value === true)) return [];
  return [{ type, name, keys: keysOf(at) }];
}
