// Names in a set that a real cluster has or lacks.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clusterForTests } from './cluster.ts';
import { PetsWorld, set, storage } from './petsWorld.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;
const context = 'skip' in cluster ? '' : cluster.context;
/** Only of the cluster that is built here is known which class is the default one. */
const isOurs = 'images' in cluster && cluster.images;

describe('what pets wait for by name, on a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let world: PetsWorld;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    world = await PetsWorld.create(cluster.kubeconfig, cluster.context, 'petset-names');
  });
  after(() => world?.remove());

  test('names that the cluster lacks, at the names; what the manifest brings or may lack is there', async () => {
    const pod = `volumes:
        - {name: a, configMap: {name: conf}}
        - {name: b, projected: {sources: [{secret: {name: keys}}]}}
        - {name: c, secret: {secretName: maybe, optional: true}}
        - {name: d, persistentVolumeClaim: {claimName: shared}}`;
    const container = `env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}]
          envFrom: [{configMapRef: {name: conf}}]`;
    const text = set({ pod, container, claims: `storageClassName: fast, ${storage('1Mi')}` }).replace('serviceName: web', 'serviceName: peers');
    const within = `in namespace ${world.playground.namespace}`;
    const inPod = 'spec.template.spec';
    const shared = `${inPod}.volumes[3].persistentVolumeClaim.claimName: ${context} has no PersistentVolumeClaim shared ${within}: its pets stay Pending.`;
    assert.deepEqual((await world.warned(text)).toSorted(), [
      `spec.serviceName: ${context} has no Service peers ${within}: its pets have no DNS names.`,
      `${inPod}.containers[0].envFrom[0].configMapRef.name: ${context} has no ConfigMap conf ${within}: the container does not start (CreateContainerConfigError).`,
      `${inPod}.containers[0].env[0].valueFrom.secretKeyRef.name: ${context} has no Secret keys ${within}: the container does not start (CreateContainerConfigError).`,
      `${inPod}.volumes[0].configMap.name: ${context} has no ConfigMap conf ${within}: its pets do not get beyond ContainerCreating.`,
      `${inPod}.volumes[1].projected.sources[0].secret.name: ${context} has no Secret keys ${within}: its pets do not get beyond ContainerCreating.`,
      shared,
      `spec.volumeClaimTemplates[0].spec.storageClassName: ${context} has no StorageClass fast and no volumes of that class: the claim of each pet stays Pending.`,
    ]);
    const brought = [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\n',
      'apiVersion: v1\nkind: Service\nmetadata: {name: peers}\n',
      'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\nspec: {secretName: keys}\n',
      'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: x\n',
    ];
    assert.deepEqual(await world.warned(text, ...brought), [shared]);
    await world.playground.kubectl('create', 'configmap', 'conf');
    await world.playground.kubectl('create', 'secret', 'generic', 'keys', '--from-literal=a=b');
    await world.make(
      `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: petset-names}\nspec: {storageClassName: fast, capacity: {storage: 1Mi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp/petset-names}}\n`,
    );
    assert.deepEqual(await world.warned(text.replace('serviceName: peers', 'serviceName: web')), [shared]);
    await world.playground.kubectl('delete', 'persistentvolume/petset-names');
  });

  // Claims of other tests that meet this moment get their class afterwards.
  test('a claim without a class needs a default class', { skip: !isOurs }, async () => {
    const text = set({ claims: storage('1Mi') });
    const isDefault = (value: string) =>
      world.playground.kubectl('annotate', '--overwrite', 'storageclass/standard', `storageclass.kubernetes.io/is-default-class=${value}`);
    assert.deepEqual((await world.trial(text)).warnings, []);
    await isDefault('false');
    try {
      assert.deepEqual((await world.trial(text)).warnings, [
        {
          path: 'spec.volumeClaimTemplates[0].spec.storageClassName',
          message: `${context} has no default StorageClass: the claim of each pet stays Pending.`,
          severity: 'warning',
        },
      ]);
    } finally {
      await isDefault('true');
    }
  });
});
