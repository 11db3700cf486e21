import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as cluster from '../../client/src/cluster/index.ts';
import type { Manifest, ManifestObject } from '../../client/src/manifests.ts';
import type { Settings } from '../../client/src/settings.ts';
import { kubeconfigFor } from './apiServer.ts';
import { runner, testContext } from './testContext.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Answers = (request: string, body: string, type: string) => Answer | undefined;

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
export const objectOf = (value: { apiVersion: string; kind: string; metadata: { name: string } }): ManifestObject => ({
  ...{ apiVersion: value.apiVersion, kind: value.kind, name: value.metadata.name, namespace: '', text: JSON.stringify(value), value },
  ...{ line: 0, range: nowhere, kindRange: nowhere },
});

export async function world(t: { after(done: () => unknown): void }, objects: readonly ManifestObject[], answers: Answers, settings: Partial<Settings> = {}) {
  const changes: string[] = [];
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
      const line = `${request.method} ${pathname}${searchParams.has('dryRun') ? ' dry' : ''}${searchParams.has('force') ? ' force' : ''}`;
      if (request.method !== 'GET') changes.push(line);
      const answer = answers(line, text, request.headers['content-type'] ?? '') ?? { status: 404, body: { kind: 'Status', message: 'not found' } };
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const manifest: Manifest = { uri: 'file:///w/web.yaml', name: 'web.yaml', objects, current: objects[0] };
  const context = testContext({ load: async () => cluster, kubeconfig: await kubeconfigFor(url), settings, manifest, answers: { 'petset/faults': [] } });
  const run = runner(context);
  context.ui.answer('here');
  await run('petset.connect');
  return { context, run, changes };
}

export const set = (replicas: number, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'web', ...more },
  spec: { replicas, serviceName: 'web' },
});
export const sets = '/apis/apps/v1/namespaces/default/statefulsets';
export const pods = '/api/v1/namespaces/default/pods';
const live = set(2, { uid: 'u', resourceVersion: '7', managedFields: [{}] });

export const current: Answers = (request) => {
  if (request === 'GET /version') return { status: 200, body: { gitVersion: 'v1.34.4' } };
  if (request === 'GET /apis/apps') return { status: 200, body: { versions: [{ version: 'v1' }] } };
  const resources = [
    { name: 'statefulsets/scale', kind: 'Scale', namespaced: true },
    { name: 'statefulsets', kind: 'StatefulSet', namespaced: true },
  ];
  if (request === 'GET /apis/apps/v1') return { status: 200, body: { resources } };
  if (request === `GET ${sets}/web`) return { status: 200, body: { ...live, status: { replicas: 2 } } };
  if (request === `POST ${pods} dry`) return { status: 201, body: {} };
  if (request === 'GET /api/v1/namespaces/default/services/web') return { status: 200, body: {} };
  if (request === `POST ${sets} dry`) return { status: 409, body: { message: 'statefulsets.apps "web" already exists', reason: 'AlreadyExists' } };
  return undefined;
};
