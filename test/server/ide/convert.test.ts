import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, findingsOf } from '../../../server/src/analyze.ts';
import { type Conversion, conversionsAt } from '../../../server/src/ide/convert.ts';
import { readable } from '../../../server/src/ide/convertYaml.ts';
import { applyEdits } from '../../../server/src/ide/fixes.ts';
import { readDocument } from '../../../server/src/kube/document.ts';

function conversions(text: string, word: string, version?: number): Conversion[] {
  const start = text.indexOf(word);
  return conversionsAt(readDocument(text, version), { start, end: start });
}

function converted(text: string, word: string, version?: number): string {
  const [first, ...others] = conversions(text, word, version);
  assert.ok(first && others.length === 0, 'One conversion');
  return applyEdits(text, first.edits);
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
  const text = converted(PETSET, 'apiVersion');
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
      return conversion ? applyEdits(chunk.document.text, conversion.edits) : chunk.document.text.replace(/kubernetes=\S+/, 'kubernetes=1.34');
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
