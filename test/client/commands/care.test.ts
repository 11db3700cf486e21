import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { matches } from '../../../client/src/changing.ts';
import * as cluster from '../../../client/src/cluster/index.ts';
import { forReading } from '../../../client/src/cluster/objects.ts';
import { prefixed } from '../../../client/src/commands/setLogs.ts';
import type { Settings } from '../../../client/src/settings.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { nodeAt, runner, type TestContext, testContext, until } from '../testContext.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: unknown;
}

const pod = (name: string, extra: object = {}) => ({
  metadata: { name, uid: `uid-${name}`, labels: { app: 'web' }, ...extra },
  spec: {
    containers: [{ name: 'main', image: 'busybox' }],
    initContainers: [{ name: 'copy' }],
    volumes: [
      { name: 'scratch', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: {} },
    ],
  },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'main', ready: true, state: { running: {} } }],
    initContainerStatuses: [{ name: 'copy', state: { terminated: { exitCode: 0 } } }],
  },
});

const set = {
  kind: 'StatefulSet',
  metadata: { name: 'web', managedFields: [{}] },
  spec: { replicas: 3, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
  status: { readyReplicas: 2 },
};

const apps = '/apis/apps/v1/namespaces/default/statefulsets';
const answers: Readonly<Record<string, unknown>> = {
  '/version': { gitVersion: 'v1.34.4' },
  '/apis/apps': { versions: [{ version: 'v1' }] },
  [apps]: { items: [set] },
  [`${apps}/web`]: set,
  '/api/v1/namespaces/default/pods': { items: [pod('web-0'), pod('web-1')] },
  '/api/v1/namespaces/default/persistentvolumeclaims': { items: [] },
  '/api/v1/namespaces': { items: [{ metadata: { name: 'default' } }, { metadata: { name: 'other' } }] },
};

async function world(t: { after(done: () => unknown): void }, settings: Partial<Settings> = {}, over: Readonly<Record<string, unknown>> = {}) {
  const seen: Seen[] = [];
  const all = { ...answers, ...over };
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const path = new URL(request.url ?? '/', 'http://x').pathname;
      const method = request.method ?? '';
      if (method !== 'GET' && !path.includes('/selfsubjectrulesreviews'))
        seen.push({ method, path, type: request.headers['content-type'] ?? '', body: JSON.parse(text) });
      const answer = method === 'GET' ? all[path] : (all[`${method} ${path}`] ?? {});
      const code = typeof answer === 'object' && answer !== null && 'code' in answer ? Number(answer.code) : 200;
      response.writeHead(answer === undefined ? 404 : code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { kind: 'Status', message: 'not found' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(url), settings });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, seen };
}

const lastPrompt = (context: TestContext) => context.ui.prompts.at(-1);

test('delete a pet: what is lost and kept is said, this very pod is named, and Cancel deletes nothing', async (t) => {
  const { context, run, seen } = await world(t);
  const node = await nodeAt(context, 'here', 'web', 'web-1');
  context.ui.answer(undefined);
  await run('petset.deletePet', node);
  assert.deepEqual(seen, []);
  context.ui.answer('Delete Pet');
  await run('petset.deletePet', node);
  assert.deepEqual(lastPrompt(context), {
    title: 'Delete pet web-1?',
    labels: [
      'Delete Pet',
      'Context here, namespace default.',
      'Lost: what was written inside its containers and its scratch volumes (emptyDir scratch).',
      'Kept: data-web-1.',
      'The controller makes web-1 again, with the same name and claims.',
      'Its init steps run again on what was kept: copy.',
    ],
  });
  assert.deepEqual(seen, [
    {
      method: 'DELETE',
      path: '/api/v1/namespaces/default/pods/web-1',
      type: 'application/json',
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'uid-web-1' } },
    },
  ]);
});

test('a pet that was made anew in the meantime is not deleted', async (t) => {
  const over = { 'DELETE /api/v1/namespaces/default/pods/web-0': { code: 409, message: 'the UID in the precondition does not match' } };
  const { context, run } = await world(t, {}, over);
  context.ui.answer('web-0', 'Delete Pet');
  await run('petset.deletePet');
  assert.match(context.ui.messages[0]?.text ?? '', /made anew in the meantime: nothing was deleted/);
});

test('scale: down asks and names pets and claims, up does not ask', async (t) => {
  const { context, run, seen } = await world(t);
  const node = await nodeAt(context, 'here', 'web');
  context.ui.answer('1', 'Scale');
  await run('petset.scale', node);
  assert.deepEqual(lastPrompt(context)?.labels.slice(2), [
    'Deleted: web-1 to web-2, the highest first, each when those before it are ready.',
    'Kept: their claims (data). They cost until you delete them, and the data is back when you scale up.',
  ]);
  context.ui.answer('5');
  await run('petset.scale', node);
  assert.deepEqual(
    seen.map(({ method, path, type, body }) => [method, path, type, body]),
    [1, 5].map((replicas) => ['PATCH', `${apps}/web/scale`, 'application/merge-patch+json', { spec: { replicas } }]),
  );
});

test('a retention policy that deletes claims is said in capitals', async (t) => {
  const policy = { ...set, spec: { ...set.spec, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } } };
  const { context, run, seen } = await world(t, {}, { [apps]: { items: [policy] } });
  context.ui.answer('2', undefined);
  await run('petset.scale', await nodeAt(context, 'here', 'web'));
  assert.match(lastPrompt(context)?.labels.join('\n') ?? '', /Deleted: web-2,.*\nDELETED too: their claims \(data\)/);
  assert.deepEqual(seen, []);
});

test('a PetSet of 2016 is scaled by its own field, and its pets have the debug switch', async (t) => {
  const alpha = '/apis/apps/v1alpha1/namespaces/default/petsets';
  const annotations = { 'pod.alpha.kubernetes.io/initialized': 'false', 'kubernetes.io/created-by': '{}' };
  const over = {
    '/version': { gitVersion: 'v1.4.4' },
    '/apis/apps': { versions: [{ version: 'v1alpha1' }] },
    '/apis/apps/v1alpha1': { resources: [{ name: 'petsets' }] },
    [alpha]: { items: [{ ...set, kind: 'PetSet' }] },
    '/api/v1/namespaces/default/pods': { items: [pod('web-0', { annotations })] },
  };
  const { context, run, seen } = await world(t, {}, over);
  context.ui.answer('4');
  await run('petset.scale', await nodeAt(context, 'here', 'web'));
  const pet = await nodeAt(context, 'here', 'web', 'web-0');
  assert.equal(pet.description, 'Running · initialized is false: holds the set');
  assert.equal((await nodeAt(context, 'here', 'web', 'web-1')).description, 'not created · waits for web-0 (its annotation initialized is false)');
  context.ui.answer('true');
  await run('petset.setInitialized', pet);
  assert.deepEqual(
    seen.map(({ path, body }) => [path, body]),
    [
      [`${alpha}/web`, { spec: { replicas: 4 } }],
      ['/api/v1/namespaces/default/pods/web-0', { metadata: { uid: 'uid-web-0', annotations: { 'pod.alpha.kubernetes.io/initialized': 'true' } } }],
    ],
  );
});

test('a StatefulSet has no debug switch', async (t) => {
  const { context, run, seen } = await world(t);
  await run('petset.setInitialized', await nodeAt(context, 'here', 'web', 'web-0'));
  assert.match(context.ui.messages[0]?.text ?? '', /means nothing/);
  assert.deepEqual(seen, []);
});

test('protected contexts ask before every change, also a terminal; read-only refuses', async (t) => {
  const guarded = await world(t, { protectedContexts: ['h*e'] });
  guarded.context.ui.answer('5', undefined);
  await guarded.run('petset.scale', await nodeAt(guarded.context, 'here', 'web'));
  assert.match(lastPrompt(guarded.context)?.labels[1] ?? '', /Context here \(protected by the setting petset\.protectedContexts\)/);
  guarded.context.ui.answer(undefined);
  await guarded.run('petset.exec', await nodeAt(guarded.context, 'here', 'web', 'web-0', 'main'));
  assert.equal(guarded.context.ui.terminals.length, 0);
  assert.deepEqual(guarded.seen, []);
  const closed = await world(t, { readOnly: true });
  for (const id of ['petset.deletePet', 'petset.exec']) await closed.run(id, await nodeAt(closed.context, 'here', 'web', 'web-0'));
  assert.deepEqual(
    closed.context.ui.messages.map((message) => /readOnly is on/.test(message.text)),
    [true, true],
  );
  assert.deepEqual(closed.seen, []);
});

test('patterns of contexts', () => {
  assert.ok(matches('*prod*', 'gke-PROD-eu') && matches('a.b', 'a.b'));
  assert.ok(!matches('prod', 'prod-eu') && !matches('a.b', 'axb'));
});

test('the namespace is picked here, and by name where it may not be listed', async (t) => {
  const { context, run } = await world(t);
  context.ui.answer('other');
  await run('petset.pickNamespace');
  assert.deepEqual(
    context.connections.open.map((each) => `${each.context.name}/${each.context.namespace}`),
    ['here/other'],
  );
  const poor = await world(t, {}, { '/api/v1/namespaces': { code: 403, message: 'forbidden' } });
  poor.context.ui.answer('mine');
  await poor.run('petset.pickNamespace');
  assert.equal(poor.context.connections.open[0]?.context.namespace, 'mine');
});

test('YAML for reading: no managed fields, no secrets', async (t) => {
  const { context, run } = await world(t);
  await run('petset.openYaml', await nodeAt(context, 'here', 'web'));
  const text = context.documents.get('here/default/web.statefulset.yaml') ?? '';
  assert.match(text, /^kind: StatefulSet\nmetadata:\n {2}name: web\nspec:\n {2}replicas: 3/);
  assert.ok(!text.includes('managedFields'));
  const secret = {
    kind: 'Secret',
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"c2VjcmV0"}}', x: 'y' } },
    data: { a: 'c2VjcmV0' },
    stringData: { b: 'secret' },
  };
  const masked = JSON.stringify(forReading(secret));
  assert.ok(!/c2VjcmV0|"secret"/.test(masked) && /"a":"\*\*\*"/.test(masked) && /"x":"y"/.test(masked), masked);
});

test('the DNS name of a pet is copied', async (t) => {
  const { context, run } = await world(t);
  await run('petset.copyDnsName', await nodeAt(context, 'here', 'web', 'web-1'));
  assert.deepEqual(context.ui.copied, ['web-1.web.default.svc']);
});

test('logs of all pets: whole lines, each with its ordinal', async (t) => {
  const lines: string[] = [];
  const writer = prefixed('[2] ', (text) => lines.push(text));
  for (const text of ['a', 'b\nc\nd', '']) writer.push(text);
  writer.end();
  assert.equal(lines.join(''), '[2] ab\n[2] c\n[2] d\n');
  const { context, run } = await world(t, {}, { '/api/v1/namespaces/default/pods/web-0/log': 'x', '/api/v1/namespaces/default/pods/web-1/log': 'y' });
  await run('petset.setLogs', await nodeAt(context, 'here', 'web'));
  const text = (): string => context.documents.get('here/default/web/all-pets.log') ?? '';
  await until(() => text().split('the log ends here').length === 3, 'both logs');
  assert.deepEqual(text().split('\n').toSorted().slice(1), ['[0] "x"', '[0] --- the log ends here ---', '[1] "y"', '[1] --- the log ends here ---']);
  for (const each of context.connections.open) context.connections.disconnect(each);
});
