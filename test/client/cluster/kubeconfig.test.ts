import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { type KubeconfigSource, kubeconfigPaths, readKubeconfig } from '../../../client/src/cluster/kubeconfig.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'petset-kubeconfig-'));
const source = (more: Partial<KubeconfigSource>): KubeconfigSource => ({ setting: '', env: {}, home: folder, ...more });

async function file(name: string, text: string): Promise<string> {
  const full = path.join(folder, name);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, text);
  return full;
}

const config = (context: string, server: string, current = true): string => `
${current ? `current-context: ${context}` : ''}
clusters: [{name: c-${context}, cluster: {server: ${server}}}]
users: [{name: u-${context}, user: {token: t}}]
contexts: [{name: ${context}, context: {cluster: c-${context}, user: u-${context}, namespace: n-${context}}}]
`;

test('the setting goes before KUBECONFIG, and that before the default', () => {
  assert.deepEqual(kubeconfigPaths(source({})).files, [path.join(folder, '.kube', 'config')]);
  assert.deepEqual(kubeconfigPaths(source({ env: { KUBECONFIG: `/a${path.delimiter}${path.delimiter}/b${path.delimiter}/a` } })).files, ['/a', '/b']);
  assert.deepEqual(kubeconfigPaths(source({ setting: '~/x', env: { KUBECONFIG: '/a' } })).files, [path.join(folder, 'x')]);
});

test('of a list, missing files are skipped and the first that has a name wins', async () => {
  const a = await file('a', config('one', 'https://a:1'));
  const b = await file('b', config('two', 'https://b:1') + config('one', 'https://WRONG:1', false).replace(/^/gm, '#'));
  const c = await file('c', config('one', 'https://c:1'));
  const result = await readKubeconfig(source({ env: { KUBECONFIG: [a, '/no/such', b, c].join(path.delimiter) } }));
  assert.ok(result.ok);
  assert.deepEqual(result.value.files, [a, b, c]);
  assert.deepEqual(
    result.value.contexts.map(({ name, server, namespace, isCurrent, file: from }) => [name, server, namespace, isCurrent, from]),
    [
      ['one', 'https://a:1', 'n-one', true, a],
      ['two', 'https://b:1', 'n-two', false, b],
    ],
  );
});

test('no file is a failure that names where it looked', async () => {
  const result = await readKubeconfig(source({ env: { KUBECONFIG: '/no/such' } }));
  assert.ok(!result.ok);
  assert.equal(result.failure.kind, 'noKubeconfig');
  assert.match(result.failure.message, /\/no\/such.*KUBECONFIG/);
});

const poisons: Readonly<Record<string, string>> = {
  'broken YAML': 'clusters: [}',
  'a list': '- a',
  'a word': 'hello',
  'a cluster without a server': 'clusters: [{name: c, cluster: {}}]\ncontexts: []',
  'a server that is a number': 'clusters: [{name: c, cluster: {server: 5}}]',
  'null users': 'users: [null]',
  binary: '\u0000\u0001\u0002',
};

for (const [what, text] of Object.entries(poisons)) {
  test(`${what} is a failure or an empty kubeconfig, never an exception`, async () => {
    const name = await file(`poison-${what.replaceAll(' ', '-')}`, text);
    const result = await readKubeconfig(source({ setting: name }));
    if (result.ok) assert.deepEqual(result.value.contexts, []);
    else {
      assert.equal(result.failure.kind, 'badKubeconfig');
      assert.ok(result.failure.message.startsWith(name), result.failure.message);
      assert.ok(!result.failure.message.includes('\n'));
    }
  });
}

test('a folder, and a file too large to be one, are refused unread', async () => {
  const result = await readKubeconfig(source({ setting: folder }));
  assert.ok(!result.ok && /not a file/.test(result.failure.message));
  const large = await file('large', 'x'.repeat(9 * 1024 * 1024));
  const second = await readKubeconfig(source({ setting: large }));
  assert.ok(!second.ok && /too large/.test(second.failure.message));
});

test('a file that may not be read is a failure', async () => {
  const secret = await file('secret', config('x', 'https://x'));
  await chmod(secret, 0);
  const result = await asNobody(() => readKubeconfig(source({ setting: secret })));
  assert.ok(!result.ok && result.failure.kind === 'badKubeconfig');
});

test('relative certificate and token files count from the folder of their kubeconfig', async () => {
  const name = await file(
    'deep/config',
    `clusters: [{name: c, cluster: {server: 'https://c', certificate-authority: ca.crt}}]
users: [{name: u, user: {tokenFile: token, token: older}}]
contexts: [{name: x, context: {cluster: c, user: u}}]`,
  );
  const result = await readKubeconfig(source({ setting: name }));
  assert.ok(result.ok);
  assert.equal(result.value.entries.clusters[0]?.caFile, path.join(folder, 'deep', 'ca.crt'));
  assert.equal(result.value.entries.users[0]?.tokenFile, path.join(folder, 'deep', 'token'));
  assert.equal(result.value.entries.users[0]?.token, undefined);
});

/** Root may read everything, so a test that runs as root reads as somebody else. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
