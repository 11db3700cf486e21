import type { ConfigMapSummary, LimitsSummary, NamedSummary, ServiceSummary, SetSummary, Summary } from './summary.ts';

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
