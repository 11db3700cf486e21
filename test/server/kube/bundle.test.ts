import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, DEFAULT_SETTINGS, findingsOf, placedOf } from '../../../server/src/analyze.ts';

const service = (label: string): string => `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  clusterIP: None
  selector:
    app: ${label}
  ports:
  - port: 80
`;
const set = (label: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: nginx
  selector:
    matchLabels:
      app: ${label}
  template:
    metadata:
      labels:
        app: ${label}
    spec:
      containers:
      - name: web
        image: nginx:1.27
`;

/** Rules found in a file that stands among others. */
function judge(files: Readonly<Record<string, string>>, file: string): string[] {
  const others = Object.entries(files).filter(([name]) => name !== file);
  const around = others.flatMap(([name, text]) => placedOf(analyze(text, DEFAULT_SETTINGS, name)));
  return analyze(files[file] ?? '', DEFAULT_SETTINGS, file, around).chunks.flatMap((c) => findingsOf(c).map((f) => f.rule));
}

test('a Service judges the sets that mean it, in the same file or in another', () => {
  assert.deepEqual(judge({ 'a.yaml': service('other'), 'b.yaml': set('web') }, 'a.yaml'), ['service-selector-mismatch']);
  assert.deepEqual(judge({ 'a.yaml': service('web'), 'b.yaml': set('web') }, 'a.yaml'), []);
  assert.deepEqual(judge({ 'a.yaml': set('web'), 'b.yaml': service('other') }, 'a.yaml'), []);
});

test('manifests of the same names that never meet do not judge each other', () => {
  const pair = (label: string): string => `${service(label)}---\n${set(label)}`;
  assert.deepEqual(judge({ 'a.yaml': pair('web'), 'b.yaml': pair('shop') }, 'a.yaml'), []);
  assert.deepEqual(
    judge({ 'a/service.yaml': service('web'), 'a/set.yaml': set('web'), 'b/set.yaml': set('shop'), 'b/service.yaml': service('shop') }, 'a/service.yaml'),
    [],
  );
  assert.deepEqual(judge({ 'base/service.yaml': service('web'), 'one/service.yaml': service('x'), 'set/set.yaml': set('shop') }, 'one/service.yaml'), []);
});

test('what is typed most often in a set does not have every other document judged anew', () => {
  const objects = (edit: (text: string) => string): string =>
    analyze(edit(set('nginx')))
      .chunks.map((c) => c.chunk.objects)
      .join();
  const replicas = (text: string): string => objects((s) => s.replace('  serviceName', `  replicas: ${text}\n  serviceName`));
  assert.equal(new Set(['3', '30', 'x3', '"3"'].map(replicas)).size, 1);
  assert.equal(
    objects((s) => s.replace('containers:', 'containers: # some words')),
    objects((s) => s),
  );
  assert.notEqual(
    objects((s) => s.replace('serviceName: nginx', 'serviceName: other')),
    objects((s) => s),
  );
});
