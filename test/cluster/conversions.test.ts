// What the conversions make of manifests of 1.4 is taken by a real cluster of today: the objects, and what the controller makes of them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { analyze } from '../../server/src/analyze.ts';
import { conversionsAt } from '../../server/src/ide/convert.ts';
import { withEdits } from '../../server/src/ide/fixCheck.ts';
import { clusterForTests } from './cluster.ts';
import type { Value } from './verdicts/samples.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : cluster.images ? false : 'the API server of the cluster built here is asked, with its own certificates';
const FOLDER = join(import.meta.dirname, '../../examples');

/** All that a PetSet of 1.4 can say in annotations. */
const ANNOTATED = `apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    metadata:
      labels: {app: web}
      annotations:
        pod.alpha.kubernetes.io/initialized: "true"
        pod.beta.kubernetes.io/init-containers: '[{"name": "first", "image": "busybox:1.25", "command": ["true"]}]'
        seccomp.security.alpha.kubernetes.io/pod: docker/default
        container.seccomp.security.alpha.kubernetes.io/first: localhost/first.json
        container.apparmor.security.beta.kubernetes.io/web: runtime/default
        security.alpha.kubernetes.io/sysctls: kernel.shm_rmid_forced=1
        scheduler.alpha.kubernetes.io/tolerations: '[{"key": "a", "operator": "Exists", "effect": "NoSchedule"}]'
        scheduler.alpha.kubernetes.io/affinity: '{"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": "web"}}}]}}'
    spec:
      serviceAccount: default
      containers:
        - name: web
          image: nginx:1.11
          volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
    - metadata:
        name: data
        annotations: {volume.beta.kubernetes.io/storage-class: standard}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: http, port: 80}]
`;

const PETSETS: Readonly<Record<string, string>> = {
  'all annotations': ANNOTATED,
  'petset_vm.yaml': readFileSync(join(FOLDER, 'petset_vm.yaml'), 'utf8'),
  'petset_peers.yaml': readFileSync(join(FOLDER, 'petset_peers.yaml'), 'utf8'),
};

for (const [name, text] of Object.entries(PETSETS)) {
  test(`${name}: converted, the cluster takes it all`, { skip, timeout: 60_000 }, async () => {
    const { askServer } = await import('./verdicts/ask.ts');
    const { madeFrom } = await import('./verdicts/pets.ts');
    const objects = parseAllDocuments(converted(text)).map((d) => d.toJS() as { readonly kind: string });
    assert.ok(objects.some((o) => o.kind === 'StatefulSet'));
    for (const object of objects) {
      const [url, made] = object.kind === 'StatefulSet' ? [SETS, madeFrom(object as Value)] : [SERVICES, []];
      for (const each of [{ url, manifest: object }, ...made]) {
        const { message, warnings } = await askServer(each.url, each.manifest);
        assert.deepEqual({ message, warnings }, { message: '', warnings: [] }, JSON.stringify(each.manifest));
      }
    }
  });
}

const SETS = '/apis/apps/v1/namespaces/default/statefulsets';
const SERVICES = '/api/v1/namespaces/default/services';

/** Every conversion for today, at the words that it is offered at. */
function converted(text: string): string {
  return analyze(text)
    .chunks.map(({ chunk: { document } }) => {
      const [resource] = document.resources;
      const word = resource?.kind?.text === 'PetSet' ? 'kind:' : 'service.alpha.kubernetes.io';
      const at = document.text.indexOf(word);
      const today = { ...document, version: resource?.kind?.text === 'PetSet' ? document.version : 34 };
      const conversion = at < 0 ? undefined : conversionsAt(today, { start: at, end: at })[0];
      return conversion ? withEdits(document.text, conversion.edits) : document.text;
    })
    .join('');
}
