import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

/** Run in a process of its own, so that every call below is seen from its start. */
const watched = `
import fs from 'node:fs';
import fsp from 'node:fs/promises';
import net from 'node:net';
import child from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
const seen = [];
const watch = (object, name, say) => { const real = object[name]; object[name] = function (...args) { say(args); return real.apply(this, args); }; };
for (const name of ['readFile', 'readFileSync', 'open', 'openSync', 'stat', 'statSync', 'accessSync', 'existsSync', 'createReadStream'])
  watch(fs, name, ([file]) => /kube/i.test(String(file)) && !/node_modules|client.src/.test(String(file)) && seen.push('read ' + file));
for (const name of ['readFile', 'open', 'stat', 'access']) watch(fsp, name, ([file]) => /kube/i.test(String(file)) && !/node_modules|client.src/.test(String(file)) && seen.push('read ' + file));
watch(net.Socket.prototype, 'connect', () => seen.push('socket'));
for (const name of ['spawn', 'spawnSync', 'exec', 'execFile', 'fork']) watch(child, name, ([program]) => seen.push('process ' + program));
syncBuiltinESMExports();
const root = process.argv[1];
const { Connections } = await import(root + '/client/src/connections.ts');
const { loadCluster } = await import(root + '/client/src/clusterLoader.ts');
const { rootNodes } = await import(root + '/client/src/views/root.ts');
const { commands } = await import(root + '/client/src/commands/index.ts');
let loads = 0;
const load = async () => { loads++; return await loadCluster(); };
const connections = new Connections(load, () => ({ setting: '', env: process.env, home: process.env.HOME }));
const nodes = await rootNodes(connections);
connections.show({ kind: 'untrusted' });
connections.show({ kind: 'notConnected' });
await rootNodes(connections);
// Nothing may begin to read in the background either.
await new Promise((resolve) => setTimeout(resolve, 100));
const loadsBefore = loads;
await loadCluster();
const before = [...seen];
const kubeconfig = await connections.readKubeconfig();
const asked = [...seen];
await connections.connect(kubeconfig.value, 'here', new AbortController().signal);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ nodes: nodes.length, commands: commands.length, before, asked, after: seen, loadsBefore, loads }));
`;

test('no socket, no process and no kubeconfig before the user asks; then one file, and a socket only for the chosen context', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'petset-kube-'));
  const file = path.join(home, 'kubeconfig');
  await writeFile(
    file,
    "clusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}]\nusers: [{name: u, user: {exec: {command: petset-trap}}}]\ncontexts: [{name: here, context: {cluster: c, user: u}}]",
  );
  const root = path.resolve(import.meta.dirname, '../..');
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', watched, root], {
    encoding: 'utf8',
    env: { ...process.env, HOME: home, KUBECONFIG: file, SHELL: '' },
  });
  assert.equal(child.status, 0, child.stderr);
  const { before, asked, after, nodes, loadsBefore, loads } = JSON.parse(child.stdout);
  assert.equal(nodes, 0);
  assert.equal(loadsBefore, 0, 'the cluster half is not even loaded');
  assert.ok(loads > 0);
  assert.deepEqual(before, []);
  assert.ok(asked.length > 0 && asked.every((each: string) => each === `read ${file}`), JSON.stringify(asked));
  assert.deepEqual(after.slice(asked.length), ['process petset-trap'], 'the watch itself sees what there is to see');
});
