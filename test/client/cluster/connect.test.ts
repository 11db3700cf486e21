import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import type { Result } from '../../../client/src/cluster/result.ts';
import { type Answers, fixture, kubeconfigFor, startApiServer } from '../apiServer.ts';

const old = fixture<Answers>('kubernetes-1.4.4.json');

async function connectTo(file: string, contextName = 'here', timeoutMs = 2_000): Promise<Result<Connection>> {
  const source = { setting: file, env: process.env, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  return await connect({ kubeconfig: kubeconfig.value, contextName, source, timeoutMs });
}

async function failure(file: string, contextName?: string, timeoutMs?: number): Promise<string> {
  const result = await connectTo(file, contextName, timeoutMs);
  assert.ok(!result.ok);
  return `${result.failure.kind}: ${result.failure.message}`;
}

test('a server of 2016 has PetSets and nothing else', async (t) => {
  const server = await startApiServer({ answers: old });
  t.after(() => server.close());
  const result = await connectTo(await kubeconfigFor(server.url));
  assert.ok(result.ok);
  assert.deepEqual(result.value.dialect, { serverVersion: 'v1.4.4', petSets: 'apps/v1alpha1' });
  const sets = await result.value.sets();
  assert.ok(sets.ok);
  assert.deepEqual(
    sets.value.map(({ kind, name, desired, selector, claimTemplates, ready }) => [kind, name, desired, selector, claimTemplates, ready]),
    [['PetSet', 'vm', 1, 'app=ub', ['usr', 'lib', 'etc'], undefined]],
  );
  assert.ok(server.requests.some((request) => request.startsWith('/apis/apps/v1alpha1/namespaces/default/petsets')));
});

test('a current server has StatefulSets, and a restricted user may not even discover that', async (t) => {
  const item = { metadata: { name: 'web' }, spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } }, status: { readyReplicas: 2 } };
  const answers = {
    '/version': { status: 200, body: { gitVersion: 'v1.34.4' } },
    '/apis/apps': { status: 403, text: 'Forbidden' },
    '/apis/apps/v1/namespaces/empty/statefulsets': { status: 200, body: { items: [item] } },
  };
  const server = await startApiServer({ answers });
  t.after(() => server.close());
  const result = await connectTo(await kubeconfigFor(server.url), 'other');
  assert.ok(result.ok);
  const sets = await result.value.sets();
  assert.ok(sets.ok);
  assert.deepEqual(
    sets.value.map((set) => [set.kind, set.namespace, set.ready]),
    [['StatefulSet', 'empty', 2]],
  );
});

test('401 and 403 are said so, in the bare text of 2016 too', async (t) => {
  const unauthorized = old['401'];
  const forbidden = old['403'];
  assert.ok(unauthorized && forbidden);
  const first = await startApiServer({ answers: { '/version': unauthorized } });
  t.after(() => first.close());
  assert.match(await failure(await kubeconfigFor(first.url)), /^unauthorized: .*credentials.*\(401\)\. Unauthorized$/);
  const second = await startApiServer({ answers: { ...old, '/apis/apps/v1alpha1/namespaces/empty/petsets': forbidden } });
  t.after(() => second.close());
  const result = await connectTo(await kubeconfigFor(second.url), 'other');
  assert.ok(result.ok);
  const sets = await result.value.sets();
  assert.ok(!sets.ok && sets.failure.kind === 'forbidden' && /petsets/.test(sets.failure.message), JSON.stringify(sets));
});

test('nobody listening, nobody answering, not Kubernetes, cut off', async (t) => {
  assert.match(await failure(await kubeconfigFor('http://127.0.0.1:1')), /^refused: .*127\.0\.0\.1:1.*running/);
  const silent = await startApiServer({ answers: { '/version': { status: 200, text: 'hang' } } });
  t.after(() => silent.close());
  assert.match(await failure(await kubeconfigFor(silent.url), 'here', 300), /^timeout: .*0\.3 s/);
  const other = await startApiServer({ answers: { '/version': { status: 200, text: '<html>' } } });
  t.after(() => other.close());
  assert.match(await failure(await kubeconfigFor(other.url)), /^server: .*Kubernetes/);
  assert.match(await failure(await kubeconfigFor('https://no-such-host.invalid')), /^unreachable: /);
});

test('plain text on a TLS port is a TLS failure', async (t) => {
  const plain = await startApiServer({ answers: old });
  t.after(() => plain.close());
  assert.match(await failure(await kubeconfigFor(plain.url.replace('http:', 'https:'))), /^tls: /);
});

const openssl = 'openssl';
const hasNone = spawnSync(openssl, ['version']).status === 0 ? false : 'needs openssl';

test('a certificate that nobody vouches for is a TLS failure', { skip: hasNone }, async (t) => {
  const folder = path.dirname(await kubeconfigFor('http://x'));
  const files = ['-keyout', path.join(folder, 'key'), '-out', path.join(folder, 'crt')];
  spawnSync(openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=petset-test', ...files]);
  const [key, cert] = await Promise.all([readFile(path.join(folder, 'key')), readFile(path.join(folder, 'crt'))]);
  const server = https.createServer({ key, cert }, (_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  const { port } = server.address() as AddressInfo;
  assert.match(await failure(await kubeconfigFor(`https://127.0.0.1:${port}`)), /^tls: .*SELF_SIGNED/);
});

test('an unknown context, cluster or user is named', async () => {
  const file = await kubeconfigFor('http://127.0.0.1:1');
  assert.match(await failure(file, 'nope'), /^unknownContext: .*nope/);
  await writeFile(file, 'clusters: []\ncontexts: [{name: here, context: {cluster: gone, user: u}}]');
  assert.match(await failure(file), /^badKubeconfig: .*gone/);
  await writeFile(file, "clusters: [{name: c, cluster: {server: 'http://x'}}]\ncontexts: [{name: here, context: {cluster: c, user: gone}}]");
  assert.match(await failure(file), /^badKubeconfig: .*gone/);
  await writeFile(file, 'clusters: [{name: c, cluster: {server: nonsense}}]\ncontexts: [{name: here, context: {cluster: c}}]');
  assert.match(await failure(file), /^badKubeconfig: .*nonsense/);
});

test('credential plugins: missing, failing, talking nonsense, working', async (t) => {
  const server = await startApiServer({ answers: old });
  t.after(() => server.close());
  const missing = await kubeconfigFor(server.url, 'exec: {command: petset-no-such-plugin, installHint: Get it from the shop.}');
  assert.match(await failure(missing), /^plugin: .*petset-no-such-plugin.*PATH.*Get it from the shop\.$/);
  const withPlugin = async (script: string): Promise<string> => {
    const file = await kubeconfigFor(server.url, 'exec: {command: ./plugin}');
    await writeFile(path.join(path.dirname(file), 'plugin'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };
  assert.match(await failure(await withPlugin('echo no account >&2; exit 3')), /^plugin: .*exit status 3.*no account/);
  assert.match(await failure(await withPlugin('echo hello')), /^plugin: .*ExecCredential/);
  assert.equal(server.requests.length, 0);
  const asked = 'case $KUBERNETES_EXEC_INFO in *ExecCredential*) ;; *) exit 4 ;; esac';
  const good = await connectTo(await withPlugin(`${asked}; echo run >>"$(dirname "$0")/runs"; echo '{"status": {"token": "t1"}}'`));
  assert.ok(good.ok);
  assert.equal((await readFile(path.join(path.dirname(good.value.context.file), 'runs'), 'utf8')).trim(), 'run', 'one run for all requests');
});

test('a plugin given by a relative path is looked for beside its kubeconfig', async () => {
  const file = await kubeconfigFor('http://127.0.0.1:1', 'exec: {command: ./bin/plugin}');
  assert.match(await failure(file), new RegExp(`^plugin: .*${path.join(path.dirname(file), 'bin', 'plugin').replaceAll('.', '\\.')}`));
});

test('a cancelled request ends at once', async (t) => {
  const silent = await startApiServer({ answers: { ...old, '/api/v1/namespaces/default/pods': { status: 200, text: 'hang' } } });
  t.after(() => silent.close());
  const result = await connectTo(await kubeconfigFor(silent.url), 'here', 60_000);
  assert.ok(result.ok);
  const sets = await result.value.sets();
  assert.ok(sets.ok && sets.value[0] !== undefined);
  const pets = await result.value.pets(sets.value[0], AbortSignal.timeout(50));
  assert.ok(!pets.ok && pets.failure.kind === 'cancelled');
});

test('a plugin that only the login shell finds is found', { skip: process.platform === 'win32' }, async (t) => {
  const server = await startApiServer({ answers: old });
  t.after(() => server.close());
  const file = await kubeconfigFor(server.url, 'exec: {command: petset-hidden-plugin}');
  const folder = path.dirname(file);
  await writeFile(path.join(folder, 'petset-hidden-plugin'), `#!/bin/sh\necho '{"status": {"token": "t1"}}'\n`, { mode: 0o755 });
  // Stands for the user's shell: it greets, and its start files lengthen the PATH.
  const shell = path.join(folder, 'shell');
  await writeFile(shell, `#!/bin/sh\necho hello PATH=/wrong\nexport PATH="${folder}:$PATH"\nshift 2\nexec sh "$@"\n`, { mode: 0o755 });
  const source = { setting: file, env: { PATH: process.env.PATH, SHELL: shell }, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const result = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source });
  assert.ok(result.ok, JSON.stringify(result));
  const lost = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source: { ...source, env: { PATH: process.env.PATH, SHELL: '/bin/sh' } } });
  assert.ok(!lost.ok && /not found on the PATH of this editor or of your login shell/.test(lost.failure.message), JSON.stringify(lost));
});

test('a token file is read for each request, and each user has its own', async (t) => {
  const tokens: string[] = [];
  const server = http.createServer((request, response) => {
    tokens.push(request.headers.authorization ?? 'none');
    response.end(JSON.stringify({ gitVersion: 'v1.34.4', versions: [{ version: 'v1' }], items: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const files = [await kubeconfigFor(`http://127.0.0.1:${port}`, 'tokenFile: token'), await kubeconfigFor(`http://127.0.0.1:${port}`, 'tokenFile: token')];
  for (const [index, file] of files.entries()) await writeFile(path.join(path.dirname(file), 'token'), `first${index}\n`);
  for (const file of files) assert.ok((await connectTo(file)).ok);
  const [one = ''] = files;
  const again = await connectTo(one);
  assert.ok(again.ok);
  await writeFile(path.join(path.dirname(one), 'token'), 'second');
  assert.ok((await again.value.sets()).ok);
  assert.deepEqual([...new Set(tokens)], ['Bearer first0', 'Bearer first1', 'Bearer second']);
  await rm(path.join(path.dirname(one), 'token'));
  const gone = await again.value.sets();
  assert.ok(!gone.ok && /token file/.test(gone.failure.message));
});
