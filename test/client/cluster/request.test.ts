import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { readKubeconfig } from '../../../client/src/cluster/kubeconfig.ts';
import { type Link, openLink } from '../../../client/src/cluster/link.ts';
import { readLogs } from '../../../client/src/cluster/logs.ts';
import { getJson } from '../../../client/src/cluster/request.ts';
import { kubeconfigFor } from '../apiServer.ts';

async function world(t: { after(done: () => unknown): void }, answer: http.RequestListener) {
  const sockets = new Set<Socket>();
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const source = { setting: await kubeconfigFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), env: {}, home: '/nowhere' };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const link = openLink(kubeconfig.value, 'here', source, 300);
  assert.ok(link.ok);
  return { link: link.value, sockets, seen };
}

const get = async (link: Link, path: string): Promise<string> => {
  const answer = await getJson<unknown>(link, { path });
  return answer.ok ? JSON.stringify(answer.value) : answer.failure.kind;
};

const json: http.RequestListener = ({ url }, response) => {
  response.writeHead(url === '/missing' ? 404 : 200);
  response.end('{}');
};

test('one connection for many requests, also after a refusal', async (t) => {
  const { link, sockets } = await world(t, json);
  for (const path of ['/a', '/missing', '/b', '/c']) assert.equal(await get(link, path), path === '/missing' ? 'notFound' : '{}');
  assert.equal(sockets.size, 1);
  assert.deepEqual(await Promise.all(['/d', '/e'].map((path) => get(link, path))), ['{}', '{}']);
  assert.equal(sockets.size, 2);
});

test('a connection that the server closed while it rested: reading is asked again, changing is not', async (t) => {
  let isClosing = false;
  const { link, sockets, seen } = await world(t, (request, response) => {
    if (!isClosing) return json(request, response);
    isClosing = false;
    request.socket.destroy();
  });
  await get(link, '/a');
  isClosing = true;
  assert.equal(await get(link, '/b'), '{}');
  assert.equal(sockets.size, 2);
  isClosing = true;
  const answer = await getJson(link, { method: 'PATCH', path: '/c', body: { type: 'application/json', json: {} } });
  assert.ok(!answer.ok && answer.failure.kind === 'unreachable');
  assert.deepEqual(seen, ['GET /a', 'GET /b', 'GET /b', 'PATCH /c']);
});

test('a followed log on a connection that is used again may be silent for longer than any time-out', async (t) => {
  const { link } = await world(t, (request, response) => {
    if (request.url === '/a') return json(request, response);
    setTimeout(() => response.end('late'), 600);
  });
  await get(link, '/a');
  let text = '';
  const options = { follow: true, previous: false, tailLines: 1 };
  const result = await readLogs(link, { namespace: 'n', pod: 'p', container: 'c' }, options, (more) => (text += more));
  assert.deepEqual([result.ok, text], [true, 'late']);
  assert.equal(await get(link, '/late'), 'timeout');
});
