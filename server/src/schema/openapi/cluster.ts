import type { ApiIndex, Kind } from '../../kube/api.ts';
import { BUNDLED } from '../catalog.ts';
import type { Lookup } from '../definitions.ts';
import { type Definitions, mapRefs, refsOf, type Schema } from '../jsonSchema.ts';
import { constrain } from './constrain.ts';
import { INIT_CONTAINERS, LEAVES, lastPart, modelOf, type Origin, type Raw, verifiedKinds } from './read.ts';

/** What a server says of itself: `/openapi/v2`, or its `/openapi/v3/...` put together in one `components.schemas`. */
interface Description {
  readonly info?: { readonly title?: string; readonly version?: string };
  readonly definitions?: Readonly<Record<string, Raw>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Raw>> };
}

export interface ClusterSchemas {
  /** What whoever wrote the description calls the cluster; undefined where it is only what every Kubernetes says. */
  readonly name: string | undefined;
  /** Kubernetes' minor version. */
  readonly version: number;
  readonly index: ApiIndex;
  readonly lookup: Lookup;
}

/**
 * Schemas made of a cluster's own description: each kind that it serves, custom resources too. For the kinds that come with us it says
 * which fields there are, and constraints.ts what is demanded of them. `file` is what addresses call the result. Throws an Error that
 * says what is wrong with the text.
 */
export function readCluster(text: string, file: string): ClusterSchemas {
  const description = parse(text);
  const { title, version } = description.info ?? {};
  const minor = /^v?1\.(\d{1,3})\b/.exec(version ?? '')?.[1];
  if (minor === undefined) throw new Error(`does not say which Kubernetes it describes (info.version is ${JSON.stringify(version)})`);
  const models = new Models(description.components?.schemas ?? description.definitions ?? {}, description.components !== undefined);
  if (models.kinds.length === 0) throw new Error('names no kinds: Kubernetes does since 1.6');
  const address = (name: string) => [{ upTo: Number.MAX_SAFE_INTEGER, schema: `${file}#/definitions/${name}` }];
  const own = models.kinds.map(({ apiVersion, kind, name }): Kind => ({ apiVersion, kind, served: [0, 999], schemas: address(name) }));
  const served = new Set(own.map((k) => `${k.apiVersion} ${k.kind}`));
  // Of what this cluster does not serve we still know who did.
  const kinds = [...own, ...BUNDLED.kinds.filter((k) => !served.has(`${k.apiVersion} ${k.kind}`))];
  const index: ApiIndex = { kinds, initContainers: address('InitContainers'), affinity: address('Affinity'), toleration: address('Toleration') };
  const name = title === undefined || title === 'Kubernetes' ? undefined : title;
  return { name, version: Number(minor), index, lookup: models.lookup(file) };
}

function parse(text: string): Description {
  const value = JSON.parse(text) as Description | null;
  if (typeof value !== 'object' || !(value?.definitions ?? value?.components?.schemas)) throw new Error('is no OpenAPI description of a Kubernetes');
  return value;
}

/** Of these the last part of the name is enough, and constraints.ts speaks of them by it. */
const OURS = /^io\.k8s\.(api\.(core|apps|policy)\.v1|apimachinery\.pkg\.(apis\.meta\.v1|api\.resource|util\.intstr|runtime))\.\w+$/;
/** Questions to the server rather than objects: nobody keeps them in files, and they have no names. */
const QUESTIONS = /^(authentication|authorization)\.k8s\.io$/;

interface KindModel {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

class Models {
  readonly kinds: readonly KindModel[];
  /** By the names of references: short for ours. */
  private readonly raws: ReadonlyMap<string, readonly [full: string, raw: Raw]>;
  private readonly isExact: boolean;

  /** `isExact`: version 3, which also says what the server fills in. */
  constructor(raws: Readonly<Record<string, Raw>>, isExact: boolean) {
    this.raws = new Map(Object.entries(raws).map(([full, raw]) => [nameOf(full), [full, raw]]));
    this.isExact = isExact;
    this.kinds = Object.entries(raws).flatMap(([full, raw]) => kindsOf(full, raw));
  }

  /** A cluster may have hundreds of resources, each larger than all of ours: what nobody writes is not converted. */
  lookup(file: string): Lookup {
    const verified = withCustomMeta(constrain(this.verified(), 'modern', false));
    const known = new Map(Object.entries(verified).map(([name, schema]) => [name, place(schema, file)]));
    return (name) => {
      const [full, raw] = this.raws.get(name) ?? [];
      const schema = known.get(name) ?? (full !== undefined && raw ? place(this.model(full, raw, false), file) : undefined);
      if (schema) known.set(name, schema);
      return schema;
    };
  }

  private verified(): Definitions {
    const found: Record<string, Schema> = { InitContainers: INIT_CONTAINERS };
    const visit = (name: string): void => {
      const [full, raw] = this.raws.get(name) ?? [];
      if (full === undefined || !raw || Object.hasOwn(found, name) || isLeaf(full)) return;
      found[name] = this.model(full, raw, true);
      for (const ref of refsOf(raw)) visit(nameOf(fullName(ref)));
    };
    for (const root of verifiedKinds('v1')) visit(nameOf(root));
    return found;
  }

  private model(full: string, raw: Raw, isVerified: boolean): Schema {
    const origin: Origin = isVerified ? 'verified' : !isCustom(full, raw) ? 'builtin' : this.isExact ? 'custom' : 'customWithoutDefaults';
    const model = modelOf(raw, (ref) => target(fullName(ref), isVerified ? 'ObjectMeta' : origin === 'builtin' ? 'FreeNameMeta' : 'CustomMeta'), origin);
    return OURS.test(full) ? model : { ...model, 'x-like': lastPart(full) };
  }
}

/** `meta`: what is known of the names of these objects. A ClusterRole may be called `system:node`. */
function target(full: string, meta: string): Schema {
  if (isLeaf(full)) return LEAVES[lastPart(full)] ?? {};
  const name = nameOf(full);
  return { $ref: name === 'ObjectMeta' ? meta : name };
}

/** Custom resources are called as most objects are, but their finalizers need no domain. */
function withCustomMeta(definitions: Definitions): Definitions {
  const { ObjectMeta: meta, FreeNameMeta: free } = definitions;
  const finalizers = free?.properties?.finalizers;
  return { ...definitions, CustomMeta: { ...meta, 'x-like': 'ObjectMeta', properties: { ...meta?.properties, ...(finalizers ? { finalizers } : {}) } } };
}

/** The kinds that a definition describes. Retired versions of sets are known better by what comes with us. */
function kindsOf(full: string, raw: Raw): KindModel[] {
  const metadata = raw.properties?.metadata;
  const isObject = metadata !== undefined && refsOf(metadata).some((ref) => lastPart(ref) === 'ObjectMeta');
  const groups = isObject ? (raw['x-kubernetes-group-version-kind'] ?? []) : [];
  return groups
    .map(({ group, version, kind }) => ({ group, apiVersion: group === '' ? version : `${group}/${version}`, kind, name: nameOf(full) }))
    .filter(({ group, apiVersion, kind }) => !QUESTIONS.test(group) && (OURS.test(full) || !BUNDLED.kindOf(apiVersion, kind)));
}

const fullName = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

const nameOf = (full: string): string => (OURS.test(full) ? lastPart(full) : full);

const isLeaf = (full: string): boolean => full.startsWith('io.k8s.') && Object.hasOwn(LEAVES, lastPart(full));

/** The definition of a custom resource is called after its group; what Go wrote is called after its package. */
function isCustom(full: string, raw: Raw): boolean {
  const groups = raw['x-kubernetes-group-version-kind'] ?? [];
  return groups.some(({ group, version, kind }) => full === [...group.split('.').reverse(), version, kind].join('.'));
}

/** Plain names of references become addresses: those of types.json, or of this file. */
function place(schema: Schema, file: string): Schema {
  return mapRefs(schema, (ref) => (ref.startsWith('types/') ? `types.json#/definitions/${ref.slice('types/'.length)}` : `${file}#/definitions/${ref}`));
}
