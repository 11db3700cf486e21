import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, findingsOf } from '../../../server/src/analyze.ts';
import { complete } from '../../../server/src/ide/complete.ts';
import { readDocument } from '../../../server/src/kube/document.ts';

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web}
spec:
  ordinals: {start: 1}
  serviceName: web
  selector: {matchLabels: {app: web, minReadySeconds: x}}
  template:
    metadata: {labels: {app: web, minReadySeconds: x}}
    spec:
      initContainers:
      - {name: s, image: "a:1", restartPolicy: Always}
      containers:
      - name: web
        image: nginx:1
        livenessProbe: {grpc: {port: 5}, terminationGracePeriodSeconds: 5}
        volumeMounts: [{name: a, mountPath: /a, bindMountOptions: [noexec]}]
      volumes: [{name: a, emptyDir: {}}]
`;

/** What is said to be too new, by the version that is judged for. */
function said(minor: number): string[] {
  const { chunks } = analyze(SET, { kubernetes: minor, rules: {} });
  const findings = chunks.flatMap((placed) => findingsOf(placed)).filter((f) => / came with /.test(f.message));
  return findings.map((f) => `${f.level} ${SET.slice(f.span.start, f.span.end)} ${/1\.\d+/.exec(f.message)?.[0]}`);
}

test('a field is said to be too new for the clusters before it, and for no other', () => {
  assert.deepEqual(said(20), [
    'error ordinals 1.26',
    'error restartPolicy 1.28',
    'error grpc 1.23',
    'error terminationGracePeriodSeconds 1.21',
    'error bindMountOptions 1.37',
  ]);
  assert.deepEqual(said(27), ['error restartPolicy 1.28', 'error bindMountOptions 1.37']);
  assert.deepEqual(said(34), ['warning bindMountOptions 1.37'], 'nobody said that the cluster is not newer than what we were held to');
  assert.deepEqual(said(37), []);
});

test('it is not offered there either', () => {
  const text = 'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  ';
  const offered = (minor: number): string[] => complete(readDocument(text, minor), text.length).map((c) => c.label);
  assert.ok(!offered(25).includes('ordinals') && offered(26).includes('ordinals') && offered(25).includes('minReadySeconds'));
});
