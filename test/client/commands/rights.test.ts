import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deniedBy } from '../../../client/src/cluster/access.ts';
import * as cluster from '../../../client/src/cluster/index.ts';
import { deniedKeys } from '../../../client/src/rights.ts';
import { type Answers, kubeconfigFor, startApiServer } from '../apiServer.ts';
import { runner, testContext } from '../testContext.ts';

test('a right is granted by name, by star, by subresource, and by one of several', () => {
  const all = ['exec', 'logs', 'forward', 'delete', 'annotate', 'scale'];
  assert.deepEqual([...deniedBy([]).keys()], all);
  assert.deepEqual([...deniedBy([{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]).keys()], []);
  const reader = [{ verbs: ['get', 'list', 'watch'], apiGroups: ['', 'apps'], resources: ['pods', 'pods/log', 'statefulsets'] }];
  assert.deepEqual(
    [...deniedBy(reader)],
    [
      ['exec', 'create pods/exec'],
      ['forward', 'create pods/portforward'],
      ['delete', 'delete pods'],
      ['annotate', 'patch pods'],
      ['scale', 'patch statefulsets/scale'],
    ],
  );
  const scaler = [{ verbs: ['patch'], apiGroups: ['apps'], resources: ['*/scale'] }];
  assert.ok(!deniedBy(scaler).has('scale') && !deniedBy([{ verbs: ['patch'], apiGroups: ['apps'], resources: ['statefulsets'] }]).has('scale'));
  assert.ok(deniedBy([{ verbs: ['create'], apiGroups: ['apps'], resources: ['pods/exec'] }]).has('exec'), 'another group');
});

const review = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
const answersOf = (gitVersion: string, status: object): Answers => ({
  '/version': { status: 200, body: { gitVersion } },
  '/apis/apps': { status: 200, body: { versions: [{ version: 'v1' }] } },
  '/apis/apps/v1/namespaces/default/statefulsets': { status: 200, body: { items: [{ metadata: { name: 'web' }, spec: { replicas: 1 } }] } },
  '/api/v1/namespaces/default/pods': {
    status: 200,
    body: {
      items: [
        { metadata: { name: 'web-0' }, spec: { containers: [{ name: 'main' }] }, status: { containerStatuses: [{ name: 'main', state: { running: {} } }] } },
      ],
    },
  },
  [review]: { status: 201, body: { status } },
});

async function world(t: { after(done: () => unknown): void }, answers: Answers) {
  const server = await startApiServer({ answers });
  t.after(() => server.close());
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(server.url) });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, reviews: () => server.requests.filter((each) => each === review).length };
}

test('what the user may not do is not begun, and the missing right is named; asked once', async (t) => {
  const { context, run, reviews } = await world(
    t,
    answersOf('v1.34.4', { resourceRules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods', 'pods/log'] }] }),
  );
  assert.equal(reviews(), 0);
  for (const id of ['petset.exec', 'petset.deletePet', 'petset.findPeers']) await run(id);
  assert.equal(
    context.ui.messages[0]?.text,
    'u may not run anything in pods in namespace default of here: the right "create pods/exec" is missing there (RBAC).',
  );
  assert.match(context.ui.messages[1]?.text ?? '', /may not delete pods.*"delete pods"/);
  assert.equal(context.ui.terminals.length, 0);
  assert.equal(reviews(), 1);
  const keys = await deniedKeys(context.connections.open);
  assert.deepEqual([keys.get('petset.denied.exec'), keys.get('petset.denied.logs'), (await deniedKeys([])).get('petset.denied.exec')], [true, false, false]);
});

test('what nobody knows is offered: an incomplete review, a refused one, a server of 2016', async (t) => {
  const incomplete = await world(t, answersOf('v1.34.4', { resourceRules: [], incomplete: true }));
  const refused = await world(t, { ...answersOf('v1.34.4', {}), [review]: { status: 403, text: 'Forbidden' } });
  const old = await world(t, answersOf('v1.4.4', {}));
  for (const { context } of [incomplete, refused, old]) assert.equal((await context.connections.open[0]?.denied())?.size, 0);
  assert.deepEqual([incomplete.reviews(), old.reviews()], [1, 0]);
});
