import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, DEFAULT_SETTINGS, findingsOf, placedOf } from '../../server/src/analyze.ts';

const config = (script: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: scripts
data:
  prepare.sh: |
${script
  .split('\n')
  .map((l) => `    ${l}`)
  .join('\n')}
`;
const set = (volume: string, mount: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      initContainers:
      - name: prepare
        image: debian:12
        command: [sh, /scripts/prepare.sh]
        volumeMounts:
        - {name: scripts, ${mount}}
        - {name: data, mountPath: /data}
      containers:
      - {name: web, image: "nginx:1.27", volumeMounts: [{name: data, mountPath: /data}]}
      volumes:
      - {name: scripts, configMap: {${volume}}}
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
`;

function rules(text: string, others: readonly string[] = []): string[] {
  const around = others.flatMap((other, i) => placedOf(analyze(other, DEFAULT_SETTINGS, `other${i}.yaml`)));
  return analyze(text, DEFAULT_SETTINGS, 'set.yaml', around)
    .chunks.flatMap((c) => findingsOf(c).map((f) => f.rule))
    .filter((rule) => rule !== 'service-missing');
}

test('a script in a ConfigMap is followed, in the same file and in another', () => {
  const plain = set('name: scripts', 'mountPath: /scripts');
  assert.deepEqual(rules(`${plain}---\n${config('set -e\nmkdir /data/db')}`), ['rerun-fails']);
  assert.deepEqual(rules(`${plain}---\n${config('set -e\nmkdir -p /data/db')}`), []);
  assert.deepEqual(rules(plain, [config('set -e\nmkdir /data/db')]), ['rerun-fails']);
});

test('keys may be mounted under other names, or one by one', () => {
  const bad = config('set -e\nmkdir /data/db').replace('prepare.sh', 'real');
  assert.deepEqual(rules(`${set('name: scripts, items: [{key: real, path: prepare.sh}]', 'mountPath: /scripts')}---\n${bad}`), ['rerun-fails']);
  assert.deepEqual(rules(`${set('name: scripts', 'mountPath: /scripts/prepare.sh, subPath: real')}---\n${bad}`), ['rerun-fails']);
});

test('a script that nobody shows is a hint and nothing more', () => {
  assert.deepEqual(rules(set('name: scripts', 'mountPath: /scripts')), ['unknown-command']);
});
