import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answers, current, objectOf, pods, set, sets, world } from '../applyWorld.ts';

test('apply: tried first, says what changes, and is sent only when agreed', async (t) => {
  const types: string[] = [];
  const { context, run, changes } = await world(t, [objectOf(set(3))], (request, body, type) => {
    if (request.startsWith('PATCH')) types.push(`${type} ${JSON.parse(body).spec.replicas}`);
    return request.startsWith(`PATCH ${sets}/web`) ? { status: 200, body: set(3, { uid: 'u', resourceVersion: '8' }) } : current(request, body, type);
  });
  context.ui.answer(undefined);
  await run('petset.apply');
  const tried = [`POST ${sets} dry`, `PATCH ${sets}/web dry`, `POST ${pods} dry`];
  assert.deepEqual(changes.splice(0), tried);
  context.ui.answer('Apply');
  await run('petset.apply');
  assert.deepEqual(changes, [...tried, `PATCH ${sets}/web`]);
  assert.deepEqual(new Set(types), new Set(['application/apply-patch+yaml 3']));
  assert.deepEqual(context.ui.prompts.at(-1), {
    title: 'Apply StatefulSet web?',
    labels: ['Apply', 'Context here, namespace default.', 'StatefulSet web: spec.replicas: 2 becomes 3'],
  });
  assert.equal(context.ui.messages.at(-1)?.text, 'Applied: StatefulSet web (1 change).');
});

test('a set whose pets would be refused: said at their words, named in the question, and applied all the same', async (t) => {
  let answer = { status: 403, message: 'pods "web-0" is forbidden: no PriorityClass with name first was found' };
  const { context, run, changes } = await world(t, [objectOf(set(3))], (request, body, type) => {
    if (request === `POST ${pods} dry`) return { status: answer.status, body: { message: answer.message } };
    return request.startsWith('PATCH') ? { status: 200, body: set(3) } : current(request, body, type);
  });
  const message = 'The set is accepted, but its pet web-0 will be refused: no PriorityClass with name first was found';
  await run('petset.check');
  assert.equal(context.ui.messages.at(-1)?.text, 'The server would accept web.yaml, but not the pets of StatefulSet web: one reason stands at its line.');
  assert.deepEqual(
    context.marks.map(({ findings }) => findings),
    [[{ path: 'spec.template.spec.priorityClassName', message }]],
  );
  context.ui.answer('Apply');
  await run('petset.apply');
  assert.ok(context.ui.prompts.at(-1)?.labels.join('\n').includes(`StatefulSet web: ${message}`));
  assert.equal(changes.at(-1), `PATCH ${sets}/web`);
  answer = { status: 403, message: 'pods is forbidden: User "jo" cannot create resource "pods" in API group "" in the namespace "default"' };
  await run('petset.check');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /^The server would accept web\.yaml\. Whether the pets of StatefulSet web .*may not create pods.*RBAC/);
  answer = { status: 400, message: 'admission webhook "x.example.com" does not support dry run' };
  await run('petset.check');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /is not known: the server cannot try them: admission webhook "x\.example\.com"/);
  assert.deepEqual(context.marks.at(-1)?.findings, []);
});

test('fields of other managers are said, and taken over when agreed', async (t) => {
  const causes = [{ reason: 'FieldManagerConflict', message: 'conflict with "kubectl-client-side-apply" using apps/v1', field: '.spec.replicas' }];
  const { context, run, changes } = await world(t, [objectOf(set(3))], (request, body, type) => {
    if (request.startsWith('PATCH') && request.endsWith('force')) return { status: 200, body: set(3) };
    if (request.startsWith('PATCH')) return { status: 409, body: { message: 'Apply failed with 1 conflict', details: { causes } } };
    return current(request, body, type);
  });
  context.ui.answer('Apply');
  await run('petset.apply');
  assert.match(context.ui.prompts.at(-1)?.labels.join('\n') ?? '', /Taken over: spec\.replicas: conflict with "kubectl-client-side-apply"/);
  assert.equal(changes.at(-1), `PATCH ${sets}/web force`);
});

test('what the server refuses stands at its fields, and nothing is applied; the same without applying', async (t) => {
  const causes = [{ reason: 'FieldValueForbidden', message: 'Forbidden: updates to statefulset spec for fields other than ...', field: 'spec' }];
  const { context, run, changes } = await world(t, [objectOf(set(3))], (request, body, type) =>
    request.startsWith('PATCH') ? { status: 422, body: { message: 'invalid', details: { causes } } } : current(request, body, type),
  );
  for (const id of ['petset.apply', 'petset.check']) {
    await run(id);
    assert.deepEqual(
      context.marks.splice(0).map(({ source, findings }) => [source, findings]),
      [['Kubernetes v1.34.4, here', [{ path: 'spec', message: causes[0]?.message }]]],
    );
  }
  assert.match(
    context.ui.messages.map((message) => message.text).join('\n'),
    /Nothing was applied\.\nThe server refuses web\.yaml: one reason stands at its line\./,
  );
  assert.ok(
    changes.every((each) => each.includes(' dry')),
    changes.join('\n'),
  );
});

test('nothing to apply, no difference, and a diff', async (t) => {
  let replicas = 2;
  const { context, run, changes } = await world(t, [objectOf(set(2))], (request, body, type) =>
    request.startsWith('PATCH') ? { status: 200, body: set(replicas, { uid: 'u' }) } : current(request, body, type),
  );
  await run('petset.apply');
  await run('petset.diff');
  assert.deepEqual(
    context.ui.messages.map((message) => message.text),
    ['Nothing to apply: the cluster is as web.yaml says.', 'No difference: StatefulSet web is live as web.yaml says.'],
  );
  replicas = 5;
  await run('petset.diff');
  const [shown] = context.diffs;
  assert.equal(shown?.right, shown?.left.replace('replicas: 2', 'replicas: 5'));
  assert.match(shown?.left ?? '', /^apiVersion: apps\/v1\nkind: StatefulSet\nmetadata:\n {2}name: web\nspec:\n {2}replicas: 2\n/);
  assert.ok(changes.every((each) => each.includes(' dry')));
});

test('read-only refuses to apply, and a trial of several objects goes through the file', async (t) => {
  const { context, run, changes } = await world(
    t,
    [objectOf(set(3)), { ...objectOf(set(1)), name: 'new' }],
    (request, body, type) => (request.startsWith('PATCH') || request === `POST ${sets} dry` ? { status: 200, body: set(3) } : current(request, body, type)),
    { readOnly: true },
  );
  context.ui.answer('All 2 objects of the file');
  await run('petset.apply');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /readOnly is on/);
  assert.deepEqual(changes.splice(0), [
    ...[`POST ${sets} dry`, `PATCH ${sets}/web dry`, `POST ${sets} dry`, `PATCH ${sets}/new dry`],
    ...[`POST ${pods} dry`, `POST ${pods} dry`],
  ]);
  await run('petset.check');
  assert.equal(context.ui.messages.at(-1)?.text, 'The server would accept web.yaml.');
});

const petSets = '/apis/apps/v1alpha1/namespaces/default/petsets';
const petSet = (replicas: number) => ({ ...set(replicas), apiVersion: 'apps/v1alpha1', kind: 'PetSet' });

/** As a 1.4.4 does: a dry run is carried out, server-side apply is a media type it does not know. */
const old: Answers = (request, _body, type) => {
  if (request === 'GET /version') return { status: 200, body: { gitVersion: 'v1.4.4' } };
  if (request === 'GET /apis/apps') return { status: 200, body: { versions: [{ version: 'v1alpha1' }] } };
  if (request === 'GET /apis/apps/v1alpha1') return { status: 200, body: { resources: [{ name: 'petsets', kind: 'PetSet', namespaced: true }] } };
  if (request === `GET ${petSets}/web`) return { status: 200, body: petSet(2) };
  if (type.includes('apply-patch')) return { status: 415, body: { message: 'the server responded with the status code 415' } };
  return request.startsWith('GET') ? undefined : { status: 200, body: {} };
};

test('a server of 2016 is never asked to try: it would do it. It is merged or created when agreed', async (t) => {
  const sent: string[] = [];
  const fresh = objectOf({ ...petSet(1), metadata: { name: 'new' } });
  const { context, run, changes } = await world(t, [objectOf(petSet(3)), fresh], (request, body, type) => {
    if (!request.startsWith('GET')) sent.push(`${type} ${body}`);
    return old(request, body, type);
  });
  await run('petset.check');
  assert.match(context.ui.messages.at(-1)?.text ?? '', /v1\.4\.4 has no dry run.*Nothing was sent/);
  await run('petset.diff');
  assert.equal(context.diffs[0]?.right, context.diffs[0]?.left.replace('replicas: 2', 'replicas: 3'));
  assert.deepEqual(changes, []);
  context.ui.answer('All 2 objects of the file', 'Apply');
  await run('petset.apply');
  assert.deepEqual(changes, [`PATCH ${petSets}/web`, `POST ${petSets}`]);
  const note = (value: object) => ({ annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(value)}\n` } });
  const created = { ...petSet(1), metadata: { name: 'new' } };
  assert.deepEqual(sent, [
    `application/strategic-merge-patch+json ${JSON.stringify({ spec: { replicas: 3 }, metadata: note(petSet(3)) })}`,
    `application/json ${JSON.stringify({ ...created, metadata: { ...created.metadata, ...note(created) } })}`,
  ]);
  assert.match(
    context.ui.prompts.at(-1)?.labels.join('\n') ?? '',
    /replicas: 2 becomes 3\nNew: PetSet new\.\nPetSet web: there is no note of what was applied last .*\nThis server cannot try it first/,
  );
});

test('what a server of 2016 would ignore or refuse is said at its field and not sent', async (t) => {
  const changed = objectOf({ ...petSet(3), spec: { replicas: 3, serviceName: 'other' } } as ReturnType<typeof petSet>);
  const { context, run, changes } = await world(t, [changed], old);
  await run('petset.apply');
  assert.deepEqual(
    context.marks[0]?.findings.map(({ path }) => path),
    ['spec.serviceName'],
  );
  assert.match(context.ui.messages.at(-1)?.text ?? '', /Nothing was applied/);
  assert.deepEqual(changes, []);
});

test('a namespace and what goes into it: the second is not tried, since its place is not there yet', async (t) => {
  const namespace = objectOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fresh' } });
  const inside = { ...objectOf(set(1)), namespace: 'fresh' };
  const there = '/apis/apps/v1/namespaces/fresh/statefulsets/web';
  const { context, run, changes } = await world(t, [namespace, inside], (request, body, type) => {
    if (request === 'GET /api/v1') return { status: 200, body: { resources: [{ name: 'namespaces', kind: 'Namespace', namespaced: false }] } };
    if (/^(POST|PATCH) \/api\/v1\/namespaces/.test(request) || request === `PATCH ${there}`) return { status: 200, body: JSON.parse(body) };
    return current(request, body, type);
  });
  context.ui.answer('All 2 objects of the file', 'Apply');
  await run('petset.apply');
  assert.deepEqual(changes, ['POST /api/v1/namespaces dry', 'PATCH /api/v1/namespaces/fresh dry', 'PATCH /api/v1/namespaces/fresh', `PATCH ${there}`]);
});
