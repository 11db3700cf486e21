import type { Document } from './document.ts';
import { type Field, fieldOf } from './field.ts';
import type { Container, PodTemplate } from './pod.ts';
import type { ClaimModel, PetSetModel, PodModel, ServiceModel } from './resource.ts';
import type { Minor } from './version.ts';

/** A pod to be: the template of a set, or a Pod itself. */
export interface PodSite {
  readonly owner: PetSetModel | PodModel;
  readonly template: PodTemplate;
  /** The init containers that the cluster of this version really runs. */
  readonly init: readonly Container[];
}

export function setsOf(document: Document): readonly PetSetModel[] {
  return document.resources.filter((r) => r.type === 'set');
}

/** Claims of the document, and those that its sets make: where each stands, and in which namespace. */
export function claimsOf(document: Document): readonly Pick<ClaimModel, 'namespace' | 'tree' | 'path'>[] {
  const made = setsOf(document).flatMap(({ namespace, claimTemplates }) => claimTemplates.map(({ tree, path }) => ({ namespace, tree, path })));
  return [...document.resources.filter((r) => r.type === 'claim'), ...made];
}

export function servicesOf(document: Document): readonly ServiceModel[] {
  return document.resources.filter((r) => r.type === 'service');
}

const PODS = new WeakMap<Document, readonly PodSite[]>();

/** Kept while the document is: every second rule asks. */
export function podsOf(document: Document): readonly PodSite[] {
  const known = PODS.get(document);
  if (known) return known;
  const pods = readPods(document);
  PODS.set(document, pods);
  return pods;
}

function readPods(document: Document): readonly PodSite[] {
  return document.resources.flatMap((owner) => {
    if ((owner.type !== 'set' && owner.type !== 'pod') || !owner.template) return [];
    return [{ owner, template: owner.template, init: runningInitContainers(document, owner.template) }];
  });
}

/**
 * 1.3 to 1.5 read annotations only; in 1.6 and 1.7 an annotation beats the field; from 1.8 only the field counts
 * (docs/facts/init-containers.md#keys-by-version).
 */
export function runningInitContainers(document: Document, template: PodTemplate): readonly Container[] {
  const live = document.embedded.filter((e) => e.active).map((e) => e.stage);
  const annotated = template.initContainers.filter((c) => live.some((stage) => stage === c.source));
  if (document.version < 6 || (document.version < 8 && annotated.length > 0)) return annotated;
  return template.initContainers.filter((c) => c.source === 'initContainers');
}

/** A PetSet lives on 1.3 and 1.4 only, whatever the user's setting says. */
export function versionOf(document: Document, owner: PetSetModel | PodModel): Minor {
  return owner.type === 'set' && owner.flavour === 'PetSet' ? Math.min(document.version, 4) : document.version;
}

/** The pod spec of a pod to be. */
export function specOf(pod: PodSite): Field | undefined {
  return pod.template.spec && fieldOf(pod.template.spec, [...pod.template.path, 'spec']);
}

interface ContainerField extends Field {
  readonly init: boolean;
}

const CONTAINERS = new WeakMap<PodSite, readonly ContainerField[]>();

/** Its containers, those first that run first. */
export function containersOf(pod: PodSite): readonly ContainerField[] {
  const known = CONTAINERS.get(pod);
  if (known) return known;
  const found = [...pod.init, ...pod.template.containers].map(({ tree, path, init }) => ({ tree, path, entry: undefined, init }));
  CONTAINERS.set(pod, found);
  return found;
}
