import assert from 'node:assert/strict';
import { test } from 'node:test';
import { current, objectOf, set, sets, world } from '../applyWorld.ts';

const noteKey = 'kubectl.kubernetes.io/last-applied-configuration';

/** As client-side `kubectl apply` leaves a set that had `minReadySeconds`. */
const appliedByKubectl = () => {
  const spec = { replicas: 2, serviceName: 'web', minReadySeconds: 5 };
  const applied = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web', namespace: 'default' }, spec };
  const fields = { 'f:metadata': { 'f:annotations': { [`f:${noteKey}`]: {} } }, 'f:spec': { 'f:replicas': {}, 'f:minReadySeconds': {} } };
  const entry = (manager: string, operation: string, fieldsV1: object) => ({ manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1 });
  const managedFields = [
    entry('petset-vscode', 'Apply', { 'f:spec': { 'f:serviceName': {} } }),
    entry('kubectl-client-side-apply', 'Update', fields),
    { ...entry('kube-controller-manager', 'Update', { 'f:status': {} }), subresource: 'status' },
  ];
  return { ...applied, metadata: { name: 'web', resourceVersion: '7', annotations: { [noteKey]: JSON.stringify(applied) }, managedFields } };
};

test('fields that kubectl apply owns and the manifest has no longer: taken over before applying, or left, as the user says', async (t) => {
  const sent: { request: string; type: string; body: unknown }[] = [];
  const live = appliedByKubectl();
  const { context, run, changes } = await world(t, [objectOf(set(2))], (request, body, type) => {
    if (request === `GET ${sets}/web`) return { status: 200, body: live };
    if (request.startsWith('PATCH')) sent.push({ request, type, body: JSON.parse(body) });
    if (type.includes('strategic')) return { status: 200, body: { ...live, spec: { replicas: 2, serviceName: 'web' } } };
    return request.startsWith('PATCH') ? { status: 200, body: live } : current(request, body, type);
  });
  await run('petset.diff');
  assert.match(context.diffs[0]?.left ?? '', /minReadySeconds: 5/);
  assert.doesNotMatch(context.diffs[0]?.right ?? '', /minReadySeconds/);
  const taken = 'StatefulSet web: taken over from kubectl apply (kubectl-client-side-apply), and so removed: spec.minReadySeconds.';
  assert.equal(context.ui.messages.at(-1)?.text, taken);

  context.ui.answer('Leave them to kubectl');
  await run('petset.apply');
  assert.match(
    context.ui.messages.at(-1)?.text ?? '',
    /^Nothing to apply: .* kept, because kubectl apply \(kubectl-client-side-apply\) owns it: spec\.minReadySeconds\.$/,
  );
  context.ui.answer(undefined);
  await run('petset.apply');
  assert.ok(changes.every((each) => each.includes(' dry')));

  sent.splice(0);
  context.ui.answer('Take over and remove', 'Apply');
  await run('petset.apply');
  assert.match(context.ui.prompts.at(-1)?.labels.join('\n') ?? '', /minReadySeconds: 5 is removed\nStatefulSet web: taken over from kubectl apply/);
  const real = sent.filter(({ request }) => !request.includes(' dry'));
  assert.deepEqual(
    real.map(({ type }) => type),
    ['application/json-patch+json', 'application/apply-patch+yaml'],
  );
  const json = (real[0]?.body ?? []) as readonly { readonly op?: string; readonly path?: string; readonly value?: unknown }[];
  const [ours, ...others] = (json[0]?.value ?? []) as readonly Record<string, unknown>[];
  assert.deepEqual(ours?.fieldsV1, {
    'f:metadata': { 'f:annotations': { [`f:${noteKey}`]: {} } },
    'f:spec': { 'f:serviceName': {}, 'f:replicas': {}, 'f:minReadySeconds': {} },
  });
  assert.deepEqual([ours?.manager, ours?.operation, others.map(({ manager }) => manager)], ['petset-vscode', 'Apply', ['kube-controller-manager']]);
  assert.deepEqual(json[1], { op: 'replace', path: '/metadata/resourceVersion', value: '7' });
});

test('who may not read the description of the API is told the same', async (t) => {
  const live = appliedByKubectl();
  const { context, run } = await world(t, [objectOf(set(2))], (request, body, type) => {
    if (request.startsWith('GET /openapi')) return { status: 403, body: { message: 'forbidden' } };
    if (request === `GET ${sets}/web`) return { status: 200, body: live };
    return request.startsWith('PATCH') ? { status: 200, body: { ...live, spec: { replicas: 2, serviceName: 'web' } } } : current(request, body, type);
  });
  await run('petset.diff');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /taken over from kubectl apply .*: spec\.minReadySeconds\.$/);
});
