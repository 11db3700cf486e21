import { child, type Entry, entries, isNull, type Path, type Tree, type TreeMap } from '../yaml/tree.ts';
import { type EmbeddedJson, readEmbedded } from './embedded.ts';
import { type PodTemplate, readTemplate } from './pod.ts';
import { type Labels, labels, map, maps, number, type Word, word } from './read.ts';
import type { Minor } from './version.ts';

/** One object of a manifest, told apart by apiVersion and kind, never by file name. */
export type Resource = PetSetModel | PodModel | ServiceModel | ConfigMapModel | ClaimModel | OtherModel;

interface Common {
  readonly tree: TreeMap;
  /** Path of the object in its document: empty, or `items[i]` in a List. */
  readonly path: Path;
  readonly apiVersion: Word | undefined;
  readonly kind: Word | undefined;
  readonly metadata: TreeMap | undefined;
  readonly name: Word | undefined;
  /** Undefined where the manifest leaves it to the context. */
  readonly namespace: string | undefined;
}

/** A stateful set of pets: PetSet apps/v1alpha1 or StatefulSet. One model serves both. */
export interface PetSetModel extends Common {
  readonly type: 'set';
  readonly flavour: 'PetSet' | 'StatefulSet';
  readonly spec: TreeMap | undefined;
  readonly serviceName: Word | undefined;
  readonly replicas: number | undefined;
  readonly selector: TreeMap | undefined;
  readonly matchLabels: Labels;
  readonly template: PodTemplate | undefined;
  readonly claimTemplates: readonly ClaimTemplate[];
}

export interface ClaimTemplate {
  readonly tree: TreeMap;
  readonly path: Path;
  readonly name: Word | undefined;
}

export interface PodModel extends Common {
  readonly type: 'pod';
  readonly template: PodTemplate;
}

export interface ServiceModel extends Common {
  readonly type: 'service';
  readonly spec: TreeMap | undefined;
  readonly headless: boolean;
  readonly selector: Labels;
  readonly ports: readonly { readonly tree: TreeMap; readonly path: Path }[];
  readonly annotations: readonly Entry[];
}

export interface ConfigMapModel extends Common {
  readonly type: 'configMap';
  readonly data: readonly Entry[];
}

export interface ClaimModel extends Common {
  readonly type: 'claim';
}

export interface OtherModel extends Common {
  readonly type: 'other';
}

export interface ReadContext {
  readonly chunk: string;
  readonly version: Minor;
  readonly embedded: EmbeddedJson[];
}

/** Reads every object of a document: itself, or the items of a List. */
export function readResources(root: Tree | undefined, context: ReadContext): Resource[] {
  const top = map(root);
  if (!top) return [];
  const kind = word(child(top, 'kind'))?.text;
  if (kind !== undefined && /^(List|StatefulSetList|PetSetList|ServiceList)$/.test(kind)) {
    return maps(child(top, 'items'), ['items']).map((item) => readResource(item.tree, item.path, context));
  }
  // OpenShift's: the objects are manifests with ${PARAMETERS}.
  if (kind === 'Template' && child(top, 'objects')) return maps(child(top, 'objects'), ['objects']).map((item) => readResource(item.tree, item.path, context));
  return [readResource(top, [], context)];
}

function readResource(tree: TreeMap, path: Path, context: ReadContext): Resource {
  const metadata = map(child(tree, 'metadata'));
  const common: Common = {
    tree,
    path,
    metadata,
    apiVersion: word(child(tree, 'apiVersion')),
    kind: word(child(tree, 'kind')),
    name: word(child(metadata, 'name')),
    namespace: word(child(metadata, 'namespace'))?.text,
  };
  switch (`${common.apiVersion?.text} ${common.kind?.text}`) {
    case 'apps/v1alpha1 PetSet':
    case 'apps/v1beta1 StatefulSet':
    case 'apps/v1beta2 StatefulSet':
    case 'apps/v1 StatefulSet':
      return readSet(common, context);
    case 'v1 Pod':
      return { type: 'pod', ...common, template: template(tree, path, context) };
    case 'v1 Service':
      return readService(common);
    case 'v1 ConfigMap':
      return { type: 'configMap', ...common, data: entries(child(tree, 'data')) };
    case 'v1 PersistentVolumeClaim':
      return { type: 'claim', ...common };
    default:
      return { type: 'other', ...common };
  }
}

function template(tree: TreeMap, path: Path, context: ReadContext): PodTemplate {
  const embedded = readEmbedded(tree, path, context.chunk, context.version);
  context.embedded.push(...embedded);
  return readTemplate(tree, path, embedded);
}

function readSet(common: Common, context: ReadContext): PetSetModel {
  const spec = map(child(common.tree, 'spec'));
  const selector = map(child(spec, 'selector'));
  const pod = map(child(spec, 'template'));
  return {
    type: 'set',
    ...common,
    flavour: common.kind?.text === 'PetSet' ? 'PetSet' : 'StatefulSet',
    spec,
    serviceName: word(child(spec, 'serviceName')),
    replicas: number(child(spec, 'replicas')),
    selector,
    matchLabels: labels(child(selector, 'matchLabels')),
    template: pod ? template(pod, [...common.path, 'spec', 'template'], context) : undefined,
    claimTemplates: maps(child(spec, 'volumeClaimTemplates'), [...common.path, 'spec', 'volumeClaimTemplates']).map((c) => ({
      ...c,
      name: word(child(child(c.tree, 'metadata'), 'name')),
    })),
  };
}

function readService(common: Common): ServiceModel {
  const spec = map(child(common.tree, 'spec'));
  const ports = child(spec, 'ports');
  return {
    type: 'service',
    ...common,
    spec,
    headless: word(child(spec, 'clusterIP'))?.text === 'None',
    selector: labels(child(spec, 'selector')),
    ports: isNull(ports) ? [] : maps(ports, [...common.path, 'spec', 'ports']),
    annotations: entries(child(common.metadata, 'annotations')),
  };
}
