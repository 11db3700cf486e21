import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import type { PeerReport } from '../../../client/src/cluster/peers.ts';
import { petsOf } from '../../../client/src/cluster/pets.ts';
import { toSet } from '../../../client/src/cluster/sets.ts';
import { Connections } from '../../../client/src/connections.ts';
import { panelBody, panelPage } from '../../../client/src/panel/html.ts';
import { matrixOf, panelOf } from '../../../client/src/panel/model.ts';
import { PetsPanel } from '../../../client/src/panel/petsPanel.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { until } from '../testContext.ts';
import { recordings, WatchServer } from '../watchServer.ts';

const set = toSet('StatefulSet', 'apps/v1', 'default', {
  metadata: { name: 'web' },
  spec: { replicas: 3, serviceName: 'web', volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
});
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const ended = (exitCode: number, from: number, to: number) => ({ terminated: { exitCode, startedAt: at(from), finishedAt: at(to) } });

function pod(name: string, init: readonly object[], main: object) {
  return {
    metadata: { name, uid: name, creationTimestamp: at(0) },
    spec: { initContainers: init.map((_, index) => ({ name: `step${index}` })), containers: [{ name: 'main' }] },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      initContainerStatuses: init.map((status, index) => ({ name: `step${index}`, ...status })),
      containerStatuses: [{ name: 'main', ready: true, ...main }],
    },
  };
}

const model = (now: number, ...pods: ReturnType<typeof pod>[]) =>
  panelOf({ set, pets: petsOf(set, pods), claims: new Map(), events: [], trouble: '', now: Date.parse(at(now)) });

test('the time line: each step in seconds since its pod was made, all pets on one axis', () => {
  const steps = [{ state: ended(0, 2, 5) }, { state: ended(0, 5, 5), lastState: ended(1, 3, 4) }];
  const { axis, rows, isMoving } = model(100, pod('web-0', steps, { state: { running: { startedAt: at(7) } } }));
  assert.equal(axis, 8);
  assert.equal(isMoving, false);
  assert.deepEqual(
    rows[0]?.steps.map(({ name, about, bars }) => [name, about, bars]),
    [
      ['step0', 'done in 3 s, from second 2', [{ from: 2, to: 5, level: 'good' }]],
      [
        'step1',
        'done in under 1 s, from second 5',
        [
          { from: 3, to: 4, level: 'bad' },
          { from: 5, to: 5, level: 'good' },
        ],
      ],
      ['main', 'running, from second 7', [{ from: 7, to: 7, level: 'busy' }]],
    ],
  );
});

test('a step that runs grows with the clock', () => {
  const running = pod('web-0', [{ state: { running: { startedAt: at(1) } } }], { state: { waiting: { reason: 'PodInitializing' } }, ready: false });
  assert.deepEqual([model(4, running).axis, model(9, running).axis, model(9, running).isMoving], [5, 10, true]);
});

test('init steps that run again days later, and restarted containers, do not stretch the axis', () => {
  const day = 86_400;
  const again = pod('web-0', [{ state: ended(0, day, day + 2) }], { state: { running: { startedAt: at(day + 3) } } });
  assert.equal(model(day + 9, again).axis, 4);
  const restarted = pod('web-0', [{ state: ended(0, 1, 2) }], { state: { running: { startedAt: at(day) } }, restartCount: 4 });
  const { axis, rows } = model(day + 9, restarted);
  assert.deepEqual([axis, rows[0]?.restarts, rows[0]?.steps[1]?.bars], [3, 4, []]);
});

test('pets that do not exist say what they wait for, and claims are named', () => {
  const broken = pod('web-0', [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }], { state: { waiting: { reason: 'PodInitializing' } }, ready: false });
  const unready = { ...broken, status: { ...broken.status, conditions: [] } };
  const { rows } = model(9, unready);
  assert.deepEqual(
    rows.map(({ name, exists, status }) => [name, exists, status.text]),
    [
      ['web-0', true, 'Init:CrashLoopBackOff'],
      ['web-1', false, 'not created, waits for web-0 (Init:CrashLoopBackOff)'],
      ['web-2', false, 'not created, waits for web-0 (Init:CrashLoopBackOff)'],
    ],
  );
  assert.deepEqual(rows[0]?.claims, [{ name: 'data-web-0', status: { text: 'does not exist', level: 'idle' } }]);
});

const report = (pet: string, found: readonly string[]) => ({
  pet,
  container: 'main',
  service: 'web',
  fault: '',
  way: 'getent',
  peers: ['web-2', 'web-10'].map((name) => ({ name, found: found.includes(name), reason: found.includes(name) ? '' : 'the pod is not ready' })),
  strangers: found.filter((name) => name === 'other'),
  output: '',
});

test('the matrix: columns by ordinal, one who could not be asked says why, strangers are named', () => {
  const matrix = matrixOf(
    new Map<string, PeerReport | string>([
      ['web-10', report('web-10', ['web-2', 'other'])],
      ['web-2', 'the image has no shell (sh)'],
    ]),
  );
  assert.deepEqual(matrix.columns, ['web-2', 'web-10']);
  assert.deepEqual(
    matrix.rows.map(({ name, cells, failure }) => [name, cells.map((cell) => cell.found), failure]),
    [
      ['web-2', [], 'the image has no shell (sh)'],
      ['web-10', [true, false], ''],
    ],
  );
  assert.deepEqual(matrix.notes, ['web-10 also finds other, which is no pet of this set.']);
  const html = panelBody(model(1), matrix, undefined);
  assert.match(html, /<li>web-10 misses web-10: the pod is not ready\.<\/li>/);
});

test('real tables with scopes, words for every mark, and names that are no markup', () => {
  const steps = [{ state: ended(0, 2, 5) }];
  const wild = model(9, pod('web-0', steps, { state: { running: { startedAt: at(7) } } }));
  const html = panelBody({ ...wild, title: `<img src=x onerror="x('&')">` }, undefined, { done: 1, of: 3 });
  assert.ok(!html.includes('<img') && html.includes('&lt;img src=x onerror=&quot;x(&#39;&amp;&#39;)&quot;&gt;'), html);
  assert.match(html, /<caption>Pets in order<\/caption>.*<th scope="col">Pet<\/th>.*<th scope="row">web-0</s);
  assert.match(html, /<ol class="steps" aria-label="Steps of web-0"><li>.*done in 3 s, from second 2/s);
  assert.match(html, /role="status">Asking the pets: 1 of 3 answered\./);
  assert.match(html, /aria-label="Terminal of web-0"/);
  for (const [, attributes = ''] of html.matchAll(/<(?:span class="mark|svg)([^>]*)>/g)) assert.match(attributes, /aria-hidden="true"/);
  assert.ok(!/\bstyle=|\bon\w+="/.test(html.replace(/onerror/g, '')), 'the policy forbids both');
});

test('the page loads nothing but its own script and style, and its colours are those of the theme', () => {
  const page = panelPage('vscode-resource:/panel.js', 'vscode-resource:/panel.css', 'n0nce', 'vscode-resource:');
  assert.match(page, /default-src 'none'; style-src vscode-resource:; script-src 'nonce-n0nce'"/);
  assert.deepEqual(page.match(/<script[^>]*>/g), ['<script nonce="n0nce" src="vscode-resource:/panel.js">']);
  const packaged = readFileSync(new URL('../../../.vscodeignore', import.meta.url), 'utf8');
  assert.match(packaged, /^!dist\/panel\.js$[\s\S]*^!media\/\*\.css$/m);
  const css = readFileSync(new URL('../../../media/panel.css', import.meta.url), 'utf8');
  assert.ok(!/#[0-9a-f]{3,8}\b|rgb|url\(|@import/i.test(css.replace(/#matrix/g, '')));
});

async function world(t: { after(done: () => unknown): void }) {
  const server = await WatchServer.start();
  t.after(() => server.close());
  const setting = await kubeconfigFor(server.url);
  const connections = new Connections(
    async () => cluster,
    () => ({ setting, env: {}, home: '/nowhere' }),
  );
  const kubeconfig = await connections.readKubeconfig();
  assert.ok(kubeconfig.ok);
  const connection = await connections.connect(kubeconfig.value, 'here', new AbortController().signal);
  assert.ok(connection.ok);
  for (const { event } of recordings['a-create'].streams.petsets) server.emit('/apis/apps/v1alpha1/namespaces/default/petsets', event.type, event.object);
  const sets = await connection.value.sets();
  const vm = sets.ok ? sets.value[0] : undefined;
  assert.ok(vm);
  const painted: string[] = [];
  const ran: string[] = [];
  const face = {
    paint: (body: string) => void painted.push(body),
    run: (command: string, { pet }: { pet?: { name: string } }) => void ran.push(`${command} ${pet?.name}`),
  };
  const panel = new PetsPanel(connections, { connection: connection.value, set: vm }, face);
  t.after(() => panel.dispose());
  return { server, connections, panel, painted, ran };
}

test('a panel watches while it is seen, follows the cluster, and asks nothing when hidden or disconnected', async (t) => {
  const { server, connections, panel, painted, ran } = await world(t);
  assert.deepEqual(server.watches, []);
  panel.setVisible(true);
  await until(() => server.watches.length === 4 && painted.length > 0, 'the watches, and that of the events while pets are missing');
  assert.match(painted.at(-1) ?? '', /vm-0.*not created/s);
  for (const { event } of recordings['a-create'].streams.pods) server.emit('/api/v1/namespaces/default/pods', event.type, event.object);
  await until(() => /<th scope="row">vm-1<.*<td><span class="mark good" aria-hidden="true">✔<\/span> Running/.test(painted.at(-1) ?? ''), 'both pets');
  await until(() => server.watches.length === 3, 'no events once all pets are there');
  panel.act({ action: 'petset.logs', pet: 'vm-1' });
  panel.act({ action: 'petset.deletePet', pet: 'vm-1' });
  panel.act('nonsense');
  assert.deepEqual(ran, ['petset.logs vm-1']);
  panel.setVisible(false);
  await until(() => server.watches.length === 0, 'no watch');
  server.take();
  const before = painted.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual([server.take(), painted.length], [[], before]);
  panel.setVisible(true);
  await until(() => server.watches.length === 3, 'watched again');
  for (const each of connections.open) connections.disconnect(each);
  await until(() => /Disconnected from here/.test(painted.at(-1) ?? ''), 'the message');
  assert.deepEqual(server.watches, []);
});

test('peers are asked only by the button; where exec is refused, each line says why', async (t) => {
  const { server, panel, painted } = await world(t);
  for (const { event } of recordings['a-create'].streams.pods) server.emit('/api/v1/namespaces/default/pods', event.type, event.object);
  panel.setVisible(true);
  await until(() => (painted.at(-1) ?? '').includes('Running'), 'the pets');
  assert.deepEqual(
    server.take().filter((each) => each.includes('/exec')),
    [],
  );
  panel.act({ action: 'peers' });
  await until(() => (painted.at(-1) ?? '').includes('id="matrix"') && !(painted.at(-1) ?? '').includes('Asking'), 'both answers');
  assert.match(painted.at(-1) ?? '', /<th scope="row">vm-0<\/th><td colspan="1">.+<\/td>/);
});
