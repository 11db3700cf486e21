import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange, toPodEntry } from '../../../client/src/cluster/pets.ts';
import { faultOf, reasonFor, toGoverning } from '../../../client/src/cluster/service.ts';
import { toSet } from '../../../client/src/cluster/sets.ts';
import type { WirePod, WireService } from '../../../client/src/cluster/wire.ts';

const set = toSet('StatefulSet', 'apps/v1', 'default', { metadata: { name: 'web' }, spec: { replicas: 1 } });
const good: NonNullable<WireService['spec']> = { clusterIP: 'None', ports: [{}], selector: { app: 'web' } };

function reason(spec: WireService['spec'] | undefined, pod: WirePod = {}, annotations = {}): string {
  const wire: WirePod = { ...pod, metadata: { name: 'web-0', labels: { app: 'web' }, ...pod.metadata } };
  const pet = arrange(set, [toPodEntry(wire)]).pets[0];
  assert.ok(pet);
  return reasonFor(pet, toGoverning('web', spec === undefined ? undefined : { metadata: { annotations }, spec }));
}

test('each fault of the Service has its reason', () => {
  assert.match(reason(undefined), /there is no Service web/);
  assert.match(reason({ ...good, clusterIP: '10.0.0.1' }), /not headless \(clusterIP 10\.0\.0\.1/);
  assert.match(reason({ ...good, selector: {} }), /no selector/);
  assert.match(reason({ ...good, ports: [] }), /no ports: without one there are no SRV records/);
  assert.match(reason({ ...good, selector: { app: 'other' } }), /wants the label app=other, which the pod has not/);
  assert.equal(faultOf(toGoverning('web', { spec: good })), '');
});

test('a pod that is not ready is missing only where the Service does not publish it', () => {
  const unready: WirePod = { status: { podIP: '10.0.0.5', phase: 'Running' } };
  assert.match(reason(good, unready), /publishes only ready pods/);
  assert.match(reason({ ...good, publishNotReadyAddresses: true }, unready), /DNS may be behind/);
  assert.match(reason(good, unready, { 'service.alpha.kubernetes.io/tolerate-unready-endpoints': 'true' }), /DNS may be behind/);
  assert.match(reason(good), /no address yet/);
  assert.match(reason(good, { metadata: { deletionTimestamp: 'now' } }), /being deleted/);
});

test('a Service that may not be read is not accused', () => {
  const [pet] = arrange(set, []).pets;
  assert.ok(pet);
  assert.equal(reasonFor(pet, undefined), 'there is no such pod');
});
