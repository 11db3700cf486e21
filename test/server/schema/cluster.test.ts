import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { analyze, findingsOf, type Settings } from '../../../server/src/analyze.ts';
import { loadClusterApi } from '../../../server/src/clusterApi.ts';
import { complete } from '../../../server/src/ide/complete.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { readCluster } from '../../../server/src/schema/openapi/cluster.ts';
import { type DescriptionOptions, description } from './description.ts';

const folder = mkdtempSync(join(tmpdir(), 'petset-openapi-'));
after(() => rmSync(folder, { recursive: true }));

async function settingsFor(options: DescriptionOptions): Promise<Settings> {
  const file = join(folder, `${options.openapi}-${options.title ?? 'kind'}-${options.version ?? ''}.json`);
  writeFileSync(file, description(options));
  return { kubernetes: undefined, rules: {}, api: await loadClusterApi(file) };
}

const settings = await settingsFor({ openapi: 3, title: 'kind-dev' });

function errors(text: string, by: Settings = settings): string[] {
  const { chunks } = analyze(text, by);
  return chunks.flatMap((placed) => findingsOf(placed).filter((f) => f.level === 'error')).map((f) => `${f.rule}: ${text.slice(f.span.start, f.span.end)}`);
}

const backup = (spec: string): string => `apiVersion: pets.example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {${spec}}\n`;

test('a custom resource of the cluster is judged like a kind of ours', () => {
  assert.deepEqual(errors(backup('set: web')), [], 'what the server fills in, or takes as null, is not missing');
  assert.deepEqual(errors(backup('set: web, port: http, at: 2026-01-01T00:00:00Z, options: {any: [1]}, hooks: [{run: x}], note: null')), []);
  assert.deepEqual(errors(backup('mode: Full')), ['missing-field: spec']);
  assert.deepEqual(errors(backup('set: web, mode: Half, keep: 31, sett: x')), ['bad-value: Half', 'bad-value: 31', 'unknown-field: sett']);
  assert.deepEqual(errors(backup('set: 5, port: true, hooks: [{}]')), ['wrong-type: 5', 'wrong-type: true', 'missing-field: {']);
  assert.deepEqual(errors('apiVersion: pets.example.com/v1\nkind: Backups\nmetadata: {name: a}\n'), ['unknown-kind: Backups']);
});

test('no regular expression of a cluster is run here', () => {
  const text = backup(`set: web, name: ${'a'.repeat(200)}!`);
  assert.deepEqual(errors(text), []);
});

test('version 2 does not say what is filled in: nothing of a custom resource is called missing', async () => {
  const by = await settingsFor({ openapi: 2 });
  assert.deepEqual(errors(backup('mode: Full'), by), []);
  assert.deepEqual(errors(backup('set: web, mode: Half, x: 1'), by), ['bad-value: Half', 'unknown-field: x']);
});

const set = (spec: string): string =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: a}}\n  template: {metadata: {labels: {app: a}}}\n  ${spec}\n`;

test('a set has the fields of the cluster, and what we know of their values', () => {
  assert.deepEqual(errors(set('ofTomorrow: x')), []);
  assert.deepEqual(errors(set('ofTomorrow: x'), { kubernetes: 34, rules: {} }).includes('unknown-field: ofTomorrow'), true);
  assert.deepEqual(errors(set('replicas: -1')), ['bad-value: -1']);
  assert.deepEqual(errors(set('podManagementPolicy: Parallel')), ['unknown-field: podManagementPolicy']);
});

test('what the cluster does not serve is said, of groups that it knows', () => {
  assert.deepEqual(errors('apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\n'), ['unknown-kind: extensions/v1beta1']);
  assert.deepEqual(errors('apiVersion: apps/v1\nkind: Foo\nmetadata: {name: a}\n'), ['unknown-kind: Foo']);
  assert.deepEqual(errors('apiVersion: pets.example.com/v1\nkind: Foo\nmetadata: {name: a}\n'), ['unknown-kind: Foo']);
  assert.deepEqual(errors('apiVersion: apps/v1alpha1\nkind: PetSet\nmetadata: {name: a}\nspec: {}\n')[0], 'unknown-kind: PetSet');
  for (const foreign of ['other.example.com/v1\nkind: Foo', 'kustomize.config.k8s.io/v1beta1\nkind: Kustomization', 'v1\nkind: Config'])
    assert.deepEqual(errors(`apiVersion: ${foreign}\nmetadata: {name: a}\nx: 1\n`), []);
  assert.deepEqual(errors('apiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec: {user: a}\n'), [], 'a question has no name');
});

test('of kinds that nobody has held to a server, fields and types are judged, and nothing is called missing', () => {
  assert.deepEqual(errors('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {paused: yes please, foo: 1}\n'), [
    'wrong-type: yes please',
    'unknown-field: foo',
  ]);
});

test('a document of another version is judged by what comes with us', () => {
  const text = `# petset: kubernetes=1.30\n${set('podManagementPolicy: Parallel')}`;
  assert.equal(errors(text).includes('unknown-field: podManagementPolicy'), false);
});

test('completion and hover know the kinds and fields of the cluster', () => {
  const labels = (text: string): string[] => complete(readDocument(text, 34, settings.api), text.length).map((c) => c.label);
  assert.deepEqual(labels('apiVersion: pets.example.com/v1\nkind: '), ['Backup']);
  assert.deepEqual(labels('apiVersion: pets.example.com/v1\nkind: Backup\nspec:\n  mode: '), ['Full', 'Incremental']);
  assert.ok(labels('apiVersion: pets.example.com/v1\nkind: Backup\nspec:\n  ').includes('keep'));
  const text = backup('set: web');
  assert.match(hover(readDocument(text, 34, settings.api), text.indexOf('set:'))?.markdown ?? '', /Whose claims\./);
});

test('a file that is no description says what is wrong with it', async () => {
  const file = join(folder, 'bad.json');
  for (const [text, problem] of [
    ['{', /JSON/],
    ['[]', /no OpenAPI description/],
    ['null', /no OpenAPI description/],
    [description({ openapi: 3, version: 'unversioned' }), /which Kubernetes/],
    [JSON.stringify({ info: { version: '1.5' }, definitions: { 'v1.Pod': { properties: {} } } }), /names no kinds/],
  ] as const) {
    writeFileSync(file, text);
    utimesSync(file, new Date(), new Date(Date.now() + Math.random() * 1e9));
    await assert.rejects(loadClusterApi(file), problem);
  }
  await assert.rejects(loadClusterApi(join(folder, 'none.json')), /ENOENT/);
  await assert.rejects(loadClusterApi('/dev/zero'), /is no file/);
});

test('a file is read once, and again when it has changed', async () => {
  const file = join(folder, 'changing.json');
  writeFileSync(file, description({ openapi: 3 }));
  const first = await loadClusterApi(file);
  assert.equal(await loadClusterApi(file), first);
  assert.equal(first.name, 'changing', 'called after its file, where it has no better name');
  writeFileSync(file, description({ openapi: 3, title: 'other', version: '1.30+k3s1' }));
  const second = await loadClusterApi(file);
  assert.deepEqual([second.name, second.version], ['other', 30]);
});

test('what nobody asks for is not read', () => {
  const { lookup } = readCluster(description({ openapi: 3 }), 'here');
  assert.equal(lookup('com.example.pets.v1.Backup')?.['x-like'], 'Backup');
  assert.equal(lookup('__proto__'), undefined);
});
