// Edits of manifests on a real Kubernetes: what apply makes of them is what kubectl makes of them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Applier } from '../../client/src/cluster/apply.ts';
import { changesBetween } from '../../client/src/cluster/changes.ts';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import { openLink } from '../../client/src/cluster/link.ts';
import { comparable, declared, type Edit, editsFor, manifestOf } from '../client/edits.ts';
import type { Json } from '../client/oldServer.ts';
import { clusterForTests } from './cluster.ts';
import { places } from './places.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;
const execute = promisify(execFile);

const edits = ['apply-edits.yaml', 'apply-edits-fresh.yaml'].flatMap((file) => editsFor('now', file));

/**
 * Objects of each edit: one for `kubectl apply`, one for `kubectl apply --server-side`, one for us, and one for us as if the server could not
 * try: then we merge, as on servers before 1.18. All begin with `kubectl apply`.
 */
const by = ['client-', 'server-', 'ours-', 'merged-'] as const;
const nameFor = (who: (typeof by)[number], index: number): string => `${who}${index}`;
const manifests = (who: (typeof by)[number], side: 'before' | 'after'): readonly Json[] =>
  edits.map((edit, index) => manifestOf(edit, side, 'now', nameFor(who, index)));

describe('edits on a real Kubernetes', { skip, timeout: 300_000 }, () => {
  let playground: Playground;
  let folder: string;
  let connection: Connection;
  let old: Applier;
  let refusedByServerSide = '';

  /** What kubectl complains of; it applies the rest. */
  const kubectlApply = async (items: readonly Json[], ...args: readonly string[]): Promise<string> => {
    const file = join(folder, 'list.json');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const call = execute(places.kubectl, [`--kubeconfig=${playground.kubeconfig}`, 'apply', '-f', file, ...args], { maxBuffer: 1 << 24 });
    const { stderr } = await call.catch((error: { readonly stderr: string }) => error);
    return stderr.replaceAll(/^Warning: .*\n/gm, '');
  };

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    folder = await mkdtemp(join(tmpdir(), 'petset-edits-'));
    playground = await Playground.create(cluster.kubeconfig, 'petset-edits');
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    const kubeconfig = value(await readKubeconfig(source));
    connection = value(await connect({ kubeconfig, contextName: cluster.context, source }));
    old = new Applier(value(openLink(kubeconfig, cluster.context, source, 10_000)), connection.context, 'v1.12.0');
    for (const who of by) assert.equal(await kubectlApply(manifests(who, 'before')), '');
    assert.equal(await kubectlApply(manifests('client-', 'after')), '');
    refusedByServerSide = await kubectlApply(manifests('server-', 'after'), '--server-side', '--field-manager=petset-vscode', '--force-conflicts');
  });
  after(async () => {
    connection?.close();
    // Nothing is deleted while it has finalizers, and the namespace then neither.
    const names = '{range .items[?(@.metadata.finalizers)]}statefulset/{.metadata.name} {end}';
    const held = (await playground.kubectl('get', 'statefulset', '-o', `jsonpath=${names}`)).split(' ').filter((each) => each !== '');
    if (held.length > 0) await playground.kubectl('patch', ...held, '--type=merge', '--patch={"metadata":{"finalizers":null}}');
    await playground.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const live = async (edit: Edit, who: (typeof by)[number], index: number): Promise<unknown> => {
    const { kind } = manifestOf(edit, 'after', 'now', '');
    return unnamed(JSON.parse(await playground.kubectl('get', String(kind), nameFor(who, index), '-o', 'json')));
  };

  for (const [index, edit] of edits.entries()) {
    test(edit.edit, async () => {
      const wanted = declared(manifestOf(edit, 'after', 'now', nameFor('ours-', index)));
      const plan = value(await connection.plan(wanted));
      assert.deepEqual(plan.refused, []);
      value(await connection.apply(wanted, plan));
      const ours = await live(edit, 'ours-', index);
      assert.deepEqual(changesBetween(plan.after, wanted.value, { scope: 'declared' }), [], 'as the manifest says');
      assert.deepEqual(unnamed(plan.after), ours, 'what was shown is what came');
      // Until it has taken over the fields of client-side apply, server-side apply has both: an old port and a new one of its name.
      const isRefused = new RegExp(`"server-${index}" is invalid`).test(refusedByServerSide);
      if (edit.kubectl === undefined) assert.deepEqual(ours, await live(edit, 'client-', index), 'as kubectl apply');
      if (!isRefused) assert.deepEqual(ours, await live(edit, 'server-', index), 'as kubectl apply --server-side');
      const again = value(await connection.plan(wanted));
      assert.deepEqual([again.changes, again.owned, again.conflicts], [[], undefined, []]);
    });
  }

  for (const [index, edit] of edits.entries()) {
    test(`${edit.edit}: merged here, with the merge keys that the server describes`, async () => {
      const wanted = declared(manifestOf(edit, 'after', 'now', nameFor('merged-', index)));
      const plan = value(await old.plan(wanted));
      assert.deepEqual([plan.refused, plan.isUnnoted], [[], false]);
      value(await old.apply(wanted, plan));
      const merged = await live(edit, 'merged-', index);
      assert.deepEqual(changesBetween(merged, unnamed(wanted.value), { scope: 'declared' }), [], 'as the manifest says');
      // What belongs to another value of a neighbour the server clears by itself: the time-out of a session affinity.
      const shown = changesBetween(merged, unnamed(plan.after), { scope: 'declared' }).filter((change) => change.before !== undefined);
      assert.deepEqual(shown, [], 'what was shown is what came, defaults aside');
      if (edit.kubectl === undefined) assert.deepEqual(merged, await live(edit, 'client-', index), 'as kubectl apply');
      const again = value(await old.plan(wanted));
      assert.deepEqual([again.changes, again.notes], [[], false]);
    });
  }

  test('what others manage beside kubectl apply is a conflict all the same, and taken over with it', async () => {
    const spec = { serviceName: 's', replicas: 0, selector: { matchLabels: { app: 's' } } };
    const template = { metadata: { labels: { app: 's' } }, spec: { containers: [{ name: 'main', image: 'nowhere/a:1' }] } };
    const set = (more: Json): Json => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'scaled' }, spec: { ...spec, ...more, template } });
    assert.equal(await kubectlApply([set({ minReadySeconds: 5 })]), '');
    await playground.kubectl('patch', 'statefulset', 'scaled', '--type=merge', '--field-manager=someone', '--patch={"spec":{"revisionHistoryLimit":3}}');
    const wanted = declared(set({ revisionHistoryLimit: 7 }));
    const plan = value(await connection.plan(wanted));
    assert.deepEqual(plan.owned?.paths, ['spec.minReadySeconds']);
    assert.deepEqual([plan.conflicts.length, plan.conflicts[0]?.includes('conflict with "someone"')], [1, true]);
    value(await connection.apply(wanted, plan));
    const shown = await playground.kubectl('get', 'statefulset', 'scaled', '-o', 'jsonpath={.spec.revisionHistoryLimit} {.spec.minReadySeconds}');
    assert.equal(shown, '7');
  });

  test('fields of kubectl stay where they are left to it, and nothing of the rest is taken', async () => {
    const config = (data: Json): Json => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'left' }, data });
    assert.equal(await kubectlApply([config({ a: '1', b: '2' })]), '');
    const wanted = declared(config({ b: '3' }));
    const left = value(await connection.plan(wanted, { takesOver: false }));
    assert.deepEqual(left.owned, { paths: ['data.a'], managers: ['kubectl-client-side-apply'], isTaken: false });
    assert.deepEqual(left.changes, [{ path: 'data.b', before: '2', after: '3' }]);
    value(await connection.apply(wanted, left));
    const data = async (): Promise<unknown> => JSON.parse(await playground.kubectl('get', 'configmap', 'left', '-o', 'jsonpath={.data}'));
    assert.deepEqual(await data(), { a: '1', b: '3' });
    const taken = value(await connection.plan(wanted));
    assert.deepEqual(taken.changes, [{ path: 'data.a', before: '1', after: undefined }]);
    value(await connection.apply(wanted, taken));
    assert.deepEqual(await data(), { b: '3' });
    const managers = await playground.kubectl('get', 'configmap', 'left', '--show-managed-fields', '-o', 'jsonpath={.metadata.managedFields[*].manager}');
    assert.equal(managers, 'petset-vscode');
  });
});

/** For comparing objects of several names. */
const unnamed = (object: unknown): unknown => comparable(JSON.parse(JSON.stringify(object).replaceAll(/"(client|server|ours|merged)-(\d+)"/g, '"$2"')));
