import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import { type Answers, kubeconfigFor, startApiServer } from '../apiServer.ts';
import { runner, testContext } from '../testContext.ts';

const ok = (body: unknown) => ({ status: 200, body });
const models = (name: string, kind: string) => ({ [name]: { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind }] } });
const server = (gitVersion: string, answers: Answers): Answers => ({
  '/version': ok({ gitVersion }),
  '/apis/apps': ok({ versions: [{ version: 'v1' }] }),
  ...answers,
});

async function world(t: { after(done: () => unknown): void }, answers: Answers, isTrusted = true) {
  const api = await startApiServer({ answers });
  t.after(() => api.close());
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(api.url), isTrusted });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.useClusterApi');
  return { context, run, requests: api.requests, told: () => context.ui.messages.at(-1)?.text ?? '' };
}

const groups = {
  '/openapi/v3': ok({ paths: { api: {}, 'api/v1': {}, apis: {}, 'apis/apps': {}, 'apis/apps/v1': {}, 'apis/metrics.k8s.io/v1beta1': {}, version: {} } }),
  '/openapi/v3/api/v1': ok({ components: { schemas: models('Pod', 'Pod') } }),
  '/openapi/v3/apis/apps/v1': ok({ components: { schemas: models('StatefulSet', 'StatefulSet') } }),
};

test('the API of a context is read group by group, under the name that the user knows, and one that is down is named', async (t) => {
  const { context, run, requests, told } = await world(
    t,
    server('v1.34.4', { ...groups, '/openapi/v3/apis/metrics.k8s.io/v1beta1': { status: 503, text: 'service unavailable' } }),
  );
  assert.match(told(), /judged by the API of here \(Kubernetes v1\.34\.4\).*could not: metrics\.k8s\.io\/v1beta1/);
  const [api] = context.apis;
  assert.equal(api?.name, 'here');
  assert.deepEqual(JSON.parse(api?.text ?? ''), {
    info: { title: 'here', version: 'v1.34.4' },
    components: { schemas: { ...models('Pod', 'Pod'), ...models('StatefulSet', 'StatefulSet') } },
  });
  assert.equal(requests.filter((each) => each.startsWith('/openapi')).length, 4);
  await run('petset.useBundledApi');
  assert.deepEqual([context.apis.length, told()], [0, 'Manifests are judged by what comes with the extension again.']);
  await run('petset.useBundledApi');
  assert.match(told(), /already/);
});

test('an older server has version 2 of it, or the same at its first address', async (t) => {
  for (const path of ['/openapi/v2', '/swagger.json']) {
    const { context } = await world(t, server('v1.9.8', { [path]: ok({ definitions: models('Pod', 'Pod'), paths: { big: {} } }) }));
    assert.deepEqual(JSON.parse(context.apis[0]?.text ?? ''), { info: { title: 'here', version: 'v1.9.8' }, definitions: models('Pod', 'Pod') });
  }
});

test('nothing is kept of a server that does not say enough, or breaks off', async (t) => {
  const old = await world(t, server('v1.5.8', { '/swagger.json': ok({ definitions: { 'v1.Pod': {} } }) }));
  assert.match(old.told(), /v1\.5\.8.* does not say which kinds/);
  const none = await world(t, server('v1.3.10', {}));
  assert.match(none.told(), /does not describe its API/);
  const forbidden = await world(t, server('v1.34.4', { '/openapi/v3': { status: 403, body: { kind: 'Status', message: 'forbidden: openapi' } } }));
  assert.match(forbidden.told(), /forbidden/);
  const expired = await world(
    t,
    server('v1.34.4', { ...groups, '/openapi/v3/apis/apps/v1': { status: 401, body: { kind: 'Status', message: 'Unauthorized' } } }),
  );
  assert.match(expired.told(), /Unauthorized|credentials/i);
  for (const { context } of [old, none, forbidden, expired]) assert.deepEqual(context.apis, []);
});

test('in Restricted Mode nothing is read', async (t) => {
  const { requests, context } = await world(t, server('v1.34.4', groups), false);
  assert.deepEqual([requests, context.apis], [[], []]);
});
