// What the controller would be refused, known before a set is applied: on a real Kubernetes with quotas, Pod Security, absent accounts and classes.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import type { Declared } from '../../client/src/cluster/apply.ts';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { PetsTrial } from '../../client/src/cluster/petsTrial.ts';
import { clusterForTests } from './cluster.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;
const context = 'skip' in cluster ? '' : cluster.context;
/** Only of the cluster that is built here is known which class is the default one. */
const isOurs = 'images' in cluster && cluster.images;

/** A set called web with this in its pod, in its container, and with these claims. */
const set = ({ pod = '', container = '', claims = '', name = 'web' } = {}): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: web
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod}
      containers:
        - name: main
          image: nowhere/none
          ${container}
${claims === '' ? '' : `  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {accessModes: [ReadWriteOnce], ${claims}}\n`}`;

const storage = (amount: string): string => `resources: {requests: {storage: ${amount}}}`;

function declared(text: string): Declared {
  const value = parse(text);
  return { apiVersion: value.apiVersion, kind: value.kind, name: value.metadata.name, namespace: '', text, value };
}

describe('the pets of a set, tried on a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let playground: Playground;
  let connection: Connection;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    playground = await Playground.create(cluster.kubeconfig, 'petset-pets');
    connection = await connected(context);
    await playground.kubectl('wait', '--for=create', 'serviceaccount/default', '--timeout=30s');
    await playground.kubectl('create', 'service', 'clusterip', 'web', '--clusterip=None');
  });
  after(async () => {
    connection?.close();
    await playground?.remove();
  });

  async function connected(contextName: string): Promise<Connection> {
    const source = { setting: playground.kubeconfig, env: {}, home: tmpdir() };
    return value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName, source }));
  }

  async function trial(text: string, others: readonly string[] = [], over = connection): Promise<PetsTrial> {
    const [object, changing] = [declared(text), others.map(declared)];
    const plan = value(await over.plan(object));
    assert.deepEqual(plan.refused, [], 'the set itself is accepted');
    return value(await over.tryPets({ object, plan, manifest: [object, ...changing], changing: [object, ...changing] }));
  }
  const refused = async (text: string, ...others: readonly string[]): Promise<readonly string[]> => {
    const { refused, untried } = await trial(text, others);
    assert.equal(untried, undefined);
    return refused.map(
      ({ path, message }) =>
        `${path}: ${message.replace(/^The set is accepted, but (its )?/, '').replace(/ will be refused(, so that its pet is never made)?/, '')}`,
    );
  };
  const make = async (yaml: string): Promise<void> => {
    const file = join(tmpdir(), `petset-pets-${process.pid}.yaml`);
    await writeFile(file, yaml);
    await playground.kubectl('apply', '-f', file);
  };

  test('an absent account, class or runtime stands at its name, and nothing is there afterwards; what the manifest brings is there', async () => {
    const pod = 'serviceAccountName: keeper';
    assert.deepEqual(await refused(set({ pod })), [
      'spec.template.spec.serviceAccountName: pet web-0: error looking up service account petset-pets/keeper: serviceaccount "keeper" not found',
    ]);
    assert.deepEqual(await refused(set({ pod: 'priorityClassName: first' })), [
      'spec.template.spec.priorityClassName: pet web-0: no PriorityClass with name first was found',
    ]);
    assert.deepEqual(await refused(set({ pod: 'runtimeClassName: walled' })), [
      'spec.template.spec.runtimeClassName: pet web-0: pod rejected: RuntimeClass "walled" not found',
    ]);
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: keeper}\n';
    assert.deepEqual(await refused(set({ pod }), account), []);
    assert.deepEqual(await refused(set({ pod: `${pod}\n      priorityClassName: first` }), account), [
      'spec.template.spec.priorityClassName: pet web-0: no PriorityClass with name first was found',
    ]);
    assert.deepEqual(await refused(set({ claims: storage('1Mi') })), []);
    assert.equal(await playground.kubectl('get', 'pods,pvc,statefulsets', '-o', 'name'), '');
  });

  test('a name of a set that is too long for its pets', async () => {
    const name = 'a'.repeat(55);
    assert.deepEqual(
      (await refused(set({ name }))).map((each) => each.replace(/: Invalid.*(must be no more)/, ': ... $1')),
      [`metadata.name: pet ${name}-0: ... must be no more than 63 characters`],
    );
  });

  test('a quota stands at the amount, also one that wants an amount; pets that are there are not counted twice', async () => {
    await playground.kubectl('create', 'quota', 'small', '--hard=requests.cpu=1,requests.storage=1Gi,pods=1');
    await playground.kubectl('wait', '--for=jsonpath={.status.hard.pods}=1', 'quota/small', '--timeout=30s');
    const asks = (cpu: string) => `resources: {requests: {cpu: ${cpu}}}`;
    assert.deepEqual(await refused(set({ container: asks('2') })), [
      'spec.template.spec.containers[name="main"].resources.requests[cpu]: pet web-0: exceeded quota: small, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
    ]);
    assert.deepEqual(await refused(set()), [
      'spec.template.spec.containers[name="main"].resources: pet web-0: failed quota: small: must specify requests.cpu for: main',
    ]);
    assert.deepEqual(await refused(set({ container: asks('1'), claims: storage('2Gi') })), [
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: claim data-web-0: exceeded quota: small, requested: requests.storage=2Gi, used: requests.storage=0, limited: requests.storage=1Gi',
    ]);
    const range = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: usual}\nspec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}\n';
    assert.deepEqual(await refused(set(), range), []);
    const quota = 'apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {requests.cpu: "4"}}\n';
    assert.deepEqual(await refused(set({ container: asks('2') }), quota), []);
    await make(`apiVersion: v1\nkind: Pod\nmetadata: {name: web-0}\nspec:\n  containers: [{name: main, image: nowhere/none, ${asks('1')}}]\n`);
    assert.deepEqual(await refused(set({ container: asks('1') })), []);
    assert.deepEqual(await refused(set({ container: asks('1'), name: 'other' })), [
      'spec.replicas: pet other-0: exceeded quota: small, requested: pods=1,requests.cpu=1, used: pods=1,requests.cpu=1, limited: pods=1,requests.cpu=1',
    ]);
    await playground.kubectl('delete', 'quota/small', 'pod/web-0', '--force', '--grace-period=0');
  });

  test('limits of a namespace stand at the amounts, each at its own', async () => {
    await make(
      'apiVersion: v1\nkind: LimitRange\nmetadata: {name: range}\nspec: {limits: [{type: Container, max: {cpu: "1"}, min: {memory: 10Mi}}, {type: PersistentVolumeClaim, max: {storage: 1Gi}}]}\n',
    );
    const container = 'resources: {requests: {memory: 1Mi}, limits: {cpu: "2"}}';
    assert.deepEqual((await refused(set({ container, claims: storage('2Gi') }))).toSorted(), [
      'spec.template.spec.containers[name="main"].resources.limits[cpu]: pet web-0: maximum cpu usage per Container is 1, but limit is 2',
      'spec.template.spec.containers[name="main"].resources.requests[memory]: pet web-0: minimum memory usage per Container is 10Mi, but request is 1Mi',
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage: claim data-web-0: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi',
    ]);
    await playground.kubectl('delete', 'limitrange/range');
  });

  test('Pod Security: each thing that it misses at its place; where it only warns, warnings', async () => {
    const label = (mode: string) => playground.kubectl('label', '--overwrite', 'namespace', playground.namespace, `pod-security.kubernetes.io/${mode}`);
    await label('enforce=baseline');
    const pod = 'hostNetwork: true\n      volumes: [{name: etc, hostPath: {path: /etc}}]';
    const container = 'securityContext: {capabilities: {add: [NET_ADMIN]}}';
    const found = await refused(set({ pod, container }));
    assert.deepEqual(
      found.map((each) => each.replace(/: pet web-0: violates PodSecurity "baseline:latest"/, '')),
      [
        'spec.template.spec.containers[name="main"].securityContext.capabilities.add: non-default capabilities (container "main" must not include "NET_ADMIN" in securityContext.capabilities.add)',
        'spec.template.spec.hostNetwork: host namespaces (hostNetwork=true)',
        'spec.template.spec.volumes[name="etc"]: hostPath volumes (volume "etc")',
      ],
    );
    await label('enforce-');
    await label('warn=baseline');
    const plan = value(await connection.plan(declared(set({ pod }))));
    assert.deepEqual(
      plan.warnings.map(({ path, severity }) => [path, severity]),
      [
        ['spec.template.spec.hostNetwork', 'warning'],
        ['spec.template.spec.volumes[name="etc"]', 'warning'],
      ],
    );
    assert.deepEqual((await trial(set({ pod }))).warnings, [], 'said of the set already');
    await label('warn-');
  });

  test('what the server says beside its answer: fields that are out of use, at their words', async () => {
    const { warnings } = value(await connection.plan(declared(set({ pod: 'nodeSelector: {beta.kubernetes.io/os: linux}' }))));
    assert.deepEqual(warnings, [
      {
        path: 'spec.template.spec.nodeSelector[beta.kubernetes.io/os]',
        message: 'deprecated since v1.14; use "kubernetes.io/os" instead',
        severity: 'warning',
      },
    ]);
  });

  test('a policy of the cluster that judges pods: at what it quotes, else at the template', async () => {
    const policy = (name: string, expression: string, message: string) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: ${JSON.stringify(expression)}, messageExpression: ${JSON.stringify(message)}}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${playground.namespace}}}}}
`;
    const yaml = policy('petset-pets', "object.spec.containers.all(c, c.image.contains('@'))", "'image ' + object.spec.containers[0].image + ' has no digest'");
    assert.equal(parseAllDocuments(yaml).length, 2);
    await make(yaml);
    try {
      const until = Date.now() + 20_000;
      let found = await refused(set());
      while (found.length === 0 && Date.now() < until) found = await refused(set());
      assert.match(found[0] ?? '', /^spec\.template\.spec\.containers\[name="main"\]\.image: pet web-0: .*denied request: image nowhere\/none has no digest$/);
    } finally {
      await playground.kubectl('delete', 'validatingadmissionpolicy/petset-pets', 'validatingadmissionpolicybinding/petset-pets');
    }
  });

  test('names that the cluster lacks, at the names; what the manifest brings or may lack is there', async () => {
    const pod = `volumes:
        - {name: a, configMap: {name: conf}}
        - {name: b, projected: {sources: [{secret: {name: keys}}]}}
        - {name: c, secret: {secretName: maybe, optional: true}}
        - {name: d, persistentVolumeClaim: {claimName: shared}}`;
    const container = `env: [{name: A, valueFrom: {secretKeyRef: {name: keys, key: a}}}]
          envFrom: [{configMapRef: {name: conf}}]`;
    const text = set({ pod, container, claims: `storageClassName: fast, ${storage('1Mi')}` }).replace('serviceName: web', 'serviceName: peers');
    const missing = async (text: string, ...others: readonly string[]) =>
      (await trial(text, others)).warnings.map(({ path, message }) => `${path}: ${message}`);
    const within = `in namespace ${playground.namespace}`;
    const inPod = 'spec.template.spec';
    const shared = `${inPod}.volumes[3].persistentVolumeClaim.claimName: ${context} has no PersistentVolumeClaim shared ${within}: its pets stay Pending.`;
    assert.deepEqual((await missing(text)).toSorted(), [
      `spec.serviceName: ${context} has no Service peers ${within}: its pets have no DNS names.`,
      `${inPod}.containers[0].envFrom[0].configMapRef.name: ${context} has no ConfigMap conf ${within}: the container does not start (CreateContainerConfigError).`,
      `${inPod}.containers[0].env[0].valueFrom.secretKeyRef.name: ${context} has no Secret keys ${within}: the container does not start (CreateContainerConfigError).`,
      `${inPod}.volumes[0].configMap.name: ${context} has no ConfigMap conf ${within}: its pets do not get beyond ContainerCreating.`,
      `${inPod}.volumes[1].projected.sources[0].secret.name: ${context} has no Secret keys ${within}: its pets do not get beyond ContainerCreating.`,
      shared,
      `spec.volumeClaimTemplates[0].spec.storageClassName: ${context} has no StorageClass fast and no volumes of that class: the claim of each pet stays Pending.`,
    ]);
    const brought = [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\n',
      'apiVersion: v1\nkind: Service\nmetadata: {name: peers}\n',
      'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c}\nspec: {secretName: keys}\n',
      'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: fast}\nprovisioner: x\n',
    ];
    assert.deepEqual(await missing(text, ...brought), [shared]);
    await playground.kubectl('create', 'configmap', 'conf');
    await playground.kubectl('create', 'secret', 'generic', 'keys', '--from-literal=a=b');
    await make(
      `apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: petset-pets}\nspec: {storageClassName: fast, capacity: {storage: 1Mi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp/petset-pets}}\n`,
    );
    assert.deepEqual(await missing(text.replace('serviceName: peers', 'serviceName: web')), [shared]);
    await playground.kubectl('delete', 'persistentvolume/petset-pets');
  });

  // Claims of other tests that meet this moment get their class afterwards.
  test('a claim without a class needs a default class', { skip: !isOurs }, async () => {
    const text = set({ claims: storage('1Mi') });
    const isDefault = (value: string) =>
      playground.kubectl('annotate', '--overwrite', 'storageclass/standard', `storageclass.kubernetes.io/is-default-class=${value}`);
    assert.deepEqual((await trial(text)).warnings, []);
    await isDefault('false');
    try {
      assert.deepEqual((await trial(text)).warnings, [
        {
          path: 'spec.volumeClaimTemplates[0].spec.storageClassName',
          message: `${context} has no default StorageClass: the claim of each pet stays Pending.`,
          severity: 'warning',
        },
      ]);
    } finally {
      await isDefault('true');
    }
  });

  test('who may make sets and no pods is told so, and of what may not be read nothing is said', async () => {
    await playground.kubectl('create', 'serviceaccount', 'author');
    await playground.kubectl('create', 'role', 'author', '--verb=*', '--resource=statefulsets.apps');
    await playground.kubectl('create', 'rolebinding', 'author', '--role=author', `--serviceaccount=${playground.namespace}:author`);
    const token = await playground.kubectl('create', 'token', 'author');
    await playground.kubectl('config', 'set-credentials', 'author', `--token=${token}`);
    const own = await playground.kubectl('config', 'view', '-o', 'jsonpath={.contexts[0].context.cluster}');
    await playground.kubectl('config', 'set-context', 'author', '--user=author', `--namespace=${playground.namespace}`, `--cluster=${own}`);
    const author = await connected('author');
    const { refused, warnings, untried } = await trial(set({ pod: 'serviceAccountName: nobody' }).replace('serviceName: web', 'serviceName: none'), [], author);
    assert.deepEqual([refused, warnings], [[], []]);
    assert.equal(untried, 'you may not create pods in namespace petset-pets (RBAC), so they could not be tried');
    author.close();
  });
});
