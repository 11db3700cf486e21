import { isArray, isObject, item, property, type SchemaNode } from '../../../server/src/schema/definitions.ts';
import type { Path } from '../../../server/src/yaml/tree.ts';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** What a model needs to be whole, besides what its schema requires. `unless` are the keys any of which stands for the default. */
interface Need {
  readonly always?: Readonly<Record<string, Value>>;
  readonly choice?: Readonly<Record<string, Value>>;
  readonly of?: readonly string[];
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];
const NEEDS: Readonly<Record<string, Need>> = {
  Container: { always: { name: 'more', image: 'nginx' } },
  Volume: { always: { name: 'more' }, choice: { emptyDir: {} } },
  Probe: { choice: { tcpSocket: { port: 80 } }, of: HANDLERS },
  LifecycleHandler: { choice: { exec: { command: ['true'] } }, of: HANDLERS },
  EnvVar: { always: { name: 'MORE' } },
  EnvVarSource: { choice: { fieldRef: { fieldPath: 'metadata.name' } } },
  EnvFromSource: { choice: { configMapRef: { name: 'config' } }, of: ['configMapRef', 'secretRef'] },
  VolumeProjection: { choice: { configMap: { name: 'config' } } },
  DownwardAPIVolumeFile: { always: { path: 'file' }, choice: { fieldRef: { fieldPath: 'metadata.name' } }, of: ['fieldRef', 'resourceFieldRef'] },
  ResourceFieldSelector: { always: { resource: 'limits.cpu', containerName: 'app' } },
  VolumeMount: { always: { name: 'scratch', mountPath: '/more' } },
  Toleration: { always: { key: 'node', operator: 'Exists' } },
  TopologySpreadConstraint: { always: { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } } },
  PodAffinityTerm: { always: { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'web' } } } },
  NodeSelectorTerm: { choice: { matchExpressions: [{ key: 'a', operator: 'Exists' }] }, of: ['matchExpressions', 'matchFields'] },
  PersistentVolumeClaimSpec: { always: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  VolumeResourceRequirements: { always: { requests: { storage: '1Gi' } } },
  TypedLocalObjectReference: { always: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'shot' } },
  TypedObjectReference: { always: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'shot' } },
  ServicePort: { always: { port: 81, name: 'more' } },
  HostAlias: { always: { ip: '10.0.0.1', hostnames: ['a'] } },
  OwnerReference: { always: { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' } },
  ConfigMapVolumeSource: { always: { name: 'config' } },
  SecretVolumeSource: { always: { secretName: 'secret' } },
  GlusterfsVolumeSource: { always: { endpoints: 'a', path: 'b' } },
  PodResourceClaim: { always: { name: 'gpu', resourceClaimName: 'gpu' } },
  SeccompProfile: { always: { type: 'RuntimeDefault' } },
  AppArmorProfile: { always: { type: 'RuntimeDefault' } },
  FCVolumeSource: { always: { targetWWNs: ['a'], lun: 1 } },
  ISCSIVolumeSource: { always: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:a', lun: 1 } },
  HTTPHeader: { always: { name: 'A', value: 'b' } },
  Sysctl: { always: { name: 'kernel.shm_rmid_forced', value: '1' } },
  StatefulSetUpdateStrategy: {},
  EphemeralVolumeSource: { always: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } },
  NFSVolumeSource: { always: { server: 'a', path: '/b' } },
  CSIVolumeSource: { always: { driver: 'csi.example.com' } },
  ServiceAccountTokenProjection: { always: { path: 'token' } },
  ClusterTrustBundleProjection: { always: { name: 'trust', path: 'trust' } },
  PodDNSConfigOption: { always: { name: 'ndots' } },
  ClaimTemplate: { always: { metadata: { name: 'more' } } },
  ContainerPort: { always: { containerPort: 8081 } },
  LabelSelectorRequirement: { always: { key: 'a', operator: 'Exists' } },
  NodeSelectorRequirement: { always: { key: 'a', operator: 'Exists' } },
};

const ALIASES: Readonly<Record<string, string>> = { LivenessProbe: 'Probe', PersistentVolumeClaimTemplate: 'PersistentVolumeClaimTemplate' };

/** Values for fields whose type says little. */
const BY_KEY: Readonly<Record<string, Value>> = {
  fieldPath: 'metadata.name',
  image: 'nginx',
  uid: 'u',
  resource: 'limits.cpu',
  finalizers: 'example.com/a',
  mountPropagation: 'HostToContainer',
  targetPortal: '10.0.0.1:3260',
  divisor: '1',
  cidr: '10.0.0.0/8',
  loadBalancerSourceRanges: '10.0.0.0/8',
  clusterIPs: '10.198.0.77',
  clusterIP: '10.198.0.77',
  ipFamilies: 'IPv4',
  iqn: 'iqn.2001-04.com.example:a',
  loadBalancerClass: 'example.com/a',
  procMount: 'Default',
  lun: 1,
  topologyKey: 'zone',
  creationTimestamp: '2020-01-01T00:00:00Z',
  targetPort: 80,
  signerName: 'example.com/a',
  hostUsers: true,
  gmsaCredentialSpecName: 'spec',
  runAsUserName: 'user',
  ip: '10.0.0.1',
};

const BY_TYPE: Readonly<Record<string, Value>> = {
  IP: '10.0.0.1',
  ClusterIP: '10.198.0.77',
  Network: '10.0.0.0/8',
  Time: '2020-01-01T00:00:00Z',
  AbsolutePath: '/a',
  UpwardFree: '/a',
  Port: 80,
  HostPort: 30080,
  TokenSeconds: 3600,
  Finalizer: 'example.com/a',
  VolumeFieldPath: 'metadata.name',
  FieldPath: 'metadata.name',
  ResourceField: 'limits.cpu',
  SysctlName: 'kernel.shm_rmid_forced',
  ContainerAmounts: { cpu: '1' },
  Amounts: { storage: '1Gi' },
  Quantities: { cpu: '1' },
};

/** The smallest value that stands for a field; nothing is promised: the server judges it. */
export function sample(node: SchemaNode, key: string, next?: string | number): Value {
  const { schema, name } = node;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (isArray(node)) return [sample(item(node) ?? node, key)];
  if (name in BY_TYPE && BY_TYPE[name] !== undefined) return BY_TYPE[name];
  if (schema.properties) return whole(node, next);
  if (key in BY_KEY && BY_KEY[key] !== undefined) return BY_KEY[key];
  if (isObject(node)) return { a: 'b' };
  const types = [schema.type ?? []].flat();
  if (types.includes('boolean')) return true;
  if (types.includes('integer')) return Math.max(1, schema.minimum ?? 1);
  if (types.includes('number') && !types.includes('string')) return 1;
  return schema.pattern?.includes('KMGTPE') ? '1' : 'a';
}

/** An object with what it needs, when `next` is about to be added. */
function whole(node: SchemaNode, next: string | number | undefined): Value {
  const need = NEEDS[ALIASES[node.name] ?? node.name];
  const made: Record<string, Value> = {};
  for (const key of node.schema.required ?? []) {
    const below = property(node, key);
    if (below) made[key] = sample(below, key);
  }
  Object.assign(made, need?.always);
  const chosen = next !== undefined && (need?.of ? need.of.includes(String(next)) : !(String(next) in (need?.always ?? {})));
  return need?.choice && !chosen ? { ...made, ...need.choice } : made;
}

/** `root` with `value` at a path; objects and list items on the way are made whole. `undefined` removes the key. */
export function put(root: Value, nodes: readonly SchemaNode[], path: Path, value: Value | undefined): Value {
  return putBelow(root, nodes, path, 0, value) ?? null;
}

function putBelow(here: Value | undefined, nodes: readonly SchemaNode[], path: Path, depth: number, value: Value | undefined): Value | undefined {
  const step = path[depth];
  if (step === undefined) return value;
  const node = nodes[depth];
  const made = here ?? (node && !isArray(node) ? sample(node, String(path[depth - 1] ?? ''), step) : undefined);
  if (typeof step === 'number') {
    const list = Array.isArray(made) ? [...(made as readonly Value[])] : [];
    const inner = putBelow(list[step], nodes, path, depth + 1, value);
    if (inner === undefined) list.splice(step, 1);
    else list[step] = inner;
    return list;
  }
  const map: Record<string, Value> = { ...(isMap(made) ? made : {}) };
  const inner = putBelow(map[step], nodes, path, depth + 1, value);
  if (inner === undefined) delete map[step];
  else map[step] = inner;
  return map;
}

export function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
