import type { Document } from '../kube/document.ts';
import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { at, child, entries, entryOf, type Path, str } from '../yaml/tree.ts';
import { insertBlock, podOf, removeAt, reread, type Step } from './convertEdits.ts';
import { annotationToField } from './convertInit.ts';

const SCHEDULER = 'scheduler.alpha.kubernetes.io/';
const SYSCTLS = /^security\.alpha\.kubernetes\.io\/(unsafe-)?sysctls$/;
/** Written by the cluster, or about pods that the controller now names itself. */
const SERVER_FIELDS = ['uid', 'resourceVersion', 'selfLink', 'creationTimestamp', 'generation', 'clusterName'];
const SERVER_ANNOTATIONS = ['kubernetes.io/created-by', 'kubectl.kubernetes.io/last-applied-configuration'];
const POD_ANNOTATIONS = [
  'pod.alpha.kubernetes.io/initialized',
  'pod.alpha.kubernetes.io/init-container-statuses',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.beta.kubernetes.io/hostname',
  'pod.beta.kubernetes.io/subdomain',
];
const TEMPLATE: Path = ['spec', 'template'];
const ANNOTATIONS: Path = [...TEMPLATE, 'metadata', 'annotations'];
const CLAIM_CLASS = 'volume.beta.kubernetes.io/storage-class';
const OLD_CLAIM_CLASS = 'volume.alpha.kubernetes.io/storage-class';

/** petset.md 6.3, for apps/v1: what becomes what, and what has no equivalent. */
export function toStatefulSet(document: Document): { readonly step: Step; readonly lost: readonly string[] } {
  const lost: string[] = [];
  const annotations = child(child(podOf(document)?.template?.tree, 'metadata'), 'annotations');
  const initialized = entries(annotations).find((e) => e.key === POD_ANNOTATIONS[0]);
  if (!/^(1|t|true)$/i.test(str(initialized?.value) ?? '')) lost.push('the pause of a set whose pets are not initialized');
  if (podOf(document)?.name?.text.includes('.')) lost.push('the dot in the name');
  if (document.text.includes(OLD_CLAIM_CLASS)) lost.push('the alpha storage class');
  return { lost, step: (d) => STEPS.reduce<string | undefined>((text, step) => (text === undefined ? undefined : step(reread(d, text))), d.text) };
}

const drop =
  (path: Path): Step =>
  (document) =>
    removeAt(document, path);

/** At the end, as the object is a PetSet until then. */
const head: Step = (document) => {
  const { root } = document.yaml;
  const [kind, version] = [entryOf(root, 'kind')?.value.span, entryOf(root, 'apiVersion')?.value.span];
  if (!kind || !version) return undefined;
  const edits = [
    { ...kind, text: 'StatefulSet' },
    { ...version, text: 'apps/v1' },
  ].sort((a, b) => b.start - a.start);
  const text = edits.reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), document.text);
  return text.replace(/^([ \t]*#[ \t]*petset:[ \t]*kubernetes=)\S+/m, '$11.34');
};

const spec =
  (key: string, value: (document: Document) => unknown): Step =>
  (document) => {
    const map = at(document.yaml.root, 'spec');
    const found = value(document);
    return map?.kind !== 'map' || entryOf(map, key) || found === undefined ? document.text : insertBlock(document, map, key, found);
  };

function labels(document: Document): unknown {
  const own = podOf(document)?.template?.labels.values;
  return own && own.size > 0 ? { matchLabels: Object.fromEntries(own) } : undefined;
}

/** An annotation whose JSON is now a field of the pod spec. */
const moved =
  (name: string): Step =>
  (document) => {
    const pod = podOf(document)?.template?.spec;
    const json = str(at(document.yaml.root, ...ANNOTATIONS, SCHEDULER + name));
    if (!pod || json === undefined || entryOf(pod, name)) return document.text;
    const value = parse(json);
    if (value === undefined) return undefined;
    const text = insertBlock(document, pod, name, value);
    return text === undefined ? undefined : removeAt(reread(document, text), [...ANNOTATIONS, SCHEDULER + name]);
  };

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Kernel parameters go into the securityContext of the pod, where that is not written out yet. */
const sysctls: Step = (document) => {
  const pod = podOf(document)?.template?.spec;
  const found = entries(at(document.yaml.root, ...ANNOTATIONS)).filter((e) => SYSCTLS.test(e.key));
  if (!pod || found.length === 0) return document.text;
  const rows = found.flatMap((e) => (str(e.value) ?? '').split(',').filter((row) => row.includes('=')));
  const value = rows.map((row) => ({ name: row.slice(0, row.indexOf('=')), value: row.slice(row.indexOf('=') + 1) }));
  const context = child(pod, 'securityContext');
  const text =
    context?.kind === 'map'
      ? insertBlock(document, context, 'sysctls', value)
      : context
        ? undefined
        : insertBlock(document, pod, 'securityContext', { sysctls: value });
  return text === undefined ? undefined : found.reduce((t, e) => removeAt(reread(document, t), [...ANNOTATIONS, e.key]), text);
};

const claims: Step = (document) => {
  const owner = podOf(document);
  let text = document.text;
  for (const { path } of owner?.type === 'set' ? owner.claimTemplates : []) {
    const now = reread(document, text);
    const claim = at(now.yaml.root, ...path);
    const named = str(at(claim, 'metadata', 'annotations', CLAIM_CLASS));
    const map = child(claim, 'spec');
    const written = named !== undefined && map?.kind === 'map' && !entryOf(map, 'storageClassName') ? insertBlock(now, map, 'storageClassName', named) : text;
    if (written === undefined) return undefined;
    text = [CLAIM_CLASS, OLD_CLAIM_CLASS].reduce((t, key) => removeAt(reread(document, t), [...path, 'metadata', 'annotations', key]), written);
  }
  return text;
};

const account: Step = (document) => {
  const pod = podOf(document)?.template?.spec;
  const old = entryOf(pod, 'serviceAccount');
  if (!old || old.merged) return document.text;
  if (entryOf(pod, 'serviceAccountName')) return removeAt(document, [...TEMPLATE, 'spec', 'serviceAccount']);
  return `${document.text.slice(0, old.keySpan.start)}serviceAccountName${document.text.slice(old.keySpan.end)}`;
};

const init: Step = (document) => (document.embedded.length === 0 ? document.text : annotationToField(document));

const STEPS: readonly Step[] = [
  ...[['status'], ...SERVER_FIELDS.map((key) => ['metadata', key]), ...SERVER_ANNOTATIONS.map((key) => ['metadata', 'annotations', key])].map(drop),
  init,
  ...['affinity', 'tolerations'].map(moved),
  sysctls,
  ...[...POD_ANNOTATIONS, INIT_ALPHA, INIT_BETA].map((key) => drop([...ANNOTATIONS, key])),
  claims,
  account,
  spec('updateStrategy', () => ({ type: 'OnDelete' })),
  spec('selector', labels),
  head,
];
