import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureOfStatus } from '../../../client/src/cluster/result.ts';
import { firstPet } from '../../../client/src/cluster/trial/firstPet.ts';
import { refusalsOf } from '../../../client/src/cluster/trial/refusals.ts';

const set = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: {
    serviceName: 'peers',
    ordinals: { start: 4 },
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        initContainers: [{ name: 'first', image: 'mirror.example.com/init' }],
        containers: [
          { name: 'main', image: 'nginx:latest', resources: { limits: { memory: '1Gi' } } },
          { name: 'side', image: 'busybox', resources: { requests: { cpu: '1' } } },
        ],
        volumes: [
          { name: 'data', emptyDir: {} },
          { name: 'etc', hostPath: { path: '/etc' } },
        ],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: 'data', labels: { app: 'other', own: 'x' } }, spec: { storageClassName: 'slow' } }],
  },
};

test('the first pet and its claim are made as the controller makes them', () => {
  const { pod, claims } = firstPet(set);
  const { spec, metadata } = pod.object as typeof set.spec.template & { readonly spec: { readonly hostname: string; readonly subdomain: string } };
  assert.deepEqual([pod.name, spec.hostname, spec.subdomain], ['web-4', 'web-4', 'peers']);
  assert.equal(Object.keys(metadata.labels).length, 4);
  assert.deepEqual(spec.volumes, [
    { name: 'etc', hostPath: { path: '/etc' } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data-web-4' } },
  ]);
  const labels = claims.map(({ object }) => (object.metadata as typeof metadata).labels);
  assert.deepEqual(labels, [{ app: 'web', own: 'x' }]);
});

test('where the set says what stands in a pet', () => {
  const { pod, claims } = firstPet(set);
  const places = ['spec.containers[1].env[0].name', 'spec.volumes[1]', 'spec.volumes[0].hostPath', 'spec.hostname', 'metadata.annotations[a/b]', ''];
  assert.deepEqual(places.map(pod.pathInSet), [
    'spec.template.spec.containers[name="side"].env[0].name',
    'spec.volumeClaimTemplates[0].metadata.name',
    'spec.template.spec.volumes[name="etc"].hostPath',
    'metadata.name',
    'spec.template.metadata.annotations[a/b]',
    'spec.template.spec',
  ]);
  assert.equal(claims[0]?.pathInSet('spec.accessModes'), 'spec.volumeClaimTemplates[0].spec.accessModes');
});

/** Words of real servers and of their webhooks. */
test('what a refusal is about, where the server names no field', () => {
  const { pod, claims } = firstPet(set);
  const [claim = pod] = claims;
  const of = (message: string, made = pod, status = 403): readonly string[] =>
    refusalsOf(failureOfStatus(status, JSON.stringify({ message }), 'https://x'), made).map(({ path }) => path.replace('spec.template.spec', '.'));
  const forbidden = 'pods "web-4" is forbidden: ';
  assert.deepEqual(of(`${forbidden}exceeded quota: q, requested: limits.memory=1Gi, used: limits.memory=0, limited: limits.memory=1Mi`), [
    '..containers[name="main"].resources.limits[memory]',
  ]);
  assert.deepEqual(of(`${forbidden}exceeded quota: q, requested: requests.memory=1Gi, used: requests.memory=0, limited: requests.memory=1Mi`), [
    '..containers[name="main"].resources.limits[memory]',
  ]);
  assert.deepEqual(of(`${forbidden}failed quota: q: must specify cpu for: first,main`), [
    '..initContainers[name="first"].resources',
    '..containers[name="main"].resources',
  ]);
  assert.deepEqual(
    of(
      'persistentvolumeclaims "data-web-4" is forbidden: exceeded quota: q, requested: slow.storageclass.storage.k8s.io/requests.storage=1Mi, used: slow.storageclass.storage.k8s.io/requests.storage=0, limited: slow.storageclass.storage.k8s.io/requests.storage=0',
      claim,
    ),
    ['spec.volumeClaimTemplates[0].spec.storageClassName'],
  );
  assert.deepEqual(
    of(
      `${forbidden}violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (containers "first", "main" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "side" must set securityContext.runAsNonRoot=true), restricted volume types (volume "etc" uses restricted volume type "hostPath"), hostPort (container "side" uses hostPort 80), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")`,
    ),
    [
      '..initContainers[name="first"].securityContext.allowPrivilegeEscalation',
      '..containers[name="main"].securityContext.allowPrivilegeEscalation',
      '..containers[name="side"].securityContext.runAsNonRoot',
      '..volumes[name="etc"]',
      '..containers[name="side"].ports',
      '..securityContext.seccompProfile.type',
    ],
  );
  const denied = 'admission webhook "validation.gatekeeper.sh" denied the request: ';
  assert.deepEqual(of(`${denied}[tags] container <main> uses a disallowed tag <nginx:latest>`), ['..containers[name="main"].image']);
  assert.deepEqual(of(`${denied}[repos] container <side> has no probe`), ['..containers[name="side"].name']);
  assert.deepEqual(of(`${denied}come back tomorrow`, pod, 400), ['.']);
});
