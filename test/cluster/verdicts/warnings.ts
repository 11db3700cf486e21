import { DEFAULT_SETTINGS } from '../../../server/src/analyze.ts';
import { judgeAlone, report } from '../../../server/src/cli/judge.ts';
import { askServer } from './ask.ts';
import type { Value } from './samples.ts';

/** Where an object is sent, and the object. */
type Case = readonly [url: string, manifest: Value];
type Fields = { readonly [key: string]: Value };

const PODS = '/apis/apps/v1/namespaces/default/statefulsets';

const app = (x: Fields = {}): Value => ({ name: 'a', image: 'nginx', ...x });
const set = (spec: Fields, extra: Fields = {}): Case => [
  PODS,
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'w' },
    spec: {
      serviceName: 'w',
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [app()], ...spec } },
      ...extra,
    },
  },
];
const svc = (spec: Fields): Case => [
  '/api/v1/namespaces/default/services',
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { selector: { a: 'b' }, ports: [{ port: 80 }], ...spec } },
];
const vol = (v: Fields): Case => set({ containers: [app({ volumeMounts: [{ name: 'v', mountPath: '/v' }] })], volumes: [{ name: 'v', ...v }] });
const term = (e: Value): Case =>
  set({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: e }] } } } });
const item = (path: string, key = 'k'): Value => ({ key, path });
/** One for each warning that the server of 1.34 has for these kinds (pkg/api/pod/warnings.go and its neighbours), and some that it has not. */
const CASES: Readonly<Record<string, Case>> = {
  nodeSelector: set({ nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }),
  affinityKey: term([{ key: 'failure-domain.beta.kubernetes.io/zone', operator: 'Exists' }]),
  preferredKey: set({
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }] } },
        ],
      },
    },
  }),
  spreadKey: set({
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'failure-domain.beta.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { a: 'b' } } },
    ],
  }),
  antiKey: set({
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'failure-domain.beta.kubernetes.io/zone', labelSelector: { matchLabels: { a: 'b' } } }],
      },
    },
  }),
  affinityValue: term([{ key: 'a', operator: 'In', values: ['-bad-'] }]),
  prefEmptyValue: set({
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['bad value'] }] } },
        ],
      },
    },
  }),
  cmOverlap: vol({ configMap: { name: 'c', items: [item('a'), item('a/b', 'k2')] } }),
  cmSame: vol({ configMap: { name: 'c', items: [item('a'), item('a', 'k2')] } }),
  secretSame: vol({ secret: { secretName: 'c', items: [item('a'), item('a', 'k2')] } }),
  downSame: vol({
    downwardAPI: {
      items: [
        { path: 'a', fieldRef: { fieldPath: 'metadata.name' } },
        { path: 'a', fieldRef: { fieldPath: 'metadata.uid' } },
      ],
    },
  }),
  projSame: vol({ projected: { sources: [{ configMap: { name: 'c', items: [item('a')] } }, { secret: { name: 's', items: [item('a')] } }] } }),
  projOverlap: vol({ projected: { sources: [{ configMap: { name: 'c', items: [item('a')] } }, { serviceAccountToken: { path: 'a/b' } }] } }),
  pullTwice: set({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
  portTwice: set({ containers: [app({ ports: [{ containerPort: 80 }, { containerPort: 80 }] })] }),
  portOverlap: set({
    containers: [
      app({
        ports: [
          { containerPort: 80, hostPort: 80 },
          { containerPort: 80, hostPort: 81 },
        ],
      }),
    ],
  }),
  portAmbiguous: set({ containers: [app({ ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 80 }] })] }),
  portNameTwice: set({
    containers: [app({ ports: [{ name: 'x', containerPort: 80 }] }), { name: 'b', image: 'nginx', ports: [{ name: 'x', containerPort: 81 }] }],
  }),
  portTwoContainers: set({ containers: [app({ ports: [{ containerPort: 80 }] }), { name: 'b', image: 'nginx', ports: [{ containerPort: 80 }] }] }),
  nullAffinity: set({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'z' }] } } }),
  nullAffinityPref: set({
    affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'z' } }] } },
  }),
  nullSpread: set({ topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }] }),
  dnsIp: set({ dnsConfig: { nameservers: ['::ffff:1.2.3.4'] } }),
  dnsIp6: set({ dnsConfig: { nameservers: ['2001:DB8::1'] } }),
  hostAliasIp: set({ hostAliases: [{ ip: '2001:0db8::1', hostnames: ['a'] }] }),
  overhead: set({ overhead: { memory: '100m' } }),
  ephStorage: set({ containers: [app({ resources: { limits: { 'ephemeral-storage': '100m' } } })] }),
  ephClaim: vol({ ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } } } } }),
  claimLimit: set(
    {},
    {
      volumeClaimTemplates: [
        { metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' }, limits: { storage: '1500m' } } } },
      ],
    },
  ),
  svcExternalIps: svc({ type: 'ExternalName', externalName: 'a.b', externalIPs: ['1.2.3.4'] }),
  svcExternalName: svc({ externalName: 'a.b' }),
  svcHeadlessAffinity: svc({ clusterIP: 'None', sessionAffinity: 'ClientIP' }),
  svcHeadlessExt: svc({ clusterIP: 'None', externalIPs: ['1.2.3.4'] }),
  svcIp: svc({ externalIPs: ['2001:DB8::1'] }),
  svcCidr: svc({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.1.2.3/8'] }),
  tls: [
    '/api/v1/namespaces/default/secrets',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 't' }, type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x', 'tls.key': 'y' } },
  ],
  envHides: set({
    containers: [
      app({
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      }),
    ],
  }),
  gitRepo: vol({ gitRepo: { repository: 'a' } }),
  noSources: vol({ projected: { sources: [] } }),
  pdbEmpty: [
    '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'p' }, spec: { minAvailable: 1, selector: {} } },
  ],
};

/** Cases where the server warns or refuses, and those of them where we say nothing. */
export async function judgeWarnings(): Promise<{ readonly warned: number; readonly silent: readonly string[] }> {
  const silent: string[] = [];
  let warned = 0;
  for (const [what, [url, manifest]] of Object.entries(CASES)) {
    const verdict = await askServer(url, manifest);
    if (!verdict.refused && verdict.warnings.length === 0) continue;
    warned++;
    const findings = report(judgeAlone({ name: 'a.yaml', text: JSON.stringify(manifest, null, 1) }, { ...DEFAULT_SETTINGS, kubernetes: 34 }, true));
    const meant = findings.filter((f) => f.rule !== 'service-missing' && (!verdict.refused || f.level === 'error'));
    if (meant.length === 0) silent.push(`${what}: ${verdict.message}${verdict.warnings.join('; ')}`);
  }
  return { warned, silent };
}
