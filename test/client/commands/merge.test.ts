// Apply and diff on a server of 2016, which does not check what a merge makes: the language server does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import * as cluster from '../../../client/src/cluster/index.ts';
import type { Manifest } from '../../../client/src/manifests.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/analyze.ts';
import { faultsOf } from '../../../server/src/faults.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { declared } from '../edits.ts';
import { type Json, type OldServer, pathOf, startOldServer } from '../oldServer.ts';
import { runner, testContext } from '../testContext.ts';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const noteKey = 'kubectl.kubernetes.io/last-applied-configuration';

/** The set of the guide to pets, with other words in its text. */
function peers(...changes: readonly (readonly [string, string])[]): Json {
  let text = readFileSync(new URL('../../../examples/petset_peers.yaml', import.meta.url), 'utf8');
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  return parseAllDocuments(text)
    .map((each) => each.toJS() as Json)
    .find(({ kind }) => kind === 'PetSet') as Json;
}

async function world(t: { after(done: () => unknown): void }, version = 'v1.4.4') {
  const server = await startOldServer(version);
  t.after(() => server.close());
  const kubeconfig = await kubeconfigFor(server.url);
  const judge = ({ value, kubernetes }: { value: unknown; kubernetes: string }) =>
    faultsOf(value, Number(/1\.(\d+)/.exec(kubernetes)?.[1]), DEFAULT_SETTINGS, new Set());
  const open = async (manifest: Json, answers: Readonly<Record<string, unknown>> = { 'petset/faults': judge }) => {
    const object = { ...declared(manifest), line: 0, range: nowhere, kindRange: nowhere };
    const file: Manifest = { uri: 'file:///w/web.yaml', name: 'web.yaml', objects: [object], current: object };
    const context = testContext({ load: async () => cluster, kubeconfig, manifest: file, answers });
    const run = runner(context);
    context.ui.answer('here');
    await run('petset.connect');
    return { context, run };
  };
  /** Applies, agreeing to everything, and tells what was asked and said. */
  const apply = async (manifest: Json) => {
    const { context, run } = await open(manifest);
    context.ui.answer('Apply');
    await run('petset.apply');
    return { context, asked: context.ui.prompts.at(-1)?.labels.join('\n') ?? '', said: context.ui.messages.at(-1)?.text ?? '' };
  };
  return { server, open, apply };
}

const liveOf = ({ objects }: OldServer, kind: string, name: string): Json => objects.get(pathOf(kind, name)) ?? {};
const containerOf = (set: Json): Json => (set as { spec: { template: { spec: { containers: readonly Json[] } } } }).spec.template.spec.containers[0] ?? {};
const noteOf = (object: Json): string => (object as { metadata: { annotations?: Record<string, string> } }).metadata.annotations?.[noteKey] ?? '';

/** As `kubectl create` leaves it. */
async function create(server: OldServer, manifest: Json): Promise<void> {
  const { name } = manifest.metadata as { name: string };
  const collection = pathOf(String(manifest.kind), name).replace(/\/[^/]+$/, '');
  await fetch(`${server.url}${collection}`, { method: 'POST', body: JSON.stringify(manifest) });
}

const port = ['containerPort: 80', 'containerPort: 8080'] as const;
const only8080 = [{ name: 'web', containerPort: 8080, protocol: 'TCP' }];

test('another containerPort: the old port goes, in the diff and on the server, and it is noted what was applied', async (t) => {
  const { server, open, apply } = await world(t);
  await apply(peers());
  const { context, run } = await open(peers(port));
  await run('petset.diff');
  assert.deepEqual([...(context.diffs[0]?.right.matchAll(/containerPort: \d+/g) ?? [])].flat(), ['containerPort: 8080']);
  const [left, right] = [context.diffs[0]?.left.split('\n') ?? [], context.diffs[0]?.right.split('\n') ?? []];
  const only = (lines: readonly string[], others: readonly string[]) => lines.filter((line) => !others.includes(line)).map((line) => line.trim());
  assert.deepEqual([only(left, right), only(right, left)], [['- protocol: TCP', 'containerPort: 80'], ['- containerPort: 8080']]);
  const { asked, said } = await apply(peers(port));
  assert.match(asked, /containers\[0\]\.ports\[0\]: nothing becomes \{"containerPort":8080,"name":"web"\}\n.*\.ports: \{"containerPort":80\} is removed/);
  assert.equal(said, 'Applied: PetSet web (2 changes).');
  const live = liveOf(server, 'PetSet', 'web');
  assert.deepEqual(containerOf(live).ports, only8080);
  assert.match(noteOf(live), /"containerPort":8080.*\n$/);
  assert.equal((await apply(peers(port))).said, 'Nothing to apply: the cluster is as web.yaml says.');
});

test('nobody noted what was applied: the merge of kubectl would leave two ports of one name, so the old one goes, and it is said why', async (t) => {
  const { server, apply } = await world(t);
  await create(server, peers());
  const { asked } = await apply(peers(port));
  assert.match(asked, /PetSet web: a merge as kubectl apply makes it would leave it invalid, so what the manifest does not list is removed too\. .*web/);
  assert.deepEqual(containerOf(liveOf(server, 'PetSet', 'web')).ports, only8080);
});

test('nobody noted what was applied: a handler of a probe that another one replaces goes, a variable that is gone stays as with kubectl', async (t) => {
  const { server, apply } = await world(t);
  const set = (container: object): Json => ({
    ...{ apiVersion: 'apps/v1alpha1', kind: 'PetSet', metadata: { name: 'web' } },
    spec: { serviceName: 'web', template: { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'main', image: 'a:1', ...container }] } } },
  });
  const env = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  await create(server, set({ readinessProbe: { exec: { command: ['a'] } }, env }));
  const { asked } = await apply(set({ readinessProbe: { exec: { command: ['b'] } }, env: env.slice(1) }));
  assert.match(asked, /PetSet web: there is no note of what was applied last .*what the manifest no longer has stays/);
  assert.deepEqual(containerOf(liveOf(server, 'PetSet', 'web')).env, env);
  await create(server, set({ readinessProbe: { exec: { command: ['a'] } } }));
  const mended = await apply(set({ readinessProbe: { tcpSocket: { port: 80 } } }));
  assert.match(mended.asked, /readinessProbe\.exec: \{"command":\["a"\]\} is removed/);
  const { exec, tcpSocket } = containerOf(liveOf(server, 'PetSet', 'web')).readinessProbe as Json;
  assert.deepEqual([exec, tcpSocket], [undefined, { port: 80 }]);
});

test('an object that would be invalid whatever goes: said at the words of the manifest, and nothing is sent', async (t) => {
  const { server, open, apply } = await world(t);
  await apply(peers());
  const sent = server.requests.length;
  const { context, run } = await open(
    peers([
      'containerPort: 80\n              name: web',
      'containerPort: 80\n              name: web\n            - containerPort: 81\n              name: web',
    ]),
  );
  await run('petset.apply');
  assert.deepEqual(
    context.marks.flatMap(({ findings }) => findings.map(({ path }) => path)),
    ['.spec.template.spec.containers[0].ports[1].name'],
  );
  assert.match(context.marks[0]?.findings[0]?.message ?? '', /^The live object would become invalid, and this server does not check it\. /);
  assert.match(context.ui.messages.at(-1)?.text ?? '', /Nothing was applied/);
  assert.equal(server.requests.length, sent);
});

test('an object that is as the manifest says but was never noted is only noted; of a set of 1.3 nothing is', async (t) => {
  const { server, apply } = await world(t);
  await create(server, peers());
  const { asked, said } = await apply(peers());
  assert.match(asked, /only what was applied is noted, so that the next apply knows what was removed/);
  assert.equal(said, 'Applied: PetSet web (noted).');
  assert.match(noteOf(liveOf(server, 'PetSet', 'web')), /"containerPort":80/);
  const older = await world(t, 'v1.3.8');
  await older.apply(peers());
  assert.equal(noteOf(liveOf(older.server, 'PetSet', 'web')), '');
  assert.match((await older.apply(peers())).said, /^Nothing to apply/);
});

test('what a merge of that time cannot remove is said', async (t) => {
  const { server, apply } = await world(t);
  const config = (finalizers: readonly string[]): Json => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', finalizers }, data: { a: '1' } });
  await apply(config(['x.io/a', 'x.io/b']));
  const { asked } = await apply(config(['x.io/b']));
  assert.match(asked, /ConfigMap c: metadata\.finalizers\["x\.io\/a"\] stays, because a merge of this server cannot remove it\./);
  assert.deepEqual((liveOf(server, 'ConfigMap', 'c').metadata as Json).finalizers, ['x.io/a', 'x.io/b']);
});

test('until 1.4.3 mounts are told apart by their volume: a second mount of one is not melted into the first', async (t) => {
  const { server, apply } = await world(t, 'v1.4.3');
  const set = (volumeMounts: readonly object[]): Json => {
    const pod = { containers: [{ name: 'main', image: 'a:1', volumeMounts }], volumes: [{ name: 'd', emptyDir: {} }] };
    return {
      apiVersion: 'apps/v1alpha1',
      kind: 'PetSet',
      metadata: { name: 'web' },
      spec: { serviceName: 'web', template: { metadata: { labels: { app: 'w' } }, spec: pod } },
    };
  };
  const mounts = ['/a', '/b'].map((mountPath) => ({ name: 'd', mountPath }));
  await apply(set(mounts.slice(0, 1)));
  await apply(set(mounts));
  const patch = server.requests.at(-1)?.body;
  assert.deepEqual(containerOf(patch as Json).volumeMounts, [{ $patch: 'replace' }, ...mounts]);
  await apply(set(mounts.slice(1)));
  assert.deepEqual(containerOf(liveOf(server, 'PetSet', 'web')).volumeMounts, mounts.slice(1));
});

test('where nobody judges the result, that is said', async (t) => {
  const { open, apply } = await world(t);
  await apply(peers());
  const { context, run } = await open(peers(port), {});
  context.ui.answer(undefined);
  await run('petset.apply');
  assert.match(
    context.ui.prompts.at(-1)?.labels.join('\n') ?? '',
    /PetSet web: what the merge makes was not checked, because the language server did not answer\./,
  );
});
