import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesBetween, onlyDeclared } from '../../../client/src/cluster/changes.ts';
import { featuresOf } from '../../../client/src/cluster/features.ts';
import { forbiddenChanges } from '../../../client/src/cluster/immutable.ts';
import { plainNode, tableNode } from '../../../client/src/cluster/merge/mergeNode.ts';
import { patchOf } from '../../../client/src/cluster/merge/threeWay.ts';
import { failureOfStatus } from '../../../client/src/cluster/result.ts';
import { findingsOf } from '../../../client/src/cluster/serverFindings.ts';

const initContainers = 'pod.beta.kubernetes.io/init-containers';

test('a manifest is compared by what it says: defaults, sizes and ports in other words are no change', () => {
  const live = {
    port: 80,
    resources: { limits: { memory: '1Gi', cpu: '500m' } },
    policy: 'Always',
    list: [{ name: 'a', x: 1 }, { name: 'b' }],
    annotations: { [initContainers]: '[{"name":"i","image":"x","policy":"Always"}]' },
  };
  const same = {
    ...{ port: '80', resources: { limits: { memory: '1024Mi', cpu: '0.5' } }, none: {} },
    ...{ list: [{ name: 'b' }, { name: 'a' }], annotations: { [initContainers]: '[ {"image": "x", "name": "i"} ]' } },
  };
  assert.deepEqual(changesBetween({ spec: live }, { spec: same }, { scope: 'declared' }), []);
  const other = { port: 81, list: [{ name: 'c' }], annotations: { [initContainers]: '[{"name":"i","image":"y"}]' } };
  assert.deepEqual(changesBetween({ spec: live }, { spec: other }, { scope: 'declared' }), [
    { path: 'spec.port', before: 80, after: 81 },
    { path: 'spec.list[0]', before: undefined, after: { name: 'c' } },
    { path: 'spec.list', before: 'a', after: undefined },
    { path: 'spec.list', before: 'b', after: undefined },
    { path: `spec.annotations[${initContainers}]`, before: 'x', after: 'y' },
  ]);
  assert.deepEqual(changesBetween({ a: { 'x/y': 1 }, b: 1 }, { a: {} }, { scope: 'all' }), [
    { path: 'a[x/y]', before: 1, after: undefined },
    { path: 'b', before: 1, after: undefined },
  ]);
});

test('words that are no sizes are compared as they are, and a label of no value is one', () => {
  const live = { data: { a: '1', json: '{"x":1,"y":2}' }, env: [{ name: 'A', value: '1000m' }], metadata: { labels: {} } };
  const other = { data: { a: '1.0', json: '{"x":1}' }, env: [{ name: 'A', value: '1' }], metadata: { labels: { b: '' } } };
  assert.deepEqual(
    changesBetween(live, other, { scope: 'declared' }).map(({ path }) => path),
    ['data.a', 'data.json', 'env[0].value', 'metadata.labels.b'],
  );
});

test('the live side of a diff keeps to what the manifest says, in its order', () => {
  const live = { b: 1, a: { d: 'default', x: 2 }, list: [{ name: 'p', policy: 'Always', image: 'old' }, { name: 'q' }] };
  assert.equal(
    JSON.stringify(onlyDeclared(live, { a: { x: 3 }, list: [{ image: 'new', name: 'p' }], b: '1' })),
    '{"a":{"x":2},"list":[{"image":"old","name":"p"},{"name":"q"}],"b":"1"}',
  );
});

test('a patch says what changed and what was removed, and no more', () => {
  const pod = (containers: readonly object[]) => ({ template: { spec: { containers } } });
  const live = {
    metadata: { labels: { a: 'b' }, annotations: { [initContainers]: '[{"name":"i","image":"x","policy":"Always"}]' } },
    spec: {
      replicas: 2,
      volumeClaimTemplates: [{ name: 'd', status: 'Pending' }],
      ...pod([
        { name: 'one', image: 'x', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80, protocol: 'TCP' }] },
        { name: 'two', image: 'y' },
      ]),
    },
  };
  const same = {
    metadata: { labels: {}, annotations: { [initContainers]: '[{"image":"x","name":"i"}]' } },
    spec: { volumeClaimTemplates: [{ name: 'd' }], ...pod([{ name: 'two', image: 'y' }]) },
  };
  const [node, plain] = [tableNode('PetSet', 'v1.4.4'), { directives: false }];
  const patch = (original: unknown, modified: unknown) => patchOf({ original, modified, current: live }, node, plain);
  assert.equal(patch(undefined, same), undefined);
  assert.equal(patch(same, same), undefined);
  const env = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  const declared = { ...same, spec: { ...same.spec, replicas: 3, ...pod([{ name: 'one', image: 'z', env, ports: [{ containerPort: 81 }] }]) } };
  assert.deepEqual(patch(undefined, declared), {
    spec: { replicas: 3, ...pod([{ name: 'one', image: 'z', env: [{ name: 'B', value: '2' }], ports: [{ containerPort: 81 }] }]) },
  });
  const ports = [{ containerPort: 80, $patch: 'delete' }, { containerPort: 81 }];
  const applied = {
    metadata: { ...live.metadata, annotations: { [initContainers]: '[ {"name": "i", "image": "x"} ]' } },
    spec: { ...live.spec, volumeClaimTemplates: [{ name: 'd' }] },
  };
  assert.deepEqual(patch(applied, declared), {
    metadata: { labels: { a: null } },
    spec: {
      replicas: 3,
      ...pod([
        { name: 'two', $patch: 'delete' },
        { name: 'one', image: 'z', env: [{ name: 'B', value: '2' }], ports },
      ]),
    },
  });
  assert.deepEqual(patchOf({ original: undefined, modified: declared, current: live }, plainNode, plain), {
    spec: { replicas: 3, ...pod([{ name: 'one', image: 'z', env, ports: [{ containerPort: 81 }] }]) },
  });
});

test('keys that every object of JavaScript answers to are keys like others', () => {
  const config = (...keys: readonly string[]) => ({ metadata: { labels: {} }, data: Object.fromEntries(keys.map((key) => [key, key])) });
  const patch = (before: object, after: object) =>
    patchOf({ original: before, modified: after, current: before }, tableNode('ConfigMap', 'v1.4.4'), { directives: false });
  assert.deepEqual(patch(config('a', 'constructor'), config('a')), { data: { constructor: null } });
  assert.deepEqual(patch(config('a'), config('a', 'toString')), { data: { toString: 'toString' } });
  assert.deepEqual(patch(config('a', 'valueOf'), config('a', 'valueOf')), undefined);
  assert.deepEqual(changesBetween(config('constructor'), config('toString'), { scope: 'all' }), [
    { path: 'data.constructor', before: 'constructor', after: undefined },
    { path: 'data.toString', before: undefined, after: 'toString' },
  ]);
});

test('what may not change: by kind, and what may is left alone', () => {
  const live = {
    spec: {
      replicas: 2,
      serviceName: 'web',
      podManagementPolicy: 'OrderedReady',
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
    },
  };
  const paths = (kind: string, spec: object): readonly string[] => forbiddenChanges(kind, live, { spec }).map((change) => change.path);
  const changed = { replicas: 3, template: { spec: { containers: [{ name: 'c', image: 'y' }] } } };
  assert.deepEqual(paths('StatefulSet', { ...changed, serviceName: 'other', podManagementPolicy: 'Parallel' }), [
    'spec.serviceName',
    'spec.podManagementPolicy',
  ]);
  assert.deepEqual(paths('StatefulSet', { template: { metadata: { labels: { a: 'c' } } } }), []);
  assert.deepEqual(paths('PetSet', changed), []);
  assert.deepEqual(paths('PetSet', { template: { metadata: { labels: { a: 'c' } }, spec: { containers: [{ name: 'd', image: 'x' }] } } }), [
    'spec.template.metadata.labels.a',
    'spec.template.spec.containers[0]',
    'spec.template.spec.containers',
  ]);
  assert.deepEqual(
    forbiddenChanges('PetSet', live, { spec: changed }, 'v1.3.8').map((change) => change.path),
    ['spec.template.spec.containers[0].image'],
  );
  assert.deepEqual(paths('Deployment', { serviceName: 'other' }), []);
  const { podManagementPolicy: _default, ...others } = live.spec;
  const whole = (before: object) => forbiddenChanges('StatefulSet', { spec: before }, { spec: others }, 'v1.9.0', { scope: 'all' }).map(({ path }) => path);
  assert.deepEqual([whole(live.spec), whole({ ...live.spec, podManagementPolicy: 'Parallel' })], [[], ['spec.podManagementPolicy']]);
  assert.match(
    forbiddenChanges('PetSet', live, { spec: { serviceName: 'x' } })[0]?.message ?? '',
    /only replicas and the content of its containers.*--cascade=false/,
  );
});

/** Words of a real 1.34.4 and a real 1.4.4. */
const said = (status: number, message: string, causes?: readonly object[]) =>
  findingsOf(failureOfStatus(status, JSON.stringify({ message, details: { causes } }), 'https://x'));

test('what a server refuses, field by field', () => {
  const cause = { reason: 'FieldValueInvalid', message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' };
  assert.deepEqual(said(422, 'PetSet.apps "w" is invalid: ...', [cause, cause]), [{ path: 'spec.replicas', message: cause.message }]);
  assert.deepEqual(
    said(400, 'StatefulSet in version "v1" cannot be handled as a StatefulSet: strict decoding error: unknown field "spec.bar", unknown field "spec.foo"'),
    [
      { path: 'spec.bar', message: 'unknown field "spec.bar"' },
      { path: 'spec.foo', message: 'unknown field "spec.foo"' },
    ],
  );
  assert.deepEqual(
    said(
      500,
      'failed to create typed patch object (/new; apps/v1, Kind=StatefulSet): .spec.template.spec.containers[name="c"].foo: field not declared in schema',
    ),
    [{ path: '.spec.template.spec.containers[name="c"].foo', message: 'field not declared in schema' }],
  );
  assert.deepEqual(said(400, '...: json: cannot unmarshal string into Go struct field StatefulSetSpec.spec.replicas of type int32'), [
    { path: 'spec.replicas', message: 'expected int32, got string' },
  ]);
  assert.deepEqual(
    said(400, 'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key "replicas" already set in map'),
    [{ path: '', line: 5, message: 'key "replicas" already set in map (400)' }],
  );
  assert.deepEqual(said(400, 'the name of the object (a) does not match the name on the URL (b)'), [
    { path: '', message: 'the name of the object (a) does not match the name on the URL (b) (400)' },
  ]);
});

test('what is believed of a server by its version: one of 2016 would carry out a trial', () => {
  const none = { canTry: false, canForward: false, canReview: false, saysMergeKeys: false, knowsDirectives: false };
  assert.deepEqual([featuresOf('v1.4.4'), featuresOf(''), featuresOf('nonsense')], [none, none, none]);
  assert.deepEqual([featuresOf('v1.34.4+k3s1').canTry, featuresOf('v1.17.9').canTry, featuresOf('v1.8.0').canReview], [true, false, true]);
});
