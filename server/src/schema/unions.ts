import type { Finding } from '../rules/rule.ts';
import { at, child, type Entry, entryOf, isNull, items, type Path, str, type Tree } from '../yaml/tree.ts';
import { keysOf, listed } from './definitions.ts';
import { type Subject, schemaAt } from './site.ts';

/** An object of which only some keys may stand together. `*` in a path is every item of a list. */
interface Union {
  readonly path: Path;
  /** Undefined: all but `name`. */
  readonly keys: readonly string[] | undefined;
  /** Whether one of them must stand. */
  readonly needed: boolean;
}

const ACTIONS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const VARIABLES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
/** Known before, but dropped because the feature gate was off until then: nothing is left of it. */
const GATED: Readonly<Record<string, number>> = { fileKeyRef: 35, image: 35 };

const OF_CONTAINER: readonly Union[] = [
  { path: ['env', '*', 'valueFrom'], keys: VARIABLES, needed: true },
  { path: ['envFrom', '*'], keys: ['configMapRef', 'secretRef'], needed: true },
];

/** Init containers have none of these, which a rule says; sidecars do. */
const OF_APP: readonly Union[] = [
  ...OF_CONTAINER,
  ...PROBES.map((probe) => ({ path: [probe], keys: ACTIONS, needed: true })),
  ...['postStart', 'preStop'].map((hook) => ({ path: ['lifecycle', hook], keys: ACTIONS, needed: true })),
];

const ONE_KIND: Union = { path: [], keys: undefined, needed: false };

const OF_VOLUME: readonly Union[] = [
  { path: ['downwardAPI', 'items', '*'], keys: ['fieldRef', 'resourceFieldRef'], needed: true },
  { path: ['projected', 'sources', '*', 'downwardAPI', 'items', '*'], keys: ['fieldRef', 'resourceFieldRef'], needed: true },
  {
    path: ['projected', 'sources', '*'],
    keys: ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'],
    needed: false,
  },
];

/** Two actions of a probe, two kinds of a volume, a variable from nowhere: in the pod spec at `steps`. */
export function judgePodSpec(subject: Subject, steps: Path): Finding[] {
  const spec = at(subject.tree, ...steps);
  const containers = items(child(spec, 'containers')).flatMap((c, i) => judgeContainer(subject, c, [...steps, 'containers', i], OF_APP));
  const init = items(child(spec, 'initContainers')).flatMap((c, i) => {
    const isSidecar = str(child(c, 'restartPolicy')) === 'Always';
    return judgeContainer(subject, c, [...steps, 'initContainers', i], isSidecar ? OF_APP : OF_CONTAINER);
  });
  const volumes = items(child(spec, 'volumes')).flatMap((volume, i) => {
    const place = [...steps, 'volumes', i];
    return [...choose(subject, volume, place, ONE_KIND, undefined), ...judgeAll(subject, volume, place, OF_VOLUME)];
  });
  return [...containers, ...init, ...volumes];
}

/** The same in the JSON of an init-container annotation. */
export function judgeInitContainers(subject: Subject): Finding[] {
  return items(subject.tree).flatMap((c, i) => judgeContainer(subject, c, [i], OF_CONTAINER));
}

function judgeContainer(subject: Subject, tree: Tree, steps: Path, unions: readonly Union[]): Finding[] {
  return [...judgeAll(subject, tree, steps, unions), ...items(child(tree, 'env')).flatMap(valueTwice)];
}

const NO_SCHEMA = { schema: {}, file: '', name: '' };

/** One walk over the keys that are there: most containers have none of those that matter. */
function judgeAll(subject: Subject, tree: Tree, steps: Path, unions: readonly Union[]): Finding[] {
  if (tree.kind !== 'map') return [];
  const found: Finding[] = [];
  for (const entry of tree.entries) {
    for (const union of unions)
      if (union.path[0] === entry.key && entryOf(tree, entry.key) === entry) found.push(...judge(subject, tree, steps, union, union.path));
  }
  return found;
}

function judge(subject: Subject, tree: Tree, steps: Path, union: Union, path: Path, entry?: Entry): Finding[] {
  const [step, ...rest] = path;
  if (step === undefined) return isNull(tree) && union.needed ? [nothing(subject, tree, steps, union)] : choose(subject, tree, steps, union, entry);
  if (step === '*') return tree.kind === 'seq' ? tree.items.flatMap((item, i) => judge(subject, item, [...steps, i], union, rest)) : [];
  const below = entryOf(tree, String(step));
  return below && !isNull(below.value) ? judge(subject, below.value, [...steps, step], union, rest, below) : [];
}

function choose(subject: Subject, tree: Tree, steps: Path, union: Union, entry: Entry | undefined): Finding[] {
  if (tree.kind !== 'map' || isReplaced(subject, tree)) return [];
  const candidates = tree.entries.filter(
    (e) => !isNull(e.value) && !isGated(subject, e.key) && (union.keys ? has(subject, union.keys, e.key) : e.key !== 'name'),
  );
  if (candidates.length === 1 || (candidates.length === 0 && !union.needed)) return [];
  const known = keysOf(schemaAt(subject, steps) ?? NO_SCHEMA);
  const [first, second] = new Map(candidates.filter((e) => has(subject, known, e.key)).map((e) => [e.key, e])).values();
  if (first && second) {
    const message = `\`${second.key}\` cannot stand beside \`${first.key}\`: only one of them is allowed, so no pod is created.`;
    return [{ rule: 'bad-value', level: 'error', span: second.keySpan, message, path: [...subject.path, ...steps, second.key] }];
  }
  const keys = (union.keys ?? []).filter((key) => known.includes(key) && !isGated(subject, key));
  // A key that is not known was probably meant to be the one that is missing.
  if (first || keys.length === 0 || tree.entries.some((e) => !has(subject, known, e.key))) return [];
  const span = entry?.keySpan ?? tree.entries[0]?.keySpan ?? tree.span;
  return [{ rule: 'missing-field', level: 'error', span, message: `One of ${listed(keys)} is needed here.`, path: [...subject.path, ...steps] }];
}

function nothing(subject: Subject, tree: Tree, steps: Path, union: Union): Finding {
  const span = { start: tree.span.start, end: Math.max(tree.span.end, tree.span.start + 1) };
  return { rule: 'missing-field', level: 'error', span, message: `One of ${listed(union.keys ?? [])} is needed here.`, path: [...subject.path, ...steps] };
}

/** A volume with an image becomes an emptyDir while the gate is off, whatever else it says. */
function isReplaced(subject: Subject, tree: Tree): boolean {
  return isGated(subject, 'image') && entryOf(tree, 'image') !== undefined && entryOf(tree, 'mountPath') === undefined && entryOf(tree, 'env') === undefined;
}

function isGated(subject: Subject, key: string): boolean {
  return subject.version < (GATED[key] ?? 0);
}

function has(subject: Subject, keys: readonly string[], key: string): boolean {
  return keys.includes(key) || (subject.json !== undefined && keys.some((k) => k.toLowerCase() === key.toLowerCase()));
}

function valueTwice(variable: Tree): Finding[] {
  const value = entryOf(variable, 'value')?.value;
  const from = entryOf(variable, 'valueFrom');
  if (!from || isNull(from.value) || value?.kind !== 'scalar' || isNull(value) || value.value === '') return [];
  return [
    {
      rule: 'bad-value',
      level: 'error',
      span: from.keySpan,
      message: '`valueFrom` cannot stand beside `value`: only one of them is allowed, so no pod is created.',
    },
  ];
}
