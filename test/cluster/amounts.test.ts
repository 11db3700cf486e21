// What the controller would be refused for the amounts that its pets ask for, known before a set is applied: quotas and limits.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clusterForTests } from './cluster.ts';
import { PetsWorld, set, storage } from './petsWorld.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;

describe('amounts that a namespace allows, tried on a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let world: PetsWorld;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    world = await PetsWorld.create(cluster.kubeconfig, cluster.context, 'petset-amounts');
  });
  after(() => world?.remove());

  test('a quota stands at the amount, also one that wants an amount; pets that are there are not counted twice', async () => {
    await world.playground.kubectl('create', 'quota', 'small', '--hard=requests.cpu=1,requests.storage=1Gi,pods=1');
    await world.playground.kubectl('wait', '--for=jsonpath={.status.hard.pods}=1', 'quota/small', '--timeout=30s');
    const asks = (cpu: string) => `resources: {requests: {cpu: ${cpu}}}`;
    assert.deepEqual(await world.refused(set({ container: asks('2') })), [
      'spec.template.spec.containers[name="main"].resources.requests[cpu]: pet web-0: exceeded quota: small, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
    ]);
    assert.deepEqual(await world.refused(set()), [
      'spec.template.spec.containers[name="main"].resources: pet web-0: failed quota: small: must specify requests.cpu for: main',
    ]);
    assert.deepEqual(await world.refused(set({ container: asks('1'), claims: storage('2Gi') })), [
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: claim data-web-0: exceeded quota: small, requested: requests.storage=2Gi, used: requests.storage=0, limited: requests.storage=1Gi',
    ]);
    const range = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: usual}\nspec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}\n';
    assert.deepEqual(await world.refused(set(), range), []);
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {requests.cpu: "4"}}\n';
    assert.deepEqual(await world.refused(set({ container: asks('2') }), quota), []);
    await world.make(`apiVersion: v1\nkind: Pod\nmetadata: {name: web-0}\nspec:\n  containers: [{name: main, image: nowhere/none, ${asks('1')}}]\n`);
    assert.deepEqual(await world.refused(set({ container: asks('1') })), []);
    assert.deepEqual(await world.refused(set({ container: asks('1'), name: 'other' })), [
      'spec.replicas: pet other-0: exceeded quota: small, requested: pods=1,requests.cpu=1, used: pods=1,requests.cpu=1, limited: pods=1,requests.cpu=1',
    ]);
    await world.playground.kubectl('delete', 'quota/small', 'pod/web-0', '--force', '--grace-period=0');
  });

  test('a quota with room for some of the pets: how many, beside those that live', async () => {
    await world.playground.kubectl('create', 'quota', 'tight', '--hard=requests.cpu=1,requests.storage=3Gi,pods=10');
    await world.playground.kubectl('wait', '--for=jsonpath={.status.hard.pods}=10', 'quota/tight', '--timeout=30s');
    const text = (replicas: number, cpu: string) =>
      set({ container: `resources: {requests: {cpu: ${cpu}}}`, claims: storage('1Gi') }).replace('replicas: 2', `replicas: ${replicas}`);
    const short = (replicas: number, cpu: string) => world.warned(text(replicas, cpu));
    assert.deepEqual(await short(3, '300m'), []);
    assert.deepEqual(await short(5, '200m'), [
      'spec.replicas: Quota tight has room for 3 of the 5 pets that are to be made: 0 of 3Gi requests.storage is in use.',
    ]);
    assert.deepEqual(await short(3, '400m'), ['spec.replicas: Quota tight has room for 2 of the 3 pets that are to be made: 0 of 1 requests.cpu is in use.']);
    await world.make(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web-0}\nspec:\n  containers: [{name: main, image: nowhere/none, resources: {requests: {cpu: 400m}}}]\n',
    );
    assert.deepEqual(await short(2, '400m'), []);
    assert.deepEqual(await short(3, '400m'), [
      'spec.replicas: Quota tight has room for 1 of the 2 pets that are to be made: 400m of 1 requests.cpu is in use.',
    ]);
    await world.playground.kubectl('delete', 'quota/tight', 'pod/web-0', '--force', '--grace-period=0');
  });

  test('limits of a namespace stand at the amounts, each at its own', async () => {
    await world.make(
      'apiVersion: v1\nkind: LimitRange\nmetadata: {name: range}\nspec: {limits: [{type: Container, max: {cpu: "1"}, min: {memory: 10Mi}}, {type: PersistentVolumeClaim, max: {storage: 1Gi}}]}\n',
    );
    const container = 'resources: {requests: {memory: 1Mi}, limits: {cpu: "2"}}';
    assert.deepEqual((await world.refused(set({ container, claims: storage('2Gi') }))).toSorted(), [
      'spec.template.spec.containers[name="main"].resources.limits[cpu]: pet web-0: maximum cpu usage per Container is 1, but limit is 2',
      'spec.template.spec.containers[name="main"].resources.requests[memory]: pet web-0: minimum memory usage per Container is 10Mi, but request is 1Mi',
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: claim data-web-0: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi',
    ]);
    await world.playground.kubectl('delete', 'limitrange/range');
  });
});
