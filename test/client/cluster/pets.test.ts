import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toClaim } from '../../../client/src/cluster/claims.ts';
import { initContainersOf } from '../../../client/src/cluster/containers.ts';
import { ordinalOf, petsOf } from '../../../client/src/cluster/pets.ts';
import { selectorText, toSet } from '../../../client/src/cluster/sets.ts';
import type { WirePod } from '../../../client/src/cluster/wire.ts';
import { containerStatus, petStatus } from '../../../client/src/views/status.ts';
import { fixture } from '../apiServer.ts';

const set = (replicas: number, start = 0) =>
  toSet('StatefulSet', 'apps/v1', 'default', { metadata: { name: 'web' }, spec: { replicas, ordinals: { start }, selector: { matchLabels: { app: 'web' } } } });

const pod = (name: string): WirePod => ({ metadata: { name }, status: { phase: 'Running' } });

test('pets stand by number, with gaps named and strangers left out', () => {
  const pods = ['web-10', 'web-2', 'web-0', 'web-01', 'web-x', 'web', 'web-a-0', 'other-1', 'web-1e1'].map(pod);
  const pets = petsOf(set(3), pods);
  assert.deepEqual(
    pets.map(({ name, isWanted, pod: alive }) => `${name}${isWanted ? '' : ' unwanted'}${alive === undefined ? ' missing' : ''}`),
    ['web-0', 'web-1 missing', 'web-2', 'web-10 unwanted'],
  );
});

test('ordinals may start elsewhere, and a wild count does not fill the memory', () => {
  assert.deepEqual(
    petsOf(set(2, 5), []).map((pet) => pet.name),
    ['web-5', 'web-6'],
  );
  assert.equal(petsOf(set(2_147_483_647), []).length, 10_000);
  assert.equal(ordinalOf('web', 'web-99999999999'), undefined);
});

test('every form of a selector', () => {
  const matchExpressions = [
    { key: 'a', operator: 'In', values: ['x', 'y'] },
    { key: 'b', operator: 'NotIn', values: ['z'] },
    { key: 'c', operator: 'Exists' },
    { key: 'd', operator: 'DoesNotExist' },
  ];
  assert.equal(selectorText({ matchLabels: { app: 'web' }, matchExpressions }), 'app=web,a in (x,y),b notin (z),c,!d');
});

test('a PetSet without a selector takes the labels of its template', () => {
  const bare = toSet('PetSet', 'apps/v1alpha1', 'ns', { metadata: { name: 'p' }, spec: { template: { metadata: { labels: { a: 'b' } } } } });
  assert.deepEqual([bare.selector, bare.desired], ['a=b', 1]);
});

const recorded = fixture<Readonly<Record<string, readonly WirePod[]>>>('init-states-1.4.4.json');

function story(name: string, setName: string): readonly string[] {
  const owner = { ...set(1), name: setName };
  return (recorded[name] ?? []).map((wire) => {
    const pet = petsOf(owner, [wire])[0];
    assert.ok(pet !== undefined);
    const steps = initContainersOf(wire).map((each) => `${each.name} ${containerStatus(each).text}`);
    return `${petStatus(pet).text}; ${steps.join('; ')}`;
  });
}

test('init states of 2016 come from the annotations', () => {
  assert.deepEqual(story('flaky', 'flaky'), [
    'Init:0/2; flaky not started; slow not started',
    'Init:0/2; flaky PodInitializing; slow PodInitializing',
    'Init:Error; flaky Error, exit 1; slow PodInitializing',
    'Init:CrashLoopBackOff; flaky CrashLoopBackOff, restarted once, before that exit 1; slow PodInitializing',
    'Init:1/2; flaky Completed, exit 0, restarted 2 times; slow PodInitializing',
    'Running; flaky Completed, exit 0, restarted 2 times; slow Completed, exit 0',
  ]);
});

test('init states of today come from the status, and left-over annotations are not believed', () => {
  const annotations = { 'pod.beta.kubernetes.io/init-containers': '[{"name":"ghost","image":"x"}]' };
  const wire: WirePod = {
    metadata: { name: 'web-0', annotations },
    spec: { initContainers: [{ name: 'one' }, { name: 'proxy', restartPolicy: 'Always' }, { name: 'two' }], containers: [{ name: 'main' }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'two', state: { waiting: { reason: 'PodInitializing' } } },
        { name: 'one', state: { terminated: { exitCode: 0, reason: 'Completed' } } },
        { name: 'proxy', ready: true, state: { running: {} } },
      ],
    },
  };
  const pet = petsOf(set(1), [wire])[0];
  assert.ok(pet !== undefined);
  assert.equal(petStatus(pet).text, 'Init:2/3');
  assert.deepEqual(
    initContainersOf(wire).map((each) => `${each.role} ${each.name} ${containerStatus(each).text}`),
    ['init one Completed, exit 0', 'sidecar proxy running', 'init two PodInitializing'],
  );
  assert.deepEqual(initContainersOf({ metadata: { annotations } }), []);
});

test('a pet without a node has not begun with its init steps', () => {
  const message = 'pod has unbound immediate PersistentVolumeClaims';
  const wire: WirePod = {
    metadata: { name: 'web-0' },
    spec: { initContainers: [{ name: 'one' }], containers: [{ name: 'main' }] },
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }] },
  };
  assert.deepEqual(
    petsOf(set(1), [wire]).map((pet) => petStatus(pet).text),
    [`Pending: ${message}`],
  );
});

test('a broken annotation is no init containers, not an exception', () => {
  for (const text of ['[{', '{}', '[1,null]', '']) {
    const annotations = { 'kubernetes.io/created-by': '{}', 'pod.beta.kubernetes.io/init-containers': text };
    assert.deepEqual(initContainersOf({ metadata: { annotations } }), []);
  }
});

test('a claim that does not exist says so, and an old one names its class by annotation', () => {
  assert.equal(toClaim('data', 'data-web-0', {}).phase, '');
  assert.equal(toClaim('d', 'd-web-0', { metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'slow' } } }).storageClass, 'slow');
  const both = { metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'slow' } }, spec: { storageClassName: 'fast' } };
  assert.equal(toClaim('d', 'd-web-0', both).storageClass, 'slow', 'the annotation wins');
});
