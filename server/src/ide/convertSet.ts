import type { Document } from '../kube/document.ts';
import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { ALPHA_CLASS } from '../kube/storageClass.ts';
import { CURRENT, type Minor } from '../kube/version.ts';
import { at, entries, entryOf, type Path, str } from '../yaml/tree.ts';
import { insertAnnotation, insertBlock, insertContext, inTurn, podOf, removeAt, reread, type Step } from './convertEdits.ts';
import { annotationToField } from './convertInit.ts';
import { profilesToFields } from './convertProfiles.ts';
import { claimsOf, classToField } from './convertStorage.ts';

const SCHEDULER = 'scheduler.alpha.kubernetes.io/';
const SYSCTLS = /^security\.alpha\.kubernetes\.io\/(unsafe-)?sysctls$/;
/** Written by the cluster, or about pods that the controller now names itself. */
const SERVER_FIELDS = ['uid', 'resourceVersion', 'selfLink', 'creationTimestamp', 'generation', 'clusterName'];
const SERVER_ANNOTATIONS = ['kubernetes.io/created-by', 'kubectl.kubernetes.io/last-applied-configuration'];
const POD_ANNOTATIONS = [
  'pod.alpha.kubernetes.io/init-container-statuses',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.beta.kubernetes.io/hostname',
  'pod.beta.kubernetes.io/subdomain',
];
const TEMPLATE: Path = ['spec', 'template'];
const ANNOTATIONS: Path = [...TEMPLATE, 'metadata', 'annotations'];
const INITIALIZED = 'pod.alpha.kubernetes.io/initialized';

/** The versions that a PetSet is converted for: the newest of each apiVersion, and 1.5, which still reads the annotations of 1.4. */
export const TARGETS: readonly Minor[] = [CURRENT, 8, 7, 5];

export function apiVersionOf(target: Minor): string {
  return target >= 9 ? 'apps/v1' : target >= 8 ? 'apps/v1beta2' : 'apps/v1beta1';
}

/** docs/facts/statefulset.md#from-petset-to-statefulset: what becomes what on a cluster of the target version, and what has no equivalent there. */
export function toStatefulSet(document: Document, target: Minor): { readonly step: Step; readonly lost: readonly string[] } {
  const lost: string[] = [];
  if (target >= 8 && !isInitialized(document)) lost.push('the pause of a set whose pets are not initialized');
  if (podOf(document)?.name?.text.includes('.') && target >= 9) lost.push('the dot in the name');
  if (target >= 6 && document.text.includes(ALPHA_CLASS)) lost.push('the alpha storage class');
  return { lost, step: inTurn(stepsFor(target)) };
}

function isInitialized(document: Document): boolean {
  return /^(1|t|true)$/i.test(str(at(document.yaml.root, ...ANNOTATIONS, INITIALIZED)) ?? '');
}

const drop =
  (path: Path): Step =>
  (document) =>
    removeAt(document, path);

/** At the end, as the object is a PetSet until then. A version that the apiVersion does not tell is said in a comment. */
const head =
  (target: Minor): Step =>
  (document) => {
    const { root } = document.yaml;
    const [kind, version] = [entryOf(root, 'kind')?.value.span, entryOf(root, 'apiVersion')?.value.span];
    if (!kind || !version) return undefined;
    const edits = [
      { ...kind, text: 'StatefulSet' },
      { ...version, text: apiVersionOf(target) },
    ].sort((a, b) => b.start - a.start);
    const text = edits.reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), document.text);
    const said = text.replace(/^([ \t]*#[ \t]*petset:.*?\bkubernetes=)\S+/m, `$11.${target}`);
    return said !== text || target === CURRENT ? said : text.replace(/^(---[^\n]*\n)?/, `$1# petset: kubernetes=1.${target}\n`);
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
  const text = insertContext(document, [...TEMPLATE, 'spec'], 'sysctls', value);
  return text === undefined ? undefined : found.reduce((t, e) => removeAt(reread(document, t), [...ANNOTATIONS, e.key]), text);
};

/** On 1.5 to 1.7 a set without the word runs, and a PetSet without it waits. */
const pause: Step = (document) => {
  if (isInitialized(document)) return removeAt(document, [...ANNOTATIONS, INITIALIZED]);
  const dropped = removeAt(document, [...ANNOTATIONS, INITIALIZED]);
  return insertAnnotation(reread(document, dropped), [...TEMPLATE, 'metadata'], INITIALIZED, () => '"false"');
};

const oldClass: Step = (document) =>
  claimsOf(document).reduce((text, path) => removeAt(reread(document, text), [...path, 'metadata', 'annotations', ALPHA_CLASS]), document.text);

const account: Step = (document) => {
  const pod = podOf(document)?.template?.spec;
  const old = entryOf(pod, 'serviceAccount');
  if (!old || old.merged) return document.text;
  if (entryOf(pod, 'serviceAccountName')) return removeAt(document, [...TEMPLATE, 'spec', 'serviceAccount']);
  return `${document.text.slice(0, old.keySpan.start)}serviceAccountName${document.text.slice(old.keySpan.end)}`;
};

const init: Step = (document) => (document.embedded.length === 0 ? document.text : annotationToField(document));

/** What a cluster of the target version has a field for becomes the field; what it still reads as an annotation stays one. */
function stepsFor(target: Minor): readonly Step[] {
  const since = (version: Minor, ...steps: readonly Step[]): readonly Step[] => (target >= version ? steps : []);
  return [
    ...[['status'], ...SERVER_FIELDS.map((key) => ['metadata', key]), ...SERVER_ANNOTATIONS.map((key) => ['metadata', 'annotations', key])].map(drop),
    ...since(6, init, ...['affinity', 'tolerations'].map(moved), ...[INIT_ALPHA, INIT_BETA].map((key) => drop([...ANNOTATIONS, key])), classToField, oldClass),
    ...since(11, sysctls),
    profilesToFields(target),
    ...POD_ANNOTATIONS.map((key) => drop([...ANNOTATIONS, key])),
    target >= 8 ? drop([...ANNOTATIONS, INITIALIZED]) : pause,
    account,
    ...since(
      7,
      spec('updateStrategy', () => ({ type: 'OnDelete' })),
    ),
    spec('selector', labels),
    head(target),
  ];
}
