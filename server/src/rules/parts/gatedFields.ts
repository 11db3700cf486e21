import type { Document } from '../../kube/document.ts';
import { below, each, type Field, fieldOf, keySpanOf, textOf } from '../../kube/field.ts';
import { claimsOf, containersOf, podsOf, setsOf, specOf } from '../../kube/pods.ts';
import type { Report } from '../rule.ts';
import { mentions } from './words.ts';

/** What a path starts at: the spec of a set, pod or claim (or claim template), or a container of any kind. */
type Root = 'set' | 'pod' | 'container' | 'claim';

/**
 * A field that a server of these versions takes and throws away, as long as its feature gate is off, which it is by default
 * (docs/facts/api-validation.md#dropped-by-feature-gates).
 */
export interface GatedField {
  readonly root: Root;
  /** Keys below the root; `[]` behind a key enters its list. */
  readonly path: string;
  /** Minors of Kubernetes 1, both included. */
  readonly first: number;
  readonly last: number;
  readonly gate: string;
  /** What happens instead. */
  readonly instead: string;
  /** Only this value is lost, or only others are. */
  readonly only?: (value: string | undefined, init: boolean) => boolean;
}

const TERMS = ['required', 'preferred'].flatMap((how) =>
  ['podAffinity', 'podAntiAffinity'].map(
    (who) => `affinity.${who}.${how}DuringSchedulingIgnoredDuringExecution[]${how === 'preferred' ? '.podAffinityTerm' : ''}`,
  ),
);
const NO_DEVICE = 'the pod gets no such device';

/** kube_features.go of Kubernetes 1.34.4, which knows the defaults of older versions too; what 1.34.4 drops is held against a real server by test/cluster/dropped.test.ts. */
export const GATED_FIELDS: readonly GatedField[] = [
  {
    root: 'set',
    path: 'updateStrategy.rollingUpdate.maxUnavailable',
    first: 24,
    last: 34,
    gate: 'MaxUnavailableStatefulSet',
    instead: 'the pets are replaced one at a time',
  },
  { root: 'set', path: 'persistentVolumeClaimRetentionPolicy', first: 23, last: 26, gate: 'StatefulSetAutoDeletePVC', instead: 'the claims stay' },
  { root: 'set', path: 'ordinals', first: 26, last: 26, gate: 'StatefulSetStartOrdinal', instead: 'the first pet is number 0' },
  {
    root: 'claim',
    path: 'dataSourceRef.namespace',
    first: 26,
    last: 34,
    gate: 'CrossNamespaceVolumeDataSource',
    instead: "the source is looked for in the claim's own namespace",
  },
  { root: 'claim', path: 'volumeAttributesClassName', first: 29, last: 33, gate: 'VolumeAttributesClass', instead: 'the volume gets no such attributes' },
  { root: 'pod', path: 'hostnameOverride', first: 34, last: 34, gate: 'HostnameOverride', instead: 'the pod keeps its own hostname' },
  { root: 'pod', path: 'volumes[].image', first: 31, last: 34, gate: 'ImageVolume', instead: 'the volume is an empty directory' },
  {
    root: 'pod',
    path: 'volumes[].projected.sources[].clusterTrustBundle',
    first: 29,
    last: 34,
    gate: 'ClusterTrustBundleProjection',
    instead: 'its file is not in the volume',
  },
  {
    root: 'pod',
    path: 'volumes[].projected.sources[].podCertificate',
    first: 34,
    last: 34,
    gate: 'PodCertificateRequest',
    instead: 'its file is not in the volume',
  },
  { root: 'pod', path: 'resourceClaims', first: 26, last: 33, gate: 'DynamicResourceAllocation', instead: NO_DEVICE },
  { root: 'pod', path: 'resources', first: 32, last: 33, gate: 'PodLevelResources', instead: 'only the resources of its containers count' },
  { root: 'pod', path: 'schedulingGates', first: 26, last: 26, gate: 'PodSchedulingReadiness', instead: 'the pod is scheduled at once' },
  { root: 'pod', path: 'hostUsers', first: 25, last: 32, gate: 'UserNamespacesSupport', instead: 'its users are those of the node' },
  {
    root: 'pod',
    path: 'securityContext.supplementalGroupsPolicy',
    first: 31,
    last: 32,
    gate: 'SupplementalGroupsPolicy',
    instead: 'the groups of the image are added',
  },
  { root: 'pod', path: 'securityContext.seLinuxChangePolicy', first: 32, last: 32, gate: 'SELinuxChangePolicy', instead: 'volumes are relabelled as before' },
  {
    root: 'pod',
    path: 'topologySpreadConstraints[].matchLabelKeys',
    first: 25,
    last: 26,
    gate: 'MatchLabelKeysInPodTopologySpread',
    instead: 'pods of every revision count',
  },
  {
    root: 'pod',
    path: 'topologySpreadConstraints[].nodeAffinityPolicy',
    first: 25,
    last: 25,
    gate: 'NodeInclusionPolicyInPodTopologySpread',
    instead: 'its default holds',
  },
  {
    root: 'pod',
    path: 'topologySpreadConstraints[].nodeTaintsPolicy',
    first: 25,
    last: 25,
    gate: 'NodeInclusionPolicyInPodTopologySpread',
    instead: 'its default holds',
  },
  ...TERMS.flatMap((term) =>
    ['matchLabelKeys', 'mismatchLabelKeys'].map(
      (key) =>
        ({ root: 'pod', path: `${term}.${key}`, first: 29, last: 30, gate: 'MatchLabelKeysInPodAffinity', instead: 'pods are matched without it' }) as const,
    ),
  ),
  { root: 'container', path: 'lifecycle.stopSignal', first: 33, last: 34, gate: 'ContainerStopSignals', instead: 'the container gets the signal of its image' },
  { root: 'container', path: 'restartPolicyRules', first: 34, last: 34, gate: 'ContainerRestartRules', instead: 'the restartPolicy of the pod decides' },
  {
    root: 'container',
    path: 'restartPolicy',
    first: 34,
    last: 34,
    gate: 'ContainerRestartRules',
    instead: 'the restartPolicy of the pod decides; only an init container can have Always (a sidecar)',
    only: (value, init) => !(init && value === 'Always'),
  },
  {
    root: 'container',
    path: 'restartPolicy',
    first: 28,
    last: 28,
    gate: 'SidecarContainers',
    instead: 'an init container must end before the next one starts',
  },
  { root: 'container', path: 'resources.claims', first: 26, last: 33, gate: 'DynamicResourceAllocation', instead: NO_DEVICE },
  { root: 'container', path: 'resizePolicy', first: 27, last: 32, gate: 'InPlacePodVerticalScaling', instead: 'other resources mean a new pod' },
  {
    root: 'container',
    path: 'volumeMounts[].recursiveReadOnly',
    first: 30,
    last: 30,
    gate: 'RecursiveReadOnlyMounts',
    instead: 'mounts below it may be written',
  },
];

/** Part of value-ineffective. */
export function judgeGated(document: Document, report: Report): void {
  const { version } = document;
  for (const field of GATED_FIELDS) {
    if (version < field.first || version > field.last || !mentions(document, [lastKey(field)])) continue;
    for (const { place, init } of rootsOf(document, field.root)) {
      for (const found of walk(place, field.path.split('.'))) {
        if (field.only && (textOf(found) === undefined || !field.only(textOf(found), init))) continue;
        report({
          level: 'information',
          span: keySpanOf(found),
          message: `Kubernetes 1.${version} drops ${lastKey(field)} unless its feature gate ${field.gate} is on: ${field.instead}.`,
        });
      }
    }
  }
}

function lastKey({ path }: GatedField): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

interface RootPlace {
  readonly place: Field | undefined;
  readonly init: boolean;
}

function rootsOf(document: Document, root: Root): readonly RootPlace[] {
  const plain = (places: readonly (Field | undefined)[]): readonly RootPlace[] => places.map((place) => ({ place, init: false }));
  switch (root) {
    case 'set':
      return plain(setsOf(document).map((set) => below(fieldOf(set.tree, set.path), 'spec')));
    case 'pod':
      return plain(podsOf(document).map(specOf));
    case 'container':
      return podsOf(document).flatMap((pod) => containersOf(pod).map((place) => ({ place, init: place.init })));
    case 'claim': {
      const own = podsOf(document).flatMap((pod) => each(specOf(pod), 'volumes').map((v) => below(v, 'ephemeral', 'volumeClaimTemplate', 'spec')));
      return plain([...claimsOf(document).map(({ tree, path }) => below(fieldOf(tree, path), 'spec')), ...own]);
    }
  }
}

function walk(place: Field | undefined, steps: readonly string[]): readonly Field[] {
  const [step, ...rest] = steps;
  if (!place || step === undefined) return place ? [place] : [];
  if (!step.endsWith('[]')) return walk(below(place, step), rest);
  return each(place, step.slice(0, -2)).flatMap((item) => walk(item, rest));
}
