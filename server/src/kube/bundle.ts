import type { Span } from '../text/span.ts';
import { child, entries, isNull, items, str, type Tree } from '../yaml/tree.ts';
import type { Document } from './document.ts';
import { type Limits, limitsOf } from './limits.ts';
import type { OtherModel, PetSetModel, Resource } from './resource.ts';

/** What other documents need to know of an object: small, so that a workspace of thousands fits in memory. */
export type Summary = ServiceSummary | SetSummary | NamedSummary | LimitsSummary;

/** What pods name: they wait for it, or are refused without it. */
export type NamedSummary = ConfigMapSummary | SecretSummary | AccountSummary;

interface Common {
  /** Empty for the context's namespace. */
  readonly namespace: string;
  readonly name: string;
  /** Of the name, in the chunk. */
  readonly span: Span;
}

export interface ServiceSummary extends Common {
  readonly type: 'service';
  readonly headless: boolean;
  readonly selector: ReadonlyMap<string, string>;
  readonly hasSelector: boolean;
  readonly portCount: number;
  /** Where `clusterIP` is, or the spec's key. */
  readonly headlessSpan: Span;
  readonly publishesNotReady: boolean;
}

export interface SetSummary extends Common {
  readonly type: 'set';
  readonly flavour: 'PetSet' | 'StatefulSet';
  readonly serviceName: string | undefined;
  readonly podLabels: ReadonlyMap<string, string>;
  readonly portNames: readonly string[];
  /** One pet at most. Not its number: whoever types it would have every document of the file judged anew. */
  readonly isLone: boolean;
}

export interface ConfigMapSummary extends Common {
  readonly type: 'configMap';
  readonly data: ReadonlyMap<string, string>;
  /** Those of binaryData too. */
  readonly keys: readonly string[];
}

interface SecretSummary extends Common {
  readonly type: 'secret';
  readonly keys: readonly string[];
}

interface AccountSummary extends Common {
  readonly type: 'account';
}

/** A ResourceQuota or LimitRange. */
export interface LimitsSummary extends Common, Limits {
  readonly type: 'limits';
  readonly kind: string;
}

/** A summary and where it stands: its file (URI or path) and the offset of its chunk in that file. */
export interface Placed<S extends Summary = Summary> {
  readonly summary: S;
  readonly file: string;
  readonly chunkStart: number;
}

/** All objects that are judged together, as one file sees them: the documents of the file, and of the workspace around it. */
export interface Bundle {
  readonly hasService: (namespace: string | undefined, name: string) => boolean;
  /** The Service of that name that is meant here; undefined where none or several could be. */
  readonly service: (namespace: string | undefined, name: string) => Placed<ServiceSummary> | undefined;
  /** The sets that a Service of this file governs. */
  readonly sets: (serviceName: string, namespace: string | undefined) => readonly Placed<SetSummary>[];
  /** The sets of this file whose pods a selector catches, in the order of the file: manifests of one file meet on a cluster, those of others may not. */
  readonly selected: (namespace: string | undefined, selector: ReadonlyMap<string, string>) => readonly Placed<SetSummary>[];
  readonly configMap: (namespace: string | undefined, name: string) => Placed<ConfigMapSummary> | undefined;
  /** Whether one is in sight, in this file or around it. */
  readonly hasNamed: (type: NamedSummary['type'], namespace: string | undefined, name: string) => boolean;
  /** Those of this file. */
  readonly namedHere: (type: NamedSummary['type'], namespace: string | undefined) => readonly NamedSummary[];
  readonly limitsHere: (namespace: string | undefined) => readonly LimitsSummary[];
}

export function summarize(document: Document): readonly Summary[] {
  return document.resources.flatMap(summaryOf);
}

function summaryOf(resource: Resource): Summary[] {
  if (!resource.name) return [];
  const common = { namespace: resource.namespace ?? '', name: resource.name.text, span: resource.name.span };
  switch (resource.type) {
    case 'service': {
      const clusterIP = resource.spec?.entries.find((e) => e.key === 'clusterIP');
      const tolerate = resource.annotations.find((e) => e.key === 'service.alpha.kubernetes.io/tolerate-unready-endpoints')?.value;
      const publish = resource.spec?.entries.find((e) => e.key === 'publishNotReadyAddresses')?.value;
      return [
        {
          type: 'service',
          ...common,
          headless: resource.headless,
          selector: resource.selector.values,
          hasSelector: resource.selector.values.size > 0,
          portCount: resource.ports.length,
          headlessSpan: clusterIP?.value.span ?? common.span,
          publishesNotReady:
            (tolerate?.kind === 'scalar' && /^(1|t|T|true|TRUE|True)$/.test(String(tolerate.value))) || (publish?.kind === 'scalar' && publish.value === true),
        },
      ];
    }
    case 'set':
      return [
        {
          type: 'set',
          ...common,
          flavour: resource.flavour,
          serviceName: resource.serviceName?.text,
          podLabels: resource.template?.labels.values ?? new Map(),
          portNames: portNamesOf(resource),
          isLone: isLone(resource),
        },
      ];
    case 'configMap': {
      const data = new Map<string, string>();
      for (const e of resource.data) if (e.value.kind === 'scalar') data.set(e.key, String(e.value.value ?? ''));
      const binary = resource.tree.entries.find((e) => e.key === 'binaryData')?.value;
      const keys = [...resource.data, ...(binary?.kind === 'map' ? binary.entries : [])].map((e) => e.key);
      return [{ type: 'configMap', ...common, data, keys }];
    }
    case 'other':
      return otherOf(resource, common);
    default:
      return [];
  }
}

function otherOf(resource: OtherModel, common: Common): Summary[] {
  const limits = limitsOf(resource);
  if (limits) return [{ type: 'limits', kind: resource.kind?.text ?? '', ...common, ...limits }];
  switch (`${resource.apiVersion?.text} ${resource.kind?.text}`) {
    case 'v1 Secret':
      return [{ type: 'secret', ...common, keys: secretKeys(resource.tree) }];
    case 'v1 ServiceAccount':
      return [{ type: 'account', ...common }];
    default:
      return [];
  }
}

/** The controller of tokens fills in what a Secret for one leaves out. */
function secretKeys(tree: Tree): readonly string[] {
  const keys = ['data', 'stringData'].flatMap((key) => entries(child(tree, key)).map((e) => e.key));
  return str(child(tree, 'type')) === 'kubernetes.io/service-account-token' ? [...keys, 'token', 'ca.crt', 'namespace'] : keys;
}

function isLone({ spec, replicas }: PetSetModel): boolean {
  return replicas === undefined ? isNull(child(spec, 'replicas')) : replicas <= 1;
}

function portNamesOf({ template }: PetSetModel): readonly string[] {
  const containers = [...(template?.containers ?? []), ...(template?.initContainers ?? [])];
  return containers.flatMap((c) => items(child(c.tree, 'ports'))).flatMap((port) => str(child(port, 'name')) ?? []);
}

/** The summaries as text without their places: equal text means that other documents see no difference. */
export function objectsOf(summaries: readonly Summary[]): string {
  return summaries.length === 0 ? '' : JSON.stringify(summaries.map(identityOf));
}

type Json = string | number | boolean | undefined | readonly Json[] | { readonly [key: string]: Json };

/** Every field of a summary but its places, as JSON. A new field that is left out, or that JSON cannot show, does not compile. */
type Identity<S extends Summary> = Readonly<Record<keyof Omit<S, 'span' | 'headlessSpan'>, Json>>;

function identityOf(s: Summary): Json {
  const { namespace, name } = s;
  switch (s.type) {
    case 'service': {
      const { type, headless, hasSelector, portCount, publishesNotReady } = s;
      const selector = [...s.selector];
      return { type, namespace, name, headless, selector, hasSelector, portCount, publishesNotReady } satisfies Identity<ServiceSummary>;
    }
    case 'set': {
      const { type, flavour, serviceName, portNames, isLone } = s;
      return { type, namespace, name, flavour, serviceName, podLabels: [...s.podLabels], portNames, isLone } satisfies Identity<SetSummary>;
    }
    case 'configMap':
      return { type: s.type, namespace, name, data: [...s.data], keys: s.keys } satisfies Identity<ConfigMapSummary>;
    case 'secret':
      return { type: s.type, namespace, name, keys: s.keys } satisfies Identity<SecretSummary>;
    case 'account':
      return { type: s.type, namespace, name } satisfies Identity<AccountSummary>;
    case 'limits':
      return { type: s.type, namespace, name, kind: s.kind, hard: s.hard, items: s.items.map((item) => ({ ...item })) } satisfies Identity<LimitsSummary>;
  }
}

/** The kinds that files tell other files of; quotas and limits count in their own file only. */
export const INDEXED_KINDS = ['Service', 'StatefulSet', 'PetSet', 'ConfigMap', 'Secret', 'ServiceAccount'] as const;

/** Objects by what they are looked up by. */
export interface Index {
  readonly services: ReadonlyMap<string, readonly Placed<ServiceSummary>[]>;
  readonly named: ReadonlyMap<string, readonly Placed<NamedSummary>[]>;
  readonly limits: readonly Placed<LimitsSummary>[];
  /** By the Service that they name. */
  readonly sets: ReadonlyMap<string, readonly Placed<SetSummary>[]>;
  readonly everySet: readonly Placed<SetSummary>[];
}

export function buildIndex(all: Iterable<Placed>): Index {
  const services = new Map<string, Placed<ServiceSummary>[]>();
  const named = new Map<string, Placed<NamedSummary>[]>();
  const limits: Placed<LimitsSummary>[] = [];
  const sets = new Map<string, Placed<SetSummary>[]>();
  const everySet: Placed<SetSummary>[] = [];
  for (const placed of all) {
    const { summary } = placed;
    if (summary.type === 'service') push(services, keyOf(summary.namespace, summary.name), { ...placed, summary });
    else if (summary.type === 'limits') limits.push({ ...placed, summary });
    else if (summary.type !== 'set') push(named, namedKey(summary.type, summary.namespace, summary.name), { ...placed, summary });
    else {
      everySet.push({ ...placed, summary });
      if (summary.serviceName !== undefined) push(sets, keyOf(summary.namespace, summary.serviceName), { ...placed, summary });
    }
  }
  return { services, named, limits, sets, everySet };
}

/** What `file` sees: its own objects, and those of `others` that stand in other files. Look-ups are a few map accesses. */
export function bundleOf(file: string, own: Index, others: Index): Bundle {
  const both = <S extends Summary>(mine: readonly Placed<S>[] = [], theirs: readonly Placed<S>[] = []): readonly Placed<S>[] =>
    theirs.length === 0 ? mine : [...mine, ...theirs.filter((p) => p.file !== file)];
  const services = (key: string): readonly Placed<ServiceSummary>[] => both(own.services.get(key), others.services.get(key));
  const named = (key: string): readonly Placed<NamedSummary>[] => both(own.named.get(key), others.named.get(key));
  const meant = (key: string, from: string): Placed<ServiceSummary> | undefined => only(nearest(services(key), from));
  // Only few rules ask, and of most files none.
  let setsByLabel: ReadonlyMap<string, readonly Placed<SetSummary>[]> | undefined;
  let namedHere: ReadonlyMap<string, readonly Placed<NamedSummary>[]> | undefined;
  return {
    hasService: (namespace, name) => services(keyOf(namespace, name)).length > 0,
    service: (namespace, name) => meant(keyOf(namespace, name), file),
    configMap: (namespace, name) => only(nearest(named(namedKey('configMap', namespace, name)).flatMap(asConfigMap), file)),
    hasNamed: (type, namespace, name) => named(namedKey(type, namespace, name)).length > 0,
    namedHere: (type, namespace) => {
      namedHere ??= grouped([...own.named.values()].flat(), (s) => [namedKey(s.type, s.namespace, '')]);
      return (namedHere.get(namedKey(type, namespace, '')) ?? []).map((p) => p.summary);
    },
    limitsHere: (namespace) => own.limits.flatMap(({ summary }) => (summary.namespace === (namespace ?? '') ? [summary] : [])),
    selected: (namespace, selector) => {
      setsByLabel ??= grouped(own.everySet, ({ namespace: n, podLabels }) => [...podLabels].map((label) => labelKey(n, label)));
      const [first] = selector;
      const candidates = first ? (setsByLabel.get(labelKey(namespace ?? '', first)) ?? []) : [];
      return candidates.filter(({ summary }) => isSelected(selector, summary.podLabels));
    },
    sets: (serviceName, namespace) => {
      const key = keyOf(namespace, serviceName);
      return both(own.sets.get(key), others.sets.get(key)).filter((set) => meant(key, set.file)?.file === file);
    },
  };
}

function asConfigMap({ summary, ...where }: Placed<NamedSummary>): Placed<ConfigMapSummary>[] {
  return summary.type === 'configMap' ? [{ ...where, summary }] : [];
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function namedKey(type: NamedSummary['type'], namespace: string | undefined, name: string): string {
  return `${type} ${keyOf(namespace, name)}`;
}

function labelKey(namespace: string, [key, value]: readonly [string, string]): string {
  return `${namespace} ${key}=${value}`;
}

function grouped<S extends Summary>(all: readonly Placed<S>[], keysOf: (summary: S) => readonly string[]): ReadonlyMap<string, readonly Placed<S>[]> {
  const groups = new Map<string, Placed<S>[]>();
  for (const placed of all) for (const key of keysOf(placed.summary)) push(groups, key, placed);
  return groups;
}

function push<S extends Summary>(map: Map<string, Placed<S>[]>, key: string, placed: Placed<S>): void {
  const list = map.get(key);
  if (list) list.push(placed);
  else map.set(key, [placed]);
}

/**
 * A workspace holds many manifests that never meet on a cluster - overlays, examples, tests - and they use the same names.
 * So an object of the same file is meant before one of the same folder, and that before one from elsewhere.
 */
function nearest<S extends Summary>(candidates: readonly Placed<S>[], from: string): readonly Placed<S>[] {
  if (candidates.length < 2) return candidates;
  const same = candidates.filter((c) => c.file === from);
  if (same.length > 0) return same;
  const near = candidates.filter((c) => folderOf(c.file) === folderOf(from));
  return near.length > 0 ? near : candidates;
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function only<T>(candidates: readonly T[]): T | undefined {
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Whether labels are all that a selector asks for. An empty selector selects nothing here. */
function isSelected(selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean {
  return selector.size > 0 && [...selector].every(([key, value]) => labels.get(key) === value);
}
