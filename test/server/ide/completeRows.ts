const HEAD = 'apiVersion: apps/v1alpha1\nkind: PetSet\nmetadata:\n  name: vm\n';
const POD = `${HEAD}spec:\n  serviceName: vm\n  template:\n    spec:\n      containers:\n`;

export interface Row {
  readonly what: string;
  readonly text: string;
  /** All labels, best first, or the first ones when it ends with `...`. */
  readonly offers?: string;
  readonly never?: readonly string[];
  readonly accept?: string;
  readonly becomes?: string;
  readonly version?: number;
}

/** `§` is the cursor. */
export const ROWS: readonly Row[] = [
  { what: 'an empty file', text: '§', offers: 'apiVersion kind metadata spec', accept: 'apiVersion', becomes: 'apiVersion: ' },
  { what: 'half a key at the top', text: 'ap§', accept: 'apiVersion', becomes: 'apiVersion: ' },
  { what: 'the kind of an apiVersion', text: 'apiVersion: apps/v1alpha1\nkind: §', offers: 'PetSet' },
  { what: 'the apiVersion of a kind', text: 'apiVersion: §\nkind: StatefulSet', offers: 'apps/v1beta1 apps/v1beta2 apps/v1' },
  { what: 'a half apiVersion', text: 'apiVersion: ap§\nkind: PetSet', accept: 'apps/v1alpha1', becomes: 'apiVersion: apps/v1alpha1\nkind: PetSet' },
  { what: 'keys of the set', text: `${HEAD}§`, offers: 'spec status' },
  { what: 'keys of the spec on an empty line', text: `${HEAD}spec:\n  §`, offers: 'serviceName template replicas selector volumeClaimTemplates' },
  {
    what: 'keys that are there are left out, also below',
    text: `${HEAD}spec:\n  replicas: 2\n  §\n  serviceName: vm\n`,
    offers: 'template selector volumeClaimTemplates',
  },
  {
    what: 'half a key in front of others',
    text: `${HEAD}spec:\n  re§\n  serviceName: vm\n`,
    accept: 'replicas',
    becomes: `${HEAD}spec:\n  replicas: \n  serviceName: vm\n`,
  },
  { what: 'a key whose colon stands', text: `${HEAD}spec:\n  re§: 2\n`, accept: 'replicas', becomes: `${HEAD}spec:\n  replicas: 2\n` },
  {
    what: 'an object with what it needs',
    text: `${HEAD}spec:\n  te§`,
    accept: 'template',
    becomes: `${HEAD}spec:\n  template:\n    spec:\n      containers:\n        - name: $1\n          image: $2`,
  },
  { what: 'a map of strings', text: `${HEAD}  §`, accept: 'labels', becomes: `${HEAD}  labels:\n    $1` },
  { what: 'behind a dash', text: `${POD}        - §`, offers: 'image name args command ...' },
  { what: 'behind a dash at the column of the key', text: `${POD}      - §`, offers: 'image name args command ...' },
  { what: 'a second key of an item', text: `${POD}        - name: a\n          §`, offers: 'image args command env ...' },
  { what: 'a half key of an item', text: `${POD}        - name: a\n          ima§`, accept: 'image', becomes: `${POD}        - name: a\n          image: ` },
  { what: 'a new item where only items can stand', text: `${POD}        §`, accept: '- name, image', becomes: `${POD}        - name: $1\n          image: $2` },
  {
    what: 'no init containers in a PetSet',
    text: `${HEAD}spec:\n  template:\n    spec:\n      §`,
    never: ['initContainers', 'tolerations'],
    accept: 'volumes',
  },
  {
    what: 'init containers in a StatefulSet',
    text: 'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      §',
    accept: 'initContainers',
  },
  {
    what: 'a field that 1.3 does not have',
    text: `${HEAD}spec:\n  template:\n    spec:\n      volumes:\n      - name: a\n        §`,
    version: 3,
    never: ['azureDisk'],
    accept: 'emptyDir',
  },
  { what: 'a field that 1.4 has', text: `${HEAD}spec:\n  template:\n    spec:\n      volumes:\n      - name: a\n        §`, version: 4, accept: 'azureDisk' },
  { what: 'values of an enum', text: `${POD}        - name: a\n          imagePullPolicy: §`, offers: 'Always IfNotPresent Never' },
  {
    what: 'a half value',
    text: `${POD}        - name: a\n          imagePullPolicy: If§`,
    accept: 'IfNotPresent',
    becomes: `${POD}        - name: a\n          imagePullPolicy: IfNotPresent`,
  },
  {
    what: 'a half value in quotes',
    text: `${POD}        - name: a\n          imagePullPolicy: "If§"`,
    accept: 'IfNotPresent',
    becomes: `${POD}        - name: a\n          imagePullPolicy: "IfNotPresent"`,
  },
  { what: 'booleans', text: `${POD}        - name: a\n          tty: §`, offers: 'true false' },
  {
    what: 'items of a list of words',
    text: 'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n  - §',
    offers: 'ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod',
  },
  { what: 'half an item of a list of words', text: 'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes:\n  - ReadO§', accept: 'ReadOnlyMany' },
  {
    what: 'a flow list of words',
    text: 'apiVersion: v1\nkind: PersistentVolumeClaim\nspec:\n  accessModes: [§]',
    offers: 'ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod',
  },
  { what: 'a flow map', text: `${POD}        - {name: a, §}`, offers: 'image args command ...' },
  { what: 'half a key of a flow map', text: `${POD}        - {name: a, tt§}`, accept: 'tty', becomes: `${POD}        - {name: a, tty: \${1|true,false|}}` },
  { what: 'a value of a flow map', text: `${POD}        - {name: a, tty: §}`, offers: 'true false' },
  {
    what: 'JSON',
    text: '{"apiVersion": "v1", "kind": "Service", "spec": {"§"}}',
    accept: 'clusterIP',
    becomes: '{"apiVersion": "v1", "kind": "Service", "spec": {"clusterIP": "$1"}}',
  },
  {
    what: 'a value in JSON',
    text: '{"apiVersion": "v1", "kind": "Service", "spec": {"type": "§"}}',
    accept: 'NodePort',
    becomes: '{"apiVersion": "v1", "kind": "Service", "spec": {"type": "NodePort"}}',
  },
  { what: 'None for clusterIP', text: 'apiVersion: v1\nkind: Service\nspec:\n  clusterIP: §', offers: 'None' },
  {
    what: 'volumes for a mount',
    text: `${POD}        - name: a\n          volumeMounts:\n          - name: §\n            mountPath: /data\n      volumes:\n      - name: config\n  volumeClaimTemplates:\n  - metadata:\n      name: www\n`,
    offers: 'www config',
  },
  {
    what: 'annotations of the template',
    text: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        §`,
    offers: 'pod.beta.kubernetes.io/init-containers pod.alpha.kubernetes.io/init-containers pod.alpha.kubernetes.io/initialized ...',
  },
  {
    what: 'half an annotation',
    text: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        pod.al§`,
    accept: 'pod.alpha.kubernetes.io/initialized',
    becomes: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        pod.alpha.kubernetes.io/initialized: "true"`,
  },
  {
    what: 'no beta key on 1.3',
    text: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        §`,
    version: 3,
    never: ['pod.beta.kubernetes.io/init-containers'],
    accept: 'pod.alpha.kubernetes.io/init-containers',
  },
  {
    what: 'one init-container key is enough',
    text: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        pod.beta.kubernetes.io/init-containers: '[]'\n        §`,
    never: ['pod.alpha.kubernetes.io/init-containers'],
  },
  { what: 'no pod annotations at the set', text: `${HEAD}  annotations:\n    §`, offers: '' },
  {
    what: 'an annotation of the Service',
    text: 'apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    §',
    version: 4,
    offers: 'service.alpha.kubernetes.io/tolerate-unready-endpoints',
  },
  {
    what: 'the value of an annotation is quoted',
    text: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        pod.alpha.kubernetes.io/initialized: §`,
    accept: '"true"',
    becomes: `${HEAD}spec:\n  template:\n    metadata:\n      annotations:\n        pod.alpha.kubernetes.io/initialized: "true"`,
  },
  {
    what: 'a claim template',
    text: `${HEAD}spec:\n  volumeClaimTemplates:\n  - metadata:\n      name: www\n    spec:\n      §`,
    offers: 'accessModes resources selector volumeName',
  },
  {
    what: 'an annotation of a claim template',
    text: `${HEAD}spec:\n  volumeClaimTemplates:\n  - metadata:\n      annotations:\n        §`,
    offers: 'volume.alpha.kubernetes.io/storage-class volume.beta.kubernetes.io/storage-class',
  },
  { what: 'an item of a List', text: `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  spec:\n    §`, accept: 'clusterIP' },
  {
    what: 'a line behind a block scalar',
    text: `${POD}        - name: a\n          command:\n          - sh\n          - |\n            image: no\n          §`,
    accept: 'image',
  },
  { what: 'nothing inside a block scalar', text: `${POD}        - name: a\n          args:\n          - |\n            ima§`, offers: '' },
  { what: 'nothing in a comment', text: `${HEAD}spec:\n  # rep§`, offers: '' },
  { what: 'nothing for another kind', text: 'apiVersion: batch/v1\nkind: Job\nspec:\n  §', offers: '' },
  {
    what: 'CRLF',
    text: `${HEAD}spec:\r\n  re§\r\n  serviceName: vm\r\n`,
    accept: 'replicas',
    becomes: `${HEAD}spec:\r\n  replicas: \r\n  serviceName: vm\r\n`,
  },
];
