const TEMPLATE = '  template:\n    metadata:\n      labels: {app: vm}\n    spec:\n      containers:\n      - name: web\n        image: nginx:1.11\n';
const PETSET = 'apiVersion: apps/v1alpha1\nkind: PetSet\nmetadata:\n  name: vm\nspec:\n  serviceName: vm\n';
const SET = 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: vm\nspec:\n  serviceName: vm\n  selector: {matchLabels: {app: vm}}\n';
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: vm\nspec:\n  clusterIP: None\n';
const CLAIM = 'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: www\nspec:\n  accessModes: [ReadWriteOnce]\n';
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n';
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const annotated = (json: string): string =>
  `${PETSET}  template:\n    metadata:\n      labels: {app: vm}\n      annotations:\n        pod.alpha.kubernetes.io/init-containers: '${json}'\n    spec:\n      containers:\n      - {name: web, image: nginx}\n`;

/** One for every schema. */
export const OK: Readonly<Record<string, string>> = {
  'a PetSet of 1.4': `${PETSET}${TEMPLATE}        volumeMounts: [{name: www, mountPath: /www}]\n  volumeClaimTemplates:\n  - metadata: {name: www}\n    spec:\n      accessModes: [ReadWriteOnce]\n      resources: {requests: {storage: 1Gi}}\n`,
  'a PetSet of 1.3': `# petset: kubernetes=1.3\n${PETSET}${TEMPLATE}`,
  'a StatefulSet of apps/v1': `${SET}  podManagementPolicy: Parallel\n${TEMPLATE}      initContainers:\n      - {name: init, image: busybox, env: [{name: A.B, value: x}]}\n`,
  'a ConfigMap': `${CONFIG}data: {a.b: text}\nimmutable: true\n`,
  'a Secret': 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ntype: Opaque\nstringData: {a: b}\n',
  'a ServiceAccount': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\nautomountServiceAccountToken: false\n',
  'a budget of disruptions':
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: 50%, selector: {matchLabels: {a: b}}}\n',
  'a StatefulSet of apps/v1beta2': `${SET.replace('apps/v1', 'apps/v1beta2')}${TEMPLATE}`,
  'a StatefulSet of apps/v1beta1': `${PETSET.replace('apps/v1alpha1\nkind: PetSet', 'apps/v1beta1\nkind: StatefulSet')}${TEMPLATE}`,
  'a Service of today': `${SERVICE}  publishNotReadyAddresses: true\n  ports: [{port: 80, targetPort: web}]\n`,
  'a Service of 1.4': `# petset: kubernetes=1.4\n${SERVICE}  ports: [{port: 80, targetPort: 8080}]\n`,
  'a Service of 1.3': `# petset: kubernetes=1.3\n${SERVICE}  ports: [{port: 80}]\n`,
  'a claim of today': `${CLAIM}  storageClassName: fast\n  resources: {requests: {storage: 1.5}}\n`,
  'a claim of 1.4': `# petset: kubernetes=1.4\n${CLAIM}  resources: {requests: {storage: "10Gi"}}\n`,
  'a claim of 1.3': `# petset: kubernetes=1.3\n${CLAIM}`,
  'a Pod of today': `${POD}  containers: [{name: a, image: b, resources: {limits: {cpu: 500m, memory: 128Mi}}}]\n`,
  'a Pod of 1.4': `# petset: kubernetes=1.4\n${POD}  containers: [{name: a, image: b, livenessProbe: {httpGet: {port: web}}}]\n`,
  'a Pod of 1.3': `# petset: kubernetes=1.3\n${POD}  containers: [{name: a, image: b}]\n`,
  'init containers in an annotation, keys in any case': annotated('[{"Name": "a", "image": "b", "VolumeMounts": null}]'),
  'init containers in an annotation of 1.3': `# petset: kubernetes=1.3\n${annotated('[{"name": "a", "image": "b"}]')}`,
  'null where nothing need stand': `${PETSET}${TEMPLATE}        command: null\n        tty:\n  replicas: ~\n`,
  'empty words where nothing need stand': `${SET}  podManagementPolicy: ""\n${TEMPLATE}      restartPolicy: ""\n`,
  'placeholders of other tools': `${PETSET}  replicas: \${COUNT}\n${TEMPLATE}        imagePullPolicy: "{{ policy }}"\n        terminationMessagePath: $(PATH)\n`,
  'merge keys and aliases': `${PETSET}${TEMPLATE.replace('- name: web', '- &web\n        name: web')}      - <<: *web\n        name: other\n`,
  'a List': `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None}}\n`,
};

export interface Bad {
  readonly what: string;
  readonly rule: string;
  readonly text: string;
  /** What is underlined. */
  readonly under: string;
  readonly level?: string;
  readonly says?: RegExp;
  readonly path?: string;
  /** What the text holds after the fix. */
  readonly fixed?: string;
  readonly version?: number;
}

/** One mistake each; exactly one finding. */
export const BAD: readonly Bad[] = [
  {
    what: 'a misspelt key',
    rule: 'unknown-field',
    text: `${PETSET}  replica: 2\n${TEMPLATE}`,
    under: 'replica',
    says: /kubectl's check refuses it.*Did you mean `replicas`/,
    fixed: '  replicas: 2',
  },
  {
    what: 'a key in the wrong case',
    rule: 'unknown-field',
    text: `${SET}${TEMPLATE}        imagepullpolicy: Always\n`,
    under: 'imagepullpolicy',
    says: /strict decoding refuses it/,
    fixed: 'imagePullPolicy: Always',
  },
  {
    what: 'a misspelt key that is needed',
    rule: 'unknown-field',
    text: `${PETSET.replace('serviceName', 'servicename')}${TEMPLATE}`,
    under: 'servicename',
    fixed: '  serviceName: vm',
  },
  { what: 'a key a level too high', rule: 'unknown-field', text: `${PETSET}${TEMPLATE}replicas: 2\n`, under: 'replicas', says: /belongs at `spec\.replicas`/ },
  {
    what: 'a key a level too low',
    rule: 'unknown-field',
    text: `${SET}${TEMPLATE}        volumes: []\n`,
    under: 'volumes',
    says: /belongs at `spec\.template\.spec\.volumes`/,
  },
  {
    what: 'containers of the set',
    rule: 'unknown-field',
    text: `${PETSET}  containers: []\n${TEMPLATE}`,
    under: 'containers',
    says: /belongs at `spec\.template\.spec\.containers`/,
  },
  {
    what: 'init containers of a PetSet',
    rule: 'unknown-field',
    text: `${PETSET}${TEMPLATE}      initContainers: []\n`,
    under: 'initContainers',
    says: /annotation `pod\.beta\.kubernetes\.io\/init-containers`/,
  },
  {
    what: 'a field of 1.4 on 1.3',
    rule: 'unknown-field',
    text: `${PETSET}${TEMPLATE}      volumes: [{name: a, quobyte: {registry: a, volume: b}}]\n`,
    under: 'quobyte',
    version: 3,
  },
  { what: 'null under an unknown key', rule: 'unknown-field', text: `${PETSET}  foo: null\n${TEMPLATE}`, under: 'foo' },
  {
    what: 'secretName where name stands',
    rule: 'unknown-field',
    text: `${PETSET}${TEMPLATE}        env: [{name: A, valueFrom: {secretKeyRef: {secretName: a, key: b}}}]\n`,
    under: 'secretName',
    fixed: '{name: a, key: b}',
  },
  {
    what: 'an unknown key in the annotation',
    rule: 'unknown-field',
    level: 'warning',
    text: annotated('[{"name": "a", "image": "b", "comand": []}]'),
    under: '"comand"',
    says: /drops it without notice/,
    fixed: '"command": []',
  },
  {
    what: 'a misspelt key in the annotation that is needed',
    rule: 'unknown-field',
    text: annotated('[{"name": "a", "images": "b"}]'),
    under: '"images"',
    fixed: '"image": "b"',
  },
  { what: 'a number for a string', rule: 'wrong-type', text: `${PETSET}${TEMPLATE}        env: [{name: A, value: 5}]\n`, under: '5', fixed: 'value: "5"' },
  { what: 'a boolean for a label', rule: 'wrong-type', text: `${SERVICE}  ports: [{port: 80}]\n  selector: {db: yes}\n`, under: 'yes', fixed: 'db: "yes"' },
  { what: 'a quoted number', rule: 'wrong-type', text: `${PETSET}  replicas: "3"\n${TEMPLATE}`, under: '"3"', fixed: 'replicas: 3' },
  { what: 'a fraction', rule: 'wrong-type', text: `${SET}  replicas: 1.5\n${TEMPLATE}`, under: '1.5' },
  {
    what: 'a word for a list',
    rule: 'wrong-type',
    text: `${PETSET}${TEMPLATE}        command: sh\n`,
    under: 'sh',
    says: /must be a list of strings, not a string/,
  },
  { what: 'a block map for a list', rule: 'wrong-type', text: `${SET}${TEMPLATE}      volumes:\n        name: a\n`, under: 'volumes' },
  { what: 'a null item on 1.4', rule: 'wrong-type', text: `${PETSET}${TEMPLATE}      - null\n`, under: 'null' },
  { what: 'a number in the annotation', rule: 'wrong-type', text: annotated('[{"name": "a", "image": 5}]'), under: '5', fixed: '"image": "5"' },
  { what: 'an object for the annotation', rule: 'wrong-type', text: annotated('{"name": "a", "image": "b"}'), under: '{"name": "a", "image": "b"}' },
  {
    what: 'a missing serviceName',
    rule: 'missing-field',
    text: `${PETSET.replace('  serviceName: vm\n', '')}${TEMPLATE}`,
    under: 'spec',
    path: 'spec.serviceName',
    fixed: '  serviceName: vm\n  template',
  },
  {
    what: 'a missing selector',
    rule: 'missing-field',
    text: `${SET.replace(/ {2}selector.*\n/, '')}${TEMPLATE}`,
    under: 'spec',
    path: 'spec.selector',
    fixed: '  selector:\n    matchLabels:\n      app: vm\n',
  },
  {
    what: 'a missing image',
    rule: 'missing-field',
    text: `${SET}${TEMPLATE.replace(/ *image.*\n/, '')}`,
    under: 'name',
    path: 'spec.template.spec.containers[0].image',
  },
  { what: 'a missing template', rule: 'missing-field', text: SET, under: 'spec', path: 'spec.template' },
  { what: 'no containers', rule: 'missing-field', text: `${POD}  containers: []\n`, under: 'containers', path: 'spec.containers' },
  {
    what: 'a missing name',
    rule: 'missing-field',
    text: `${SERVICE.replace('  name: vm', '  labels: {a: b}')}  ports: [{port: 80}]\n`,
    under: 'metadata',
    path: 'metadata.name',
  },
  {
    what: 'a missing name in the annotation',
    rule: 'missing-field',
    text: annotated('[{"image": "b"}]'),
    under: '"image"',
    path: 'spec.template.metadata.annotations["pod.alpha.kubernetes.io/init-containers"][0].name',
  },
  {
    what: 'a key without its value',
    rule: 'missing-field',
    text: `${SET}${TEMPLATE.replace('nginx:1.11', '')}`,
    under: 'image',
    path: 'spec.template.spec.containers[0].image',
  },
  {
    what: 'a missing apiVersion',
    rule: 'missing-field',
    text: `${SERVICE.replace('apiVersion: v1\n', '')}  ports: [{port: 80}]\n`,
    under: 'Service',
    path: 'apiVersion',
    fixed: 'apiVersion: v1\nkind: Service',
  },
  {
    what: 'a value that is not allowed',
    rule: 'bad-value',
    text: `${SET}${TEMPLATE}        imagePullPolicy: Allways\n`,
    under: 'Allways',
    says: /`Always`, `IfNotPresent` or `Never`.*Did you mean `Always`/,
    fixed: 'imagePullPolicy: Always',
  },
  {
    what: 'a headless Service with a small none',
    rule: 'bad-value',
    text: `${SERVICE.replace('None', 'none')}  ports: [{port: 80}]\n`,
    under: 'none',
    fixed: 'clusterIP: None',
  },
  { what: 'SCTP on 1.4', rule: 'bad-value', text: `${PETSET}${TEMPLATE}        ports: [{containerPort: 80, protocol: SCTP}]\n`, under: 'SCTP' },
  { what: 'a port out of range', rule: 'bad-value', text: `${SERVICE}  ports: [{port: 70000}]\n`, under: '70000', says: /1 to 65535/ },
  { what: 'a quoted port number', rule: 'bad-value', text: `${SERVICE}  ports: [{port: 80, targetPort: "80"}]\n`, under: '"80"', fixed: 'targetPort: 80' },
  { what: 'a quantity with a wrong unit', rule: 'bad-value', text: `${CLAIM}  resources: {requests: {storage: 10GB}}\n`, under: '10GB' },
  {
    what: 'a label value with a blank',
    rule: 'bad-value',
    text: `${SERVICE.replace('  name: vm', '  name: vm\n  labels: {a: b c}')}  ports: [{port: 80}]\n`,
    under: 'b c',
  },
  {
    what: 'a label key with two slashes',
    rule: 'bad-value',
    text: `${SERVICE.replace('  name: vm', '  name: vm\n  labels: {a/b/c: d}')}  ports: [{port: 80}]\n`,
    under: 'a/b/c',
  },
  { what: 'an empty word that is needed', rule: 'bad-value', text: `${SET}${TEMPLATE.replace('nginx:1.11', '""')}`, under: '""', says: /must not be empty/ },
  { what: 'a bad value in the annotation', rule: 'bad-value', text: annotated('[{"name": "A_b", "image": "b"}]'), under: '"A_b"' },
  {
    what: 'a probe with two actions',
    rule: 'bad-value',
    text: `${SET}${TEMPLATE}        livenessProbe: {exec: {command: [a]}, tcpSocket: {port: 1}}\n`,
    under: 'tcpSocket',
  },
  {
    what: 'a probe without action',
    rule: 'missing-field',
    text: `${PETSET}${TEMPLATE}        readinessProbe: {periodSeconds: 3}\n`,
    under: 'readinessProbe',
    says: /One of `exec`, `httpGet` or `tcpSocket`/,
  },
  {
    what: 'a probe whose action is misspelt',
    rule: 'unknown-field',
    text: `${PETSET}${TEMPLATE}        readinessProbe: {httpget: {port: 1}}\n`,
    under: 'httpget',
  },
  {
    what: 'a volume of two kinds',
    rule: 'bad-value',
    text: `${SET}${TEMPLATE}      volumes: [{name: a, emptyDir: {}, hostPath: {path: /}}]\n`,
    under: 'hostPath',
  },
  {
    what: 'a variable with two sources',
    rule: 'bad-value',
    text: `${SET}${TEMPLATE}        env: [{name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]\n`,
    under: 'valueFrom',
  },
  {
    what: 'a variable from nowhere in the annotation',
    rule: 'missing-field',
    text: annotated('[{"name": "a", "image": "b", "env": [{"name": "A", "valueFrom": {}}]}]'),
    under: '"valueFrom"',
  },
  { what: 'a kind in the wrong case', rule: 'unknown-kind', text: PETSET.replace('PetSet', 'Petset'), under: 'Petset', says: /Did you mean `PetSet`/ },
  { what: 'a number in a ConfigMap', rule: 'wrong-type', text: `${CONFIG}data: {port: 80}\n`, under: '80' },
  { what: 'a key with a blank', rule: 'bad-value', text: `${CONFIG}data: {my port: a}\n`, under: 'my port' },
  {
    what: 'a budget that is a word',
    rule: 'bad-value',
    text: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {minAvailable: half}\n',
    under: 'half',
  },
  { what: 'a kind in the plural', rule: 'unknown-kind', text: SERVICE.replace('Service', 'Services'), under: 'Services' },
  { what: 'an apiVersion in the wrong case', rule: 'unknown-kind', text: SET.replace('apps/v1', 'apps/V1'), under: 'apps/V1', says: /it is in `apps\/v1`/ },
  { what: 'an apiVersion of another kind', rule: 'unknown-kind', text: SET.replace('apps/v1', 'v1'), under: 'v1' },
  { what: 'an apiVersion that never had it', rule: 'unknown-kind', text: SET.replace('apps/v1', 'extensions/v1beta1'), under: 'extensions/v1beta1' },
  {
    what: 'a PetSet on a cluster of today',
    rule: 'unknown-kind',
    text: `${PETSET}${TEMPLATE}`,
    under: 'PetSet',
    version: 34,
    says: /Use StatefulSet in apps\/v1/,
  },
  {
    what: 'an apiVersion that is gone',
    rule: 'unknown-kind',
    text: `${SET.replace('apps/v1', 'apps/v1beta2')}${TEMPLATE}`,
    under: 'apps/v1beta2',
    version: 34,
  },
];
