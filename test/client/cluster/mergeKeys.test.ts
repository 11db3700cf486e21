// How objects are merged: by our table for old servers, by the description of the API where that says it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { merged } from '../../../client/src/cluster/merge/merged.ts';
import { describedNode, type MergeNode, tableNode } from '../../../client/src/cluster/merge/mergeNode.ts';
import { patchOf } from '../../../client/src/cluster/merge/threeWay.ts';
import { fixture } from '../apiServer.ts';

type Types = Readonly<Record<string, Readonly<Record<string, { readonly strategy?: string; readonly mergeKey?: string; readonly type?: string }>>>>;

test('the table has the merge keys of the types of 1.4.4, for the kinds that a manifest may have', () => {
  const types = fixture<Types>('merge-keys-1.4.4.json');
  const kinds = ['PetSet', 'Deployment', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'Pod', 'PodTemplate'];
  let count = 0;
  const compare = (node: MergeNode, type: string, path: string): void => {
    for (const [name, { strategy, mergeKey, type: inside }] of Object.entries(types[type] ?? {})) {
      // Nobody applies a status.
      if (name === 'status') continue;
      const field = node.field(name);
      count++;
      assert.deepEqual([field.merges, field.key], [strategy === 'merge', mergeKey], `${path}.${name}`);
      if (inside !== undefined) compare(field, inside, `${path}.${name}`);
    }
  };
  for (const kind of [...kinds, 'Service', 'ServiceAccount', 'ConfigMap', 'Secret', 'PersistentVolumeClaim', 'Namespace'])
    compare(tableNode(kind, 'v1.4.4'), kind, kind);
  assert.ok(count > 100, `${count} fields`);
  const mounts = (version: string) =>
    ['spec', 'template', 'spec', 'containers', 'volumeMounts'].reduce((node, name) => node.field(name), tableNode('PetSet', version)).key;
  assert.deepEqual(['v1.3.8', 'v1.4.3', 'v1.4.4', 'v1.4.12', 'v1.5.1', ''].map(mounts), ['name', 'name', 'mountPath', 'mountPath', 'mountPath', 'mountPath']);
});

/** The forms of OpenAPI 2 (Kubernetes 1.12) and 3 (1.34), cut down. */
const described = (reference: (name: string) => object) => ({
  Set: { 'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'StatefulSet' }], properties: { spec: reference('Pod') } },
  Pod: {
    properties: {
      volumes: { items: reference('Volume'), 'x-kubernetes-patch-strategy': 'merge,retainKeys', 'x-kubernetes-patch-merge-key': 'name' },
      ports: {
        ...{ items: reference('Port'), 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'port' },
        'x-kubernetes-list-map-keys': ['port', 'protocol'],
      },
      finalizers: { items: { type: 'string' }, 'x-kubernetes-patch-strategy': 'merge' },
      args: { items: { type: 'string' } },
      byName: { additionalProperties: reference('Pod') },
    },
  },
  Port: { properties: { protocol: { default: 'TCP' } } },
  Volume: { properties: { items: { items: {} } } },
});

const two = described((name) => ({ $ref: `#/definitions/${name}` }));
const three = described((name) => ({ default: {}, allOf: [{ $ref: `#/components/schemas/${name}` }] }));

test('by the description of the API, in both forms: keys, retained keys, what server-side apply tells items apart by', () => {
  for (const schemas of [two, three]) {
    const spec = describedNode(schemas, 'apps/v1', 'StatefulSet')?.field('spec');
    assert.ok(spec);
    const of = (name: string) => [spec.field(name).merges, spec.field(name).key, spec.field(name).retainsKeys];
    assert.deepEqual(['volumes', 'ports', 'finalizers', 'args', 'none'].map(of), [
      [true, 'name', true],
      [true, 'port', false],
      [true, undefined, false],
      [false, undefined, false],
      [false, undefined, false],
    ]);
    assert.deepEqual(spec.field('ports').mapKeys, [
      { name: 'port', fallback: undefined },
      { name: 'protocol', fallback: 'TCP' },
    ]);
    assert.equal(spec.field('byName').field('x').field('ports').key, 'port');
  }
  assert.equal(describedNode(two, 'apps/v1', 'Deployment'), undefined);
  // Before 1.7 the same types are described without a word on merging.
  assert.equal(describedNode({ Set: { ...two.Set, properties: {} } }, 'apps/v1', 'StatefulSet'), undefined);
});

test('what servers since 1.8 understand: plain values that go, the order of lists, keys that alone are retained', () => {
  const node = describedNode(two, 'apps/v1', 'StatefulSet')?.field('spec');
  assert.ok(node);
  const original = { finalizers: ['a', 'b'], volumes: [{ name: 'v', emptyDir: {} }, { name: 'w' }] };
  const current = { finalizers: ['a', 'b', 'theirs'], volumes: [{ name: 'v', emptyDir: {} }, { name: 'w' }, { name: 'injected' }] };
  const modified = { finalizers: ['b'], volumes: [{ name: 'w' }, { name: 'v', hostPath: {} }] };
  const patch = patchOf({ original, modified, current }, node, { directives: true });
  assert.deepEqual(patch, {
    '$deleteFromPrimitiveList/finalizers': ['a'],
    '$setElementOrder/finalizers': ['b'],
    '$setElementOrder/volumes': [{ name: 'w' }, { name: 'v' }],
    volumes: [{ name: 'v', hostPath: {}, emptyDir: null, $retainKeys: ['hostPath', 'name'] }],
  });
  assert.deepEqual(merged(current, patch, node), {
    finalizers: ['b', 'theirs'],
    volumes: [{ name: 'w' }, { name: 'v', hostPath: {} }, { name: 'injected' }],
  });
});
