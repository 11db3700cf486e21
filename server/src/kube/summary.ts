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
