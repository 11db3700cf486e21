import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { PatchError, strategicMerge } from './strategicMerge.ts';

export type Json = Record<string, unknown>;

/** A stand-in for an API server of 1.4.4 that keeps what it is sent: create, get, and strategic merge patches, with the defaults that the recordings show. */
export interface OldServer {
  readonly url: string;
  /** What was asked, in order: method, path, body. */
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** By path, as it is kept. */
  readonly objects: Map<string, Json>;
  close(): Promise<void>;
}

const kinds: Readonly<Record<string, { readonly root: string; readonly plural: string }>> = {
  PetSet: { root: '/apis/apps/v1alpha1', plural: 'petsets' },
  Deployment: { root: '/apis/extensions/v1beta1', plural: 'deployments' },
  ...Object.fromEntries(['Service', 'ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => [kind, { root: '/api/v1', plural: `${kind.toLowerCase()}s` }])),
};

export const pathOf = (kind: string, name: string): string => `${kinds[kind]?.root}/namespaces/default/${kinds[kind]?.plural}/${name}`;

export async function startOldServer(version = 'v1.4.4'): Promise<OldServer> {
  const requests: OldServer['requests'] = [];
  const objects = new Map<string, Json>();
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const [method, body] = [request.method ?? '', text === '' ? undefined : JSON.parse(text)];
      if (method !== 'GET') requests.push({ method, path: pathname, body });
      const { status, body: answer } = answerTo({ method, path: pathname, type: request.headers['content-type'] ?? '', body, version, objects });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, objects, close };
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: Json;
  readonly version: string;
  readonly objects: Map<string, Json>;
}

const failure = (status: number, message: string, details: object = {}) => ({
  status,
  body: { kind: 'Status', status: 'Failure', message, details, code: status },
});

function answerTo({ method, path, type, body, version, objects }: Question): { readonly status: number; readonly body: unknown } {
  if (path === '/version') return { status: 200, body: { gitVersion: version } };
  if (path === '/apis/apps') return { status: 200, body: { versions: [{ version: 'v1alpha1' }] } };
  const served = Object.entries(kinds).filter(([, { root }]) => root === path);
  if (served.length > 0) return { status: 200, body: { resources: served.map(([kind, { plural }]) => ({ name: plural, kind, namespaced: true })) } };
  if (method === 'POST') {
    const item = `${path}/${meta(body).name}`;
    objects.set(item, defaulted({ ...body, metadata: { ...meta(body), uid: item, resourceVersion: '1', creationTimestamp: '2016-10-01T00:00:00Z' } }));
    return { status: 201, body: objects.get(item) };
  }
  const live = objects.get(path);
  if (live === undefined) return failure(404, 'not found');
  if (method === 'GET') return { status: 200, body: live };
  // application/json, text/plain and server-side apply: recorded as 415.
  if (!type.startsWith('application/strategic-merge-patch+json')) return failure(415, 'the server responded with the status code 415');
  return patched(live, body, path, objects);
}

function patched(live: Json, patch: Json, path: string, objects: Map<string, Json>): { readonly status: number; readonly body: unknown } {
  try {
    const next = defaulted(strategicMerge(String(live.kind), live, patch) as Json);
    const refused = live.kind === 'PetSet' ? refusalOfSet(live, next) : live.kind === 'Service' ? refusalOfService(next) : undefined;
    if (refused !== undefined) return failure(422, refused, { causes: [{ reason: 'FieldValueForbidden', message: refused, field: 'spec' }] });
    objects.set(path, next);
    return { status: 200, body: next };
  } catch (error) {
    if (error instanceof PatchError) return failure(500, error.message);
    throw error;
  }
}

/** Of a set only the replicas and the content of its containers may change; nobody looks whether that content is valid. */
function refusalOfSet(live: Json, next: Json): string | undefined {
  const bare = (set: Json): unknown => {
    const { replicas: _replicas, template, ...spec } = at(set, 'spec');
    const pod = at(template, 'spec');
    return { spec, pod: { ...pod, containers: undefined }, metadata: at(template, 'metadata') };
  };
  const count = (set: Json): number => list(at(set, 'spec', 'template', 'spec').containers).length;
  if (count(live) !== count(next)) return 'spec.template.containers: Forbidden: pod updates may not add or remove containers';
  return isDeepStrictEqual(bare(live), bare(next)) ? undefined : "spec: Forbidden: updates to petset spec for fields other than 'replicas' are forbidden.";
}

function refusalOfService({ spec }: Json): string | undefined {
  const ports = list(at({ spec }, 'spec').ports);
  if (ports.length > 1 && ports.some(({ name }) => name === undefined || name === '')) return 'spec.ports[0].name: Required value';
  return new Set(ports.map(({ name }) => name)).size === ports.length ? undefined : 'spec.ports[1].name: Duplicate value';
}

/** What the recordings show in objects that did not say it. */
function defaulted(object: Json): Json {
  const { kind } = object;
  const spec = at(object, 'spec');
  if (kind === 'Service') {
    const ports = list(spec.ports).map((port) => ({ protocol: 'TCP', targetPort: port.port, ...clean(port) }));
    return { ...object, spec: { type: 'ClusterIP', sessionAffinity: 'None', ...clean(spec), ports } };
  }
  if (kind !== 'PetSet' && kind !== 'Deployment') return object;
  const template = at(spec, 'template');
  const pod: Json = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    ...clean(at(template, 'spec')),
  };
  const full = { ...pod, containers: list(pod.containers).map(defaultedContainer) };
  const selector = { matchLabels: at(template, 'metadata').labels };
  const own = kind === 'Deployment' ? { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } } : {};
  const next = { replicas: 1, selector, ...own, ...clean(spec), template: { metadata: { creationTimestamp: null, ...at(template, 'metadata') }, spec: full } };
  const claims = list(at(object, 'spec').volumeClaimTemplates).map((claim) => ({
    ...claim,
    metadata: { creationTimestamp: null, ...meta(claim) },
    status: { phase: 'Pending' },
  }));
  return { ...object, spec: claims.length === 0 ? next : { ...next, volumeClaimTemplates: claims } };
}

function defaultedContainer(container: Json): Json {
  const probes = ['livenessProbe', 'readinessProbe'].flatMap((name) => {
    if (!isMap(container[name])) return [];
    const times = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
    const probe = { ...times, ...clean(at(container, name)) };
    return [[name, isMap(at(probe).httpGet) ? { ...probe, httpGet: { path: '/', scheme: 'HTTP', ...at(probe, 'httpGet') } } : probe] as const];
  });
  const ports = list(container.ports).map((port) => ({ protocol: 'TCP', ...port }));
  const images = { terminationMessagePath: '/dev/termination-log', imagePullPolicy: String(container.image).endsWith(':latest') ? 'Always' : 'IfNotPresent' };
  return { resources: {}, ...images, ...clean(container), ...Object.fromEntries(probes), ...(ports.length === 0 ? {} : { ports }) };
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);
const meta = (object: Json): Json => at(object, 'metadata');

function at(object: unknown, ...keys: readonly string[]): Json {
  let here: unknown = object;
  for (const key of keys) here = isMap(here) ? here[key] : undefined;
  return isMap(here) ? here : {};
}

/** Go leaves out what is empty. */
const clean = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)));
