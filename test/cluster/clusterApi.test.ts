// A cluster's own API as what manifests are judged by: what we then say of its kinds, custom resources too, against what it says itself.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import { analyze, findingsOf, type Settings } from '../../server/src/analyze.ts';
import { loadClusterApi } from '../../server/src/clusterApi.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;
const TRUTH = join(import.meta.dirname, '../data/api-truth-modern-dev.json');

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: backups.pets.example.com}
spec:
  group: pets.example.com
  names: {kind: Backup, plural: backups, singular: backup}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            required: [set, mode]
            properties:
              set: {type: string, minLength: 1}
              mode: {type: string, enum: [Full, Incremental], default: Full}
              note: {type: string, nullable: true}
              keep: {type: integer, minimum: 1, maximum: 30}
              share: {type: number}
              port: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
              at: {type: string, format: date-time}
              shut: {type: object}
              options: {type: object, x-kubernetes-preserve-unknown-fields: true}
              labels: {type: object, additionalProperties: {type: string}}
              pod: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
              hooks: {type: array, items: {type: object, required: [run], properties: {run: {type: string}, quiet: {type: boolean}}}}
`;

const backup = (spec: string): string => `apiVersion: pets.example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {${spec}}\n`;
const object = (apiVersion: string, kind: string, rest: string): string => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n${rest}\n`;
const pod = 'template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: b}]}}';

/** One of each sort; which of them are refused the server says. */
const MANIFESTS: readonly string[] = [
  ...['set: web', 'set: web, note: null, mode: Full, keep: 30, share: 0.5, port: 80', 'set: web, port: http, at: 2026-11-23T05:00:00Z, options: {any: [1]}'],
  ...[
    'set: web, labels: {a: b}, hooks: [{run: x, quiet: true}], pod: {apiVersion: v1, kind: Pod, any: 1}',
    'mode: Full',
    'set: ""',
    'set: 5',
    'set: web, mode: Half',
  ],
  ...[
    'set: web, keep: 31',
    'set: web, keep: 0',
    'set: web, keep: "5"',
    'set: web, keep: 1.5',
    'set: web, share: x',
    'set: web, port: 1.5',
    'set: web, port: true',
  ],
  ...['set: web, at: tomorrow', 'set: web, labels: {a: 1}', 'set: web, hooks: [{}]', 'set: web, hooks: [{run: x, loud: true}]', 'set: web, hooks: {run: x}'],
  ...[
    'set: web, foo: 1',
    'set: web, options: []',
    'set: web, shut: {}',
    'set: web, shut: {a: 1}',
    'set: web, pod: {any: 1}',
    'set: web, hooks: [{run: x, quiet: "yes"}]',
  ],
]
  .map(backup)
  .concat([
    object('apps/v1', 'Deployment', `spec: {selector: {matchLabels: {app: a}}, ${pod}}`),
    object('apps/v1', 'Deployment', `spec: {replicas: "3", selector: {matchLabels: {app: a}}, ${pod}}`),
    object('apps/v1', 'Deployment', `spec: {replica: 3, selector: {matchLabels: {app: a}}, ${pod}}`),
    object('apps/v1', 'DaemonSet', `spec: {selector: {matchLabels: {app: a}}, ${pod.replace('image: b', 'image: b, ports: [{containerPort: 99999}]')}}`),
    object('batch/v1', 'Job', `spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}`),
    object(
      'batch/v1',
      'CronJob',
      `spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}`,
    ),
    object('batch/v1', 'CronJob', `spec: {schedule: 5, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}`),
    object('networking.k8s.io/v1', 'NetworkPolicy', 'spec: {}'),
    object(
      'networking.k8s.io/v1',
      'NetworkPolicy',
      'spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: a}}}], ports: [{port: http}, {port: 80}]}]}',
    ),
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'spec: {rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}',
    ),
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'spec: {rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {serviceName: web, servicePort: 80}}]}}]}',
    ),
    object('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]'),
    object('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{apiGroups: "", resources: [pods], verbs: [get]}]'),
    object(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}\nsubjects: [{kind: ServiceAccount, name: default, namespace: default}]',
    ),
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'spec: {scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}, maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}',
    ),
    object('storage.k8s.io/v1', 'StorageClass', 'provisioner: example.com/disk\nparameters: {type: fast}'),
    object('storage.k8s.io/v1', 'StorageClass', 'provisioner: example.com/disk\nparameters: {replicas: 3}'),
    object('scheduling.k8s.io/v1', 'PriorityClass', 'value: 1000\nglobalDefault: false'),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules: []').replace('name: a', 'name: "pets:Reader"'),
    backup('set: web').replace('name: a', 'name: "a:b"'),
    backup('set: web').replace('name: a', 'name: a, finalizers: [keep.example.com]'),
    object('v1', 'ConfigMap', '').replace('name: a', 'name: a, finalizers: [keep.example.com]'),
    object('v1', 'Namespace', ''),
    object('v1', 'LimitRange', 'spec: {limits: [{type: Container, default: {cpu: 100m}}]}'),
    object('v1', 'ResourceQuota', 'spec: {hard: {pods: 5, requests.storage: 1Gi}}'),
    object('v1', 'PersistentVolume', 'spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /data}}'),
    object('coordination.k8s.io/v1', 'Lease', 'spec: {holderIdentity: a, renewTime: 2026-11-23T05:00:00.000000Z}'),
    object('apps/v1', 'Foo', 'spec: {}'),
    object('extensions/v1beta1', 'Ingress', 'spec: {}'),
    object('pets.example.com/v2', 'Backup', 'spec: {set: web}'),
  ]);

describe("a cluster's own API", { skip, timeout: 180_000 }, () => {
  let playground: Playground;
  let connection: Connection;
  let folder: string;
  let settings: Settings;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-api');
    folder = await mkdtemp(join(tmpdir(), 'petset-api-'));
    await writeFile(join(folder, 'crd.yaml'), CRD);
    await playground.kubectl('apply', '-f', join(folder, 'crd.yaml'));
    await playground.kubectl('wait', '--for=condition=Established', 'crd/backups.pets.example.com', '--timeout=30s');
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    connection = value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName: cluster.context, source }));
    settings = { kubernetes: undefined, rules: {}, api: await loadClusterApi(await describedWithBackups()) };
  });
  after(async () => {
    connection?.close();
    await playground?.kubectl('delete', 'crd', 'backups.pets.example.com', '--ignore-not-found');
    await playground?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** The server describes a new resource some time after it serves it. */
  async function describedWithBackups(): Promise<string> {
    const file = join(folder, 'api.json');
    for (let tries = 0; tries < 60; tries++) {
      const { text, missing } = value(await connection.apiDescription());
      assert.deepEqual(missing, []);
      if (text.includes('com.example.pets.v1.Backup')) {
        await writeFile(file, text);
        return file;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('the server never describes the new resource');
  }

  const errors = (text: string): string[] =>
    analyze(text, settings)
      .chunks.flatMap((placed) => findingsOf(placed).filter((f) => f.level === 'error'))
      .map((f) => `${f.rule}: ${f.message}`);

  async function refusal(text: string): Promise<string> {
    const parsed = parse(text);
    const declared = { apiVersion: parsed.apiVersion, kind: parsed.kind, name: parsed.metadata.name, namespace: '', text, value: parsed };
    const plan = await connection.plan(declared);
    return plan.ok ? plan.value.refused.map((each) => each.message).join('; ') : plan.failure.message;
  }

  test('it bears the name and version that the user knows', () => {
    assert.ok('context' in cluster);
    assert.equal(settings.api?.name, cluster.context);
    assert.equal(`v1.${settings.api?.version}`, /^v1\.\d+/.exec(connection.dialect.serverVersion)?.[0]);
    assert.ok((settings.api?.api.kinds.length ?? 0) > 50);
  });

  test('of its kinds and custom resources we say what it says', async (t) => {
    const wrong: string[] = [];
    let refused = 0;
    for (const manifest of MANIFESTS) {
      const [said, answer] = [errors(manifest), await refusal(manifest)];
      if (answer !== '') refused++;
      if (said.length > 0 !== (answer !== '')) wrong.push(`${manifest}  server: ${answer || 'accepts'}\n  we: ${said.join('; ') || 'nothing'}`);
    }
    t.diagnostic(`${MANIFESTS.length} manifests, ${refused} of them refused`);
    assert.ok(refused > 20 && refused < MANIFESTS.length - 15, 'both sorts are there');
    assert.deepEqual(wrong, []);
  });

  test('sets are judged as well as by what comes with us: the same errors, none on what a server accepted', async () => {
    const cases = JSON.parse(await readFile(TRUTH, 'utf8')) as readonly { readonly id: string; readonly fault: string | null; readonly manifest: string }[];
    const bundled = { kubernetes: settings.api?.version, rules: {} };
    for (const { id, fault, manifest } of cases) {
      const by = (which: Settings): string[] =>
        analyze(manifest, which).chunks.flatMap((placed) =>
          findingsOf(placed)
            .filter((f) => f.level === 'error')
            .map((f) => `${f.rule} ${placed.start + f.span.start}`),
        );
      const own = by(settings);
      if (fault === null) assert.deepEqual(own, [], id);
      assert.deepEqual(own, by(bundled), id);
    }
  });
});
