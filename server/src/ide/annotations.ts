import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import { ALPHA_CLASS, BETA_CLASS } from '../kube/storageClass.ts';

/** What carries an annotation that Kubernetes reads. `template` is the metadata of a pod template or of a Pod. */
export type Carrier = 'template' | 'set' | 'service' | 'claim';

export interface KnownAnnotation {
  readonly key: string;
  readonly on: Carrier;
  /** Minor versions that read it, both ends included. */
  readonly versions: readonly [number, number];
  readonly documentation: string;
  readonly values?: readonly string[];
  /** What stands behind the colon of a new one; `$1` is where to type on. `{indent}` is the column of the key. */
  readonly snippet: string;
}

const INIT_SNIPPET = `'[\n{indent}  {\n{indent}    "name": "\${1:install}",\n{indent}    "image": "\${2:busybox}",\n{indent}    "command": ["sh", "-c", "\${3:true}"]\n{indent}  }\n{indent}]'`;

/** Annotations of the time of PetSets, in our own words. */
export const ANNOTATIONS: readonly KnownAnnotation[] = [
  {
    key: INIT_BETA,
    on: 'template',
    versions: [4, 7],
    documentation:
      'Init containers, as a JSON array of containers in a string. They run one after the other before the containers of the pod start; each must exit with 0, else it is started again. Read by Kubernetes 1.4 to 1.7, where it wins over the alpha key; 1.3 ignores it in silence. Keys match in any case, and unknown keys are dropped without notice.',
    snippet: INIT_SNIPPET,
  },
  {
    key: INIT_ALPHA,
    on: 'template',
    versions: [3, 7],
    documentation:
      'Init containers, as a JSON array of containers in a string. The only key that Kubernetes 1.3 reads; 1.4 reads it where the beta key is absent. They run one after the other before the containers of the pod start, and all again when the pet is made anew.',
    snippet: INIT_SNIPPET,
  },
  {
    key: 'pod.alpha.kubernetes.io/initialized',
    on: 'template',
    versions: [3, 5],
    documentation:
      'The debug switch of a set. The next pet is made only when this one says `"true"` and is ready. Missing, `"false"` or unreadable: the set stops after its first pet, so that you can look into it with exec and then annotate the pod yourself. Quote the value, as an annotation is a string.',
    values: ['true', 'false'],
    snippet: '"true"',
  },
  {
    key: 'pod.beta.kubernetes.io/hostname',
    on: 'template',
    versions: [3, 5],
    documentation: 'Host name of the pod. The controller of a set writes the name of the pet here, whatever the template says.',
    snippet: '$1',
  },
  {
    key: 'pod.beta.kubernetes.io/subdomain',
    on: 'template',
    versions: [3, 5],
    documentation: 'Domain of the pod below its namespace. The controller of a set writes serviceName here, whatever the template says.',
    snippet: '$1',
  },
  {
    key: 'scheduler.alpha.kubernetes.io/affinity',
    on: 'template',
    versions: [3, 5],
    documentation: 'Affinity to nodes and pods, as JSON. From Kubernetes 1.6 on it is the field `affinity` of the pod spec.',
    snippet: "'{$1}'",
  },
  {
    key: 'scheduler.alpha.kubernetes.io/tolerations',
    on: 'template',
    versions: [3, 5],
    documentation: 'Tolerations of taints, as a JSON array. From Kubernetes 1.6 on it is the field `tolerations` of the pod spec.',
    snippet: "'[$1]'",
  },
  {
    key: 'seccomp.security.alpha.kubernetes.io/pod',
    on: 'template',
    versions: [3, 18],
    documentation: 'Filter of system calls for all containers: `docker/default`, `unconfined` or `localhost/` and a relative path.',
    values: ['docker/default', 'unconfined'],
    snippet: '$1',
  },
  {
    key: 'security.alpha.kubernetes.io/sysctls',
    on: 'template',
    versions: [4, 10],
    documentation: 'Safe kernel parameters of the pod: `name=value`, separated by commas.',
    snippet: '$1',
  },
  {
    key: 'security.alpha.kubernetes.io/unsafe-sysctls',
    on: 'template',
    versions: [4, 10],
    documentation: 'Further kernel parameters of the pod, which the node must allow: `name=value`, separated by commas.',
    snippet: '$1',
  },
  {
    key: 'service.alpha.kubernetes.io/tolerate-unready-endpoints',
    on: 'service',
    versions: [3, 18],
    documentation:
      'With `"true"`, pods have DNS names before they are ready. Init containers that look for their peers need it: while they run the pod is not ready, so without it a pet never sees itself. Do not send clients to such a Service; make a second one for them. Later the field publishNotReadyAddresses took its place.',
    values: ['true', 'false'],
    snippet: '"true"',
  },
  {
    key: ALPHA_CLASS,
    on: 'claim',
    versions: [3, 5],
    documentation:
      'Any value asks the provisioner of the cloud for a new volume; such a claim never takes a prepared one, and without a cloud it stays Pending. Kubernetes 1.4 prefers the beta key.',
    snippet: `\${1:anything}`,
  },
  {
    key: BETA_CLASS,
    on: 'claim',
    versions: [4, 999],
    documentation:
      'Name of the StorageClass that makes the volume. It wins over the alpha key; from Kubernetes 1.6 on the field storageClassName does the same.',
    snippet: `\${1:standard}`,
  },
];

export function annotationOf(key: string, on: Carrier | undefined): KnownAnnotation | undefined {
  return ANNOTATIONS.find((a) => a.key === key && a.on === on) ?? ANNOTATIONS.find((a) => a.key === key);
}

export function versionsOf({ versions: [from, to] }: KnownAnnotation): string {
  return to >= 999 ? `Kubernetes 1.${from} and later` : from === to ? `Kubernetes 1.${from}` : `Kubernetes 1.${from} to 1.${to}`;
}
