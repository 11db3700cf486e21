import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findAll } from '../rules/fixture.ts';
import { expand } from './expand.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const FOLDER = join(import.meta.dirname, '..', '..', 'snippets');

const snippets = readdirSync(FOLDER).flatMap((file) =>
  Object.entries(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Readonly<Record<string, Snippet>>).map(([name, snippet]) => ({ file, name, snippet })),
);

/** Fragments stand somewhere: the smallest manifest with a place for each, marked @@. What is not here stands alone. */
const PLACES: Readonly<Record<string, string>> = {
  'init-annotation': `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  clusterIP: None
  selector:
    app: web
  ports:
    - port: 80
      name: http
---
apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: web
spec:
  serviceName: nginx
  replicas: 2
  template:
    metadata:
      labels:
        app: web
      annotations:
        pod.alpha.kubernetes.io/initialized: "true"
        @@
    spec:
      containers:
        - name: web
          image: nginx:1.11
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: 1Gi
`,
  'init-container': statefulSet('      initContainers:\n        @@\n', '', claim()),
  'claim-template': statefulSet('', '          volumeMounts:\n            - name: data\n              mountPath: /data\n', '    @@\n'),
};

function claim(): string {
  return '    - metadata:\n        name: data\n      spec:\n        accessModes: [ReadWriteOnce]\n        resources:\n          requests:\n            storage: 1Gi\n';
}

function statefulSet(init: string, mounts: string, claims: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  clusterIP: None
  selector:
    app: web
  ports:
    - port: 80
      name: http
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: nginx
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
${init}      containers:
        - name: web
          image: nginx:1.27
${mounts}  volumeClaimTemplates:
${claims}`;
}

/** As an editor inserts it: further lines get the indentation of the line it goes to. */
function inPlace(prefix: string, text: string): string {
  const place = PLACES[prefix];
  if (place === undefined) return text;
  const indent = /^( *)@@$/m.exec(place)?.[1] ?? '';
  return place.replace('@@', () => text.replaceAll('\n', `\n${indent}`));
}

for (const { file, name, snippet } of snippets) {
  test(`${file}: ${name}, with its defaults, has nothing to find`, () => {
    const text = inPlace(snippet.prefix, expand(snippet.body));
    assert.deepEqual(
      findAll(text).map((f) => `${f.line + 1}: ${f.level} ${f.rule}: ${f.message}`),
      [],
      text,
    );
  });
}

test('prefixes are unique, and every snippet says what it is for', () => {
  assert.equal(new Set(snippets.map((s) => s.snippet.prefix)).size, snippets.length);
  for (const { name, snippet } of snippets) assert.match(snippet.description, /\.$/, name);
});

test('the expander fills defaults, choices and mirrors, and refuses what it does not know', () => {
  // Written with another sign, because these are no template strings of ours.
  const of = (...body: string[]): string => expand(body.map((line) => line.replaceAll('%', '$')));
  assert.equal(of('a: %{1:x}', 'b: %1 \\%HOME \\%{d}', 'c: %{2|one,two|}%0'), 'a: x\nb: x %HOME %{d}\nc: one'.replaceAll('%', '$'));
  assert.throws(() => of('%1'), /no default/);
  assert.throws(() => of('%{1:a} %{1:b}'), /two defaults/);
  assert.throws(() => of('%HOME'), /Not a placeholder/);
});
