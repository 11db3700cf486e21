import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, findingsOf } from '../../../server/src/analyze.ts';
import { type Conversion, conversionsAt } from '../../../server/src/ide/convert.ts';
import { readable } from '../../../server/src/ide/convertYaml.ts';
import { withEdits } from '../../../server/src/ide/fixCheck.ts';
import { readDocument } from '../../../server/src/kube/document.ts';

function conversions(text: string, word: string, version?: number): Conversion[] {
  const start = text.indexOf(word);
  return conversionsAt(readDocument(text, version), { start, end: start });
}

function converted(text: string, word: string, version?: number, title = /./): string {
  const [first, ...others] = conversions(text, word, version).filter((c) => title.test(c.title));
  assert.ok(first && others.length === 0, 'One conversion');
  return withEdits(text, first.edits);
}

function errors(text: string): string[] {
  return analyze(text).chunks.flatMap((placed) => findingsOf(placed).flatMap((f) => (f.level === 'error' ? [`${f.rule}: ${f.message}`] : [])));
}

const PETSET = `# The shop.
apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: shop
  uid: 123
spec:
  # How many.
  replicas: 3
  serviceName: shop
  template:
    metadata:
      labels:
        app: shop
      annotations:
        example.com/keep: "yes"
        pod.alpha.kubernetes.io/initialized: "true"
        scheduler.alpha.kubernetes.io/tolerations: '[{"key": "a", "operator": "Exists"}]'
        # Prepares.
        pod.alpha.kubernetes.io/init-containers: '[
            {
                "name": "install",
                "Image": "debian:8",
                "command": ["sh", "-c", "set -e; test -d /data/x && exit 0; cp -r /x /data/x"],
                "volumeMounts": [{"name": "data", "mountPath": "/data"}]
            }
        ]'
    spec:
      serviceAccount: robot
      containers:
        - name: shop # for all
          image: nginx:1.11
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
        annotations:
          volume.beta.kubernetes.io/storage-class: fast
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
`;

test('a PetSet becomes a StatefulSet', () => {
  const text = converted(PETSET, 'apiVersion', undefined, /apps\/v1 /);
  assert.deepEqual(errors(text), []);
  assert.equal(
    text,
    `# The shop.
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: shop
spec:
  selector:
    matchLabels:
      app: shop
  updateStrategy:
    type: OnDelete
  # How many.
  replicas: 3
  serviceName: shop
  template:
    metadata:
      labels:
        app: shop
      annotations:
        example.com/keep: "yes"
        # Prepares.
    spec:
      tolerations:
        - key: a
          operator: Exists
      initContainers:
        - name: install
          image: "debian:8"
          command:
            - sh
            - "-c"
            - |-
              set -e
              test -d /data/x && exit 0
              cp -r /x /data/x
          volumeMounts:
            - name: data
              mountPath: /data
      serviceAccountName: robot
      containers:
        - name: shop # for all
          image: nginx:1.11
          volumeMounts:
            - name: data
              mountPath: /data
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        storageClassName: fast
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
`,
  );
});

const FOR = { '1.34': /apps\/v1 /, '1.8': /v1beta2/, '1.7': /v1beta1 .*1\.7/, '1.5': /v1beta1 .*1\.5/ } as const;
const ANNOTATED = PETSET.replace(
  '        example.com/keep',
  `        seccomp.security.alpha.kubernetes.io/pod: docker/default
        container.seccomp.security.alpha.kubernetes.io/install: localhost/install.json
        container.apparmor.security.beta.kubernetes.io/shop: runtime/default
        security.alpha.kubernetes.io/sysctls: kernel.shm_rmid_forced=1
        example.com/keep`,
);

for (const [version, title] of Object.entries(FOR)) {
  test(`a PetSet becomes a StatefulSet of ${version}, which that version has nothing against`, () => {
    const text = converted(ANNOTATED, 'kind:', undefined, title);
    assert.deepEqual(errors(text), []);
    assert.equal(readDocument(text, undefined).version, Number(version.slice(2)));
  });
}

test('what a version has no field for stays an annotation', () => {
  const [now, beta2, seven, five] = Object.values(FOR).map((title) => converted(ANNOTATED, 'kind:', undefined, title));
  assert.ok(now?.includes('seccompProfile:') && now.includes('appArmorProfile:') && now.includes('sysctls:') && !now.includes('security.alpha'));
  assert.ok(beta2?.includes('container.apparmor.security.beta.kubernetes.io/shop: runtime/default') && beta2.includes('tolerations:\n'));
  assert.ok(seven?.includes('initContainers:') && seven.includes('storageClassName: fast') && seven.includes('updateStrategy:'));
  assert.ok(five?.includes('init-containers:') && five.includes('storage-class: fast') && !five.includes('updateStrategy:'));
});

test('on 1.5 to 1.7 a pause is said, which later versions do not have', () => {
  for (const waiting of [ANNOTATED.replace(/ +pod.alpha.kubernetes.io\/initialized.*\n/, ''), ANNOTATED.replace('initialized: "true"', 'initialized: "no"')]) {
    assert.ok(converted(waiting, 'kind:', undefined, FOR['1.7']).includes('pod.alpha.kubernetes.io/initialized: "false"'));
    assert.ok(!converted(waiting, 'kind:', undefined, FOR['1.8']).includes('initialized'));
  }
  assert.ok(!converted(ANNOTATED, 'kind:', undefined, FOR['1.5']).includes('initialized'));
});

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  annotations:
    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
  name: web
spec:
  clusterIP: None
  ports: [{port: 80}]
`;

test('peers that are not ready: the annotation of old, the field, and both where one is not enough', () => {
  const field = converted(SERVICE, 'service.alpha', 34);
  assert.ok(field.includes('spec:\n  publishNotReadyAddresses: true\n') && !field.includes('annotations'));
  assert.deepEqual(errors(field), []);
  const both = converted(SERVICE, 'service.alpha', 9);
  assert.ok(both.includes('publishNotReadyAddresses: true') && both.includes('tolerate-unready-endpoints'));
  assert.equal(converted(field, 'publishNotReady', 4), SERVICE);
  assert.deepEqual(conversions(SERVICE.replace('"true"', '"false"'), 'service.alpha', 34), []);
});

const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  annotations:
    volume.beta.kubernetes.io/storage-class: fast
  name: data
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 1Gi}}
`;

test('the storage class, there and back', () => {
  const field = converted(CLAIM, 'volume.beta', 34);
  assert.ok(field.includes('spec:\n  storageClassName: fast\n') && !field.includes('annotations'));
  assert.equal(converted(field, 'storageClassName', 4), CLAIM);
  // Two that differ: nobody knows which is meant.
  assert.deepEqual(conversions(CLAIM.replace('spec:\n', 'spec:\n  storageClassName: slow\n'), 'volume.beta', 34), []);
});

const PROFILED = `apiVersion: v1
kind: Pod
metadata:
  annotations:
    container.apparmor.security.beta.kubernetes.io/web: localhost/web
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
  name: web
spec:
  containers:
    - name: web
      image: nginx:1.11
`;

test('profiles, there and back', () => {
  const fields = converted(PROFILED, 'seccomp', 34);
  assert.deepEqual(errors(fields), []);
  assert.ok(fields.includes('  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n') && fields.includes('localhostProfile: web'));
  // 1.19 has the field of one, and reads the annotation of the other.
  assert.ok(converted(PROFILED, 'seccomp', 19).includes('container.apparmor'));
  const back = converted(fields, 'seccompProfile', 18);
  assert.ok(
    back.includes('seccomp.security.alpha.kubernetes.io/pod: runtime/default') && back.includes('/web: localhost/web') && !back.includes('securityContext'),
  );
});

test('what has no equivalent is in the title', () => {
  const [conversion] = conversions(PETSET.replace('initialized: "true"', 'initialized: "false"'), 'kind:');
  assert.match(conversion?.title ?? '', /no equivalent: the pause/);
});

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  # First this.
  initContainers:
    - name: first
      image: busybox:1.25
      command: [sh, -c, "echo \\"a\\" > /tmp/a"]
  containers:
    - name: web
      image: nginx:1.11
`;

test('the field becomes the annotation of old clusters, and back', () => {
  const old = converted(POD, 'initContainers', 4);
  assert.deepEqual(errors(`# petset: kubernetes=1.4\n${old}`), []);
  assert.ok(!old.includes('initContainers:'));
  const back = converted(old, 'pod.beta.kubernetes.io/init-containers', 7);
  assert.deepEqual(errors(back), []);
  assert.ok(back.includes('initContainers:\n    - name: first'));
});

test('nothing is offered away from the place, in JSON, or where the text is broken', () => {
  assert.deepEqual(conversions(PETSET, 'replicas'), []);
  assert.deepEqual(conversions(`{"apiVersion": "apps/v1alpha1", "kind": "PetSet", "spec": {}}`, '"kind"', 4), []);
  assert.deepEqual(conversions(PETSET.replace('serviceName: shop', 'serviceName: "shop'), 'kind:'), []);
});

for (const file of ['petset_vm.yaml', 'petset_peers.yaml']) {
  test(`${file} of the guide becomes a StatefulSet without errors`, () => {
    const text = readFileSync(join(import.meta.dirname, '../../../examples', file), 'utf8');
    const chunks = analyze(text).chunks.map(({ chunk }) => {
      const at = chunk.document.text.indexOf('kind: PetSet');
      const [conversion] = at < 0 ? [] : conversionsAt(chunk.document, { start: at, end: at });
      if (at >= 0) assert.ok(conversion, 'A conversion is offered');
      return conversion ? withEdits(chunk.document.text, conversion.edits) : chunk.document.text.replace(/kubernetes=\S+/, 'kubernetes=1.34');
    });
    assert.deepEqual(errors(chunks.join('')), []);
    assert.ok(chunks.join('').includes('initContainers:'));
  });
}

test('a script is broken into lines only where that is the same script', () => {
  assert.equal(readable('set -e; a; b'), 'set -e\na\nb');
  assert.equal(readable('case $1 in a) b;; esac; c'), 'case $1 in a) b;; esac\nc');
  for (const script of ["echo 'a; b'", 'echo "a; b"', 'find . -exec ls {} \\; -o x', 'a # b; c', 'for ((i=0; i<3; i++)) do a; done'])
    assert.equal(readable(script), script);
});
