import type { Span } from '../text/span.ts';
import type { Document } from './document.ts';
import type { Resource } from './resource.ts';

/** What other documents need to know of an object: small, so that a workspace of thousands fits in memory. */
export type Summary = ServiceSummary | SetSummary | ConfigMapSummary;

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
}

export interface ConfigMapSummary extends Common {
  readonly type: 'configMap';
  readonly data: ReadonlyMap<string, string>;
}

/** A summary and where it stands: its file (URI or path) and the offset of its chunk in that file. */
export interface Placed<S extends Summary = Summary> {
  readonly summary: S;
  readonly file: string;
  readonly chunkStart: number;
}

/** All objects that are judged together: the documents of a file, and of the workspace around it. */
export interface Bundle {
  readonly service: (namespace: string | undefined, name: string) => Placed<ServiceSummary> | undefined;
  readonly sets: (serviceName: string, namespace: string | undefined) => readonly Placed<SetSummary>[];
  readonly configMap: (namespace: string | undefined, name: string) => Placed<ConfigMapSummary> | undefined;
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
        },
      ];
    case 'configMap': {
      const data = new Map<string, string>();
      for (const e of resource.data) if (e.value.kind === 'scalar') data.set(e.key, String(e.value.value ?? ''));
      return [{ type: 'configMap', ...common, data }];
    }
    default:
      return [];
  }
}

/** The summaries as text without their places. */
export function objectsOf(summaries: readonly Summary[]): string {
  return summaries.length === 0 ? '' : JSON.stringify(summaries.map((s) => ({ ...s, span: undefined, headlessSpan: undefined, maps: mapsOf(s) })));
}

/** JSON knows no maps. */
function mapsOf(summary: Summary): readonly [string, string][] {
  switch (summary.type) {
    case 'service':
      return [...summary.selector];
    case 'set':
      return [...summary.podLabels];
    case 'configMap':
      return [...summary.data];
  }
}

/** Index over placed summaries. Building is linear, look-ups are one map access. */
export function buildBundle(all: Iterable<Placed>): Bundle {
  const services = new Map<string, Placed<ServiceSummary>>();
  const configMaps = new Map<string, Placed<ConfigMapSummary>>();
  const sets = new Map<string, Placed<SetSummary>[]>();
  for (const placed of all) {
    const { summary } = placed;
    const key = `${summary.namespace}/${summary.name}`;
    if (summary.type === 'service') services.set(key, placed as Placed<ServiceSummary>);
    else if (summary.type === 'configMap') configMaps.set(key, placed as Placed<ConfigMapSummary>);
    else if (summary.serviceName !== undefined) {
      const governed = `${summary.namespace}/${summary.serviceName}`;
      const list = sets.get(governed);
      if (list) list.push(placed as Placed<SetSummary>);
      else sets.set(governed, [placed as Placed<SetSummary>]);
    }
  }
  return {
    service: (namespace, name) => services.get(`${namespace ?? ''}/${name}`),
    configMap: (namespace, name) => configMaps.get(`${namespace ?? ''}/${name}`),
    sets: (serviceName, namespace) => sets.get(`${namespace ?? ''}/${serviceName}`) ?? [],
  };
}
