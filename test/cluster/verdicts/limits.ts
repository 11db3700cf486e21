import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SETTINGS } from '../../../server/src/analyze.ts';
import { judgeAlone, report } from '../../../server/src/cli/judge.ts';
import { askServer, makeObject, readObject } from './ask.ts';
import { madeFrom } from './pets.ts';
import { isMap, type Value } from './samples.ts';

type Amounts = Readonly<Record<string, string>>;
interface Resources {
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

interface LimitCase {
  readonly what: string;
  readonly quota?: Amounts;
  readonly range?: readonly Value[];
  readonly containers?: readonly Resources[];
  readonly init?: readonly (Resources & { readonly restartPolicy?: string })[];
  readonly claims?: readonly { readonly size: string; readonly storageClass?: string }[];
  readonly beside?: Value;
}

const SMALL: Resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
const container = (rest: { readonly [key: string]: Value }): readonly Value[] => [{ type: 'Container', ...rest }];
const service = (spec: Value): Value => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'beside' }, spec });

export const LIMIT_CASES: readonly LimitCase[] = [
  { what: 'no pods', quota: { pods: '0' } },
  { what: 'one pod', quota: { pods: '1' } },
  { what: 'count/pods', quota: { 'count/pods': '0' } },
  { what: 'no sets', quota: { 'count/statefulsets.apps': '0' } },
  { what: 'no claims, and none asked for', quota: { persistentvolumeclaims: '0' } },
  { what: 'no claims', quota: { persistentvolumeclaims: '0' }, claims: [{ size: '1Gi' }] },
  { what: 'one claim of two', quota: { persistentvolumeclaims: '1' }, claims: [{ size: '1Gi' }, { size: '1Gi' }] },
  { what: 'too little storage', quota: { 'requests.storage': '1Gi' }, claims: [{ size: '2Gi' }] },
  { what: 'storage for one', quota: { 'requests.storage': '1Gi' }, claims: [{ size: '1Gi' }] },
  { what: 'storage of a class', quota: { 'fast.storageclass.storage.k8s.io/requests.storage': '1Gi' }, claims: [{ size: '2Gi', storageClass: 'fast' }] },
  { what: 'storage of another class', quota: { 'fast.storageclass.storage.k8s.io/requests.storage': '1Gi' }, claims: [{ size: '2Gi', storageClass: 'slow' }] },
  { what: 'claims of a class', quota: { 'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '0' }, claims: [{ size: '2Gi', storageClass: 'fast' }] },
  { what: 'cpu that nobody says', quota: { 'requests.cpu': '1' } },
  { what: 'cpu in short that nobody says', quota: { cpu: '1' } },
  { what: 'limits.memory that nobody says', quota: { 'limits.memory': '1Gi' }, containers: [{ requests: { memory: '64Mi' } }] },
  { what: 'a limit is a request', quota: { 'requests.cpu': '1' }, containers: [{ limits: { cpu: '500m' } }] },
  { what: 'said by one of two', quota: { 'requests.cpu': '1' }, containers: [SMALL, {}] },
  { what: 'not said by an init container', quota: { 'requests.cpu': '1' }, containers: [SMALL], init: [{}] },
  { what: 'ephemeral storage need not be said', quota: { 'requests.ephemeral-storage': '1Gi' } },
  { what: 'ephemeral storage is too much', quota: { 'ephemeral-storage': '1Gi' }, containers: [{ requests: { 'ephemeral-storage': '2Gi' } }] },
  { what: 'too much cpu', quota: { 'requests.cpu': '150m' }, containers: [SMALL, SMALL] },
  { what: 'just enough cpu', quota: { 'requests.cpu': '200m' }, containers: [SMALL, SMALL] },
  { what: 'too much by an init container', quota: { cpu: '150m' }, containers: [SMALL], init: [{ requests: { cpu: '1' } }] },
  { what: 'init containers come one after the other', quota: { cpu: '150m' }, containers: [SMALL], init: [SMALL, SMALL] },
  { what: 'a sidecar stays', quota: { cpu: '150m' }, containers: [SMALL], init: [{ ...SMALL, restartPolicy: 'Always' }] },
  {
    what: 'an init container behind a sidecar',
    quota: { cpu: '250m' },
    containers: [{ requests: { cpu: '10m' } }],
    init: [{ ...SMALL, restartPolicy: 'Always' }, { requests: { cpu: '200m' } }],
  },
  { what: 'too high a limit', quota: { 'limits.memory': '100Mi' }, containers: [SMALL] },
  { what: 'devices', quota: { 'requests.example.com/gpu': '1' }, containers: [{ limits: { 'example.com/gpu': '2' } }] },
  { what: 'huge pages', quota: { 'hugepages-2Mi': '2Mi' }, containers: [{ limits: { 'hugepages-2Mi': '4Mi', cpu: '1' } }] },
  { what: 'no services', quota: { services: '0' }, beside: service({ ports: [{ port: 80 }] }) },
  { what: 'no node ports', quota: { 'services.nodeports': '0' }, beside: service({ type: 'NodePort', ports: [{ port: 80 }] }) },
  { what: 'no load balancers', quota: { 'services.loadbalancers': '0' }, beside: service({ type: 'LoadBalancer', ports: [{ port: 80 }] }) },
  { what: 'no load balancers, and none asked for', quota: { 'services.loadbalancers': '0' }, beside: service({ ports: [{ port: 80 }] }) },
  { what: 'one more Secret', quota: { secrets: '0' }, beside: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'beside' } } },
  { what: 'one ConfigMap is there already', quota: { configmaps: '1' }, beside: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'beside' } } },
  { what: 'default requests are said', quota: { 'requests.cpu': '1' }, range: container({ defaultRequest: { cpu: '100m' } }) },
  { what: 'too small for a container', range: container({ min: { cpu: '200m' } }), containers: [SMALL] },
  { what: 'a least is a default request', range: container({ min: { cpu: '200m' } }) },
  { what: 'too large for a container', range: container({ max: { memory: '100Mi' } }), containers: [SMALL] },
  { what: 'a most is a default limit', range: container({ max: { memory: '100Mi' } }) },
  { what: 'a default limit below the request', range: container({ default: { cpu: '50m' } }), containers: [{ requests: { cpu: '100m' } }] },
  { what: 'a most below the request', range: container({ max: { cpu: '50m' } }), containers: [{ requests: { cpu: '100m' } }] },
  { what: 'too far apart', range: container({ maxLimitRequestRatio: { cpu: '1' } }), containers: [SMALL] },
  { what: 'a ratio without a limit', range: container({ maxLimitRequestRatio: { cpu: '4' } }), containers: [{ requests: { cpu: '1' } }] },
  { what: 'near enough', range: container({ maxLimitRequestRatio: { cpu: '2' } }), containers: [SMALL] },
  { what: 'an init container too', range: container({ max: { cpu: '500m' } }), containers: [SMALL], init: [{ limits: { cpu: '1' } }] },
  { what: 'too large for a pod', range: [{ type: 'Pod', max: { cpu: '300m' } }], containers: [SMALL, SMALL] },
  { what: 'a pod without limits', range: [{ type: 'Pod', max: { cpu: '300m' } }] },
  { what: 'a pod of which one container says it', range: [{ type: 'Pod', max: { cpu: '300m' } }], containers: [SMALL, {}] },
  { what: 'too small for a pod', range: [{ type: 'Pod', min: { memory: '1Gi' } }], containers: [SMALL] },
  { what: 'a claim too large', range: [{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }], claims: [{ size: '2Gi' }] },
  { what: 'a claim too small', range: [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' } }], claims: [{ size: '1Mi' }] },
  {
    what: 'a claim of the right size',
    range: [{ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } }],
    claims: [{ size: '2Gi' }],
  },
];

const run = Date.now().toString(36);
let count = 0;

/** What the server refuses first, or ''; and our errors. Each case has a namespace of its own. */
export async function compareLimits(limitCase: LimitCase): Promise<{ readonly server: string; readonly ours: readonly string[] }> {
  const { limits, set, beside } = manifestsOf(limitCase);
  const text = [...limits, ...(beside === undefined ? [] : [beside]), set].map((m) => JSON.stringify(m, null, 1)).join('\n---\n');
  const findings = report(judgeAlone({ name: 'a.yaml', text }, { ...DEFAULT_SETTINGS, kubernetes: 34 }, true));
  const ours = findings.filter((f) => f.level === 'error').map((f) => `${f.path}: ${f.message}`);
  const namespace = `limits-${run}-${count++}`;
  await makeObject('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  try {
    return { server: await refusal(namespace, limits, beside, set), ours };
  } finally {
    await makeObject(`/api/v1/namespaces/${namespace}`, {}, 'DELETE');
  }
}

async function refusal(namespace: string, limits: readonly Value[], beside: Value | undefined, set: Value): Promise<string> {
  const root = `/api/v1/namespaces/${namespace}`;
  for (const name of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']) await until(async () => (await readObject(`${root}/${name}`)) !== undefined);
  for (const limit of limits) {
    const isQuota = isMap(limit) && limit.kind === 'ResourceQuota';
    const url = `${root}/${isQuota ? 'resourcequotas' : 'limitranges'}`;
    const against = await makeObject(url, limit);
    if (against !== '') throw new Error(against);
    // A range is known to the server through a watch.
    if (isQuota) await until(async () => JSON.stringify((await readObject(`${url}/limits`)) ?? '').includes('"used"'));
    else await sleep(300);
  }
  const kinds: Readonly<Record<string, string>> = { Service: 'services', Secret: 'secrets', ConfigMap: 'configmaps' };
  const asked: readonly (readonly [string, Value])[] = [
    ...(beside === undefined ? [] : [[`${root}/${kinds[isMap(beside) ? String(beside.kind) : '']}`, beside] as const]),
    [`/apis/apps/v1/namespaces/${namespace}/statefulsets`, set],
    ...madeFrom(set).map(({ url: to, manifest }) => [to.replace('/default/', `/${namespace}/`), manifest] as const),
  ];
  const claims = asked.filter(([to]) => to.endsWith('persistentvolumeclaims')).map(([, claim]) => claim);
  for (const [to, manifest] of asked) {
    // Claims are made one after the other, and each takes from the quota what the next one may not have.
    const isClaim = to.endsWith('persistentvolumeclaims');
    const verdict = isClaim && claims.length > 1 ? await makeObject(to, manifest) : await askServer(to, manifest);
    if (typeof verdict === 'string' ? verdict !== '' : verdict.refused) return typeof verdict === 'string' ? verdict : verdict.message;
  }
  return '';
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await done()); ) {
    if (Date.now() > end) throw new Error('the cluster does not come that far within 20 s');
    await sleep(50);
  }
}

function manifestsOf({ quota, range, containers = [{}], init = [], claims = [], beside }: LimitCase): {
  readonly limits: readonly Value[];
  readonly set: Value;
  readonly beside: Value | undefined;
} {
  const metadata = { name: 'limits' };
  const limits: readonly Value[] = [
    ...(range ? [{ apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: range } }] : []),
    ...(quota ? [{ apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: quota } }] : []),
  ];
  const made = (list: readonly (Resources & { readonly restartPolicy?: string })[], name: string): readonly Value[] =>
    list.map(({ restartPolicy, ...resources }, i) => ({ name: `${name}-${i}`, image: 'nginx:1.27', resources, ...(restartPolicy ? { restartPolicy } : {}) }));
  const spec = {
    serviceName: 'web',
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: made(containers, 'app'), initContainers: made(init, 'init') } },
    volumeClaimTemplates: claims.map(({ size, storageClass }, i) => ({
      metadata: { name: `data-${i}` },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...(storageClass ? { storageClassName: storageClass } : {}) },
    })),
  };
  return { limits, set: { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' }, spec } as unknown as Value, beside };
}
