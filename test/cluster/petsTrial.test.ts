// What the controller would be refused, known before a set is applied: absent accounts and classes, Pod Security, policies, rights.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { clusterForTests } from './cluster.ts';
import { declared, PetsWorld, set, storage } from './petsWorld.ts';
import { value } from './wait.ts';

const cluster = await clusterForTests();
const skip = 'skip' in cluster ? cluster.skip : false;

describe('the pets of a set, tried on a real Kubernetes', { skip, timeout: 120_000 }, () => {
  let world: PetsWorld;

  before(async () => {
    assert.ok('kubeconfig' in cluster);
    world = await PetsWorld.create(cluster.kubeconfig, cluster.context, 'petset-pets');
  });
  after(() => world?.remove());

  test('an absent account, class or runtime stands at its name, and nothing is there afterwards; what the manifest brings is there', async () => {
    const pod = 'serviceAccountName: keeper';
    assert.deepEqual(await world.refused(set({ pod })), [
      'spec.template.spec.serviceAccountName: pet web-0: error looking up service account petset-pets/keeper: serviceaccount "keeper" not found',
    ]);
    assert.deepEqual(await world.refused(set({ pod: 'priorityClassName: first' })), [
      'spec.template.spec.priorityClassName: pet web-0: no PriorityClass with name first was found',
    ]);
    assert.deepEqual(await world.refused(set({ pod: 'runtimeClassName: walled' })), [
      'spec.template.spec.runtimeClassName: pet web-0: pod rejected: RuntimeClass "walled" not found',
    ]);
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: keeper}\n';
    assert.deepEqual(await world.refused(set({ pod }), account), []);
    assert.deepEqual(await world.refused(set({ pod: `${pod}\n      priorityClassName: first` }), account), [
      'spec.template.spec.priorityClassName: pet web-0: no PriorityClass with name first was found',
    ]);
    assert.deepEqual(await world.refused(set({ claims: storage('1Mi') })), []);
    assert.equal(await world.playground.kubectl('get', 'pods,pvc,statefulsets', '-o', 'name'), '');
  });

  test('a name of a set that is too long for its pets', async () => {
    const name = 'a'.repeat(55);
    assert.deepEqual(
      (await world.refused(set({ name }))).map((each) => each.replace(/: Invalid.*(must be no more)/, ': ... $1')),
      [`metadata.name: pet ${name}-0: ... must be no more than 63 characters`],
    );
  });

  test('Pod Security: each thing that it misses at its place; where it only warns, warnings', async () => {
    const label = (mode: string) =>
      world.playground.kubectl('label', '--overwrite', 'namespace', world.playground.namespace, `pod-security.kubernetes.io/${mode}`);
    await label('enforce=baseline');
    const pod = 'hostNetwork: true\n      volumes: [{name: etc, hostPath: {path: /etc}}]';
    const container = 'securityContext: {capabilities: {add: [NET_ADMIN]}}';
    const found = await world.refused(set({ pod, container }));
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
    const plan = value(await world.connection.plan(declared(set({ pod }))));
    assert.deepEqual(
      plan.warnings.map(({ path, severity }) => [path, severity]),
      [
        ['spec.template.spec.hostNetwork', 'warning'],
        ['spec.template.spec.volumes[name="etc"]', 'warning'],
      ],
    );
    assert.deepEqual((await world.trial(set({ pod }))).warnings, [], 'said of the set already');
    await label('warn-');
  });

  test('what the server says beside its answer: fields that are out of use, at their words', async () => {
    const { warnings } = value(await world.connection.plan(declared(set({ pod: 'nodeSelector: {beta.kubernetes.io/os: linux}' }))));
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
spec: {policyName: ${name}, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${world.playground.namespace}}}}}
`;
    const yaml = policy('petset-pets', "object.spec.containers.all(c, c.image.contains('@'))", "'image ' + object.spec.containers[0].image + ' has no digest'");
    await world.make(yaml);
    try {
      const until = Date.now() + 20_000;
      let found = await world.refused(set());
      while (found.length === 0 && Date.now() < until) found = await world.refused(set());
      assert.match(found[0] ?? '', /^spec\.template\.spec\.containers\[name="main"\]\.image: pet web-0: .*denied request: image nowhere\/none has no digest$/);
    } finally {
      await world.playground.kubectl('delete', 'validatingadmissionpolicy/petset-pets', 'validatingadmissionpolicybinding/petset-pets');
    }
  });

  test('who may make sets and no pods is told so, and of what may not be read nothing is said', async () => {
    await world.playground.kubectl('create', 'serviceaccount', 'author');
    await world.playground.kubectl('create', 'role', 'author', '--verb=*', '--resource=statefulsets.apps');
    await world.playground.kubectl('create', 'rolebinding', 'author', '--role=author', `--serviceaccount=${world.playground.namespace}:author`);
    const token = await world.playground.kubectl('create', 'token', 'author');
    await world.playground.kubectl('config', 'set-credentials', 'author', `--token=${token}`);
    const own = await world.playground.kubectl('config', 'view', '-o', 'jsonpath={.contexts[0].context.cluster}');
    await world.playground.kubectl('config', 'set-context', 'author', '--user=author', `--namespace=${world.playground.namespace}`, `--cluster=${own}`);
    const author = await world.connected('author');
    const { refused, warnings, untried } = await world.trial(
      set({ pod: 'serviceAccountName: nobody' }).replace('serviceName: web', 'serviceName: none'),
      [],
      author,
    );
    assert.deepEqual([refused, warnings], [[], []]);
    assert.equal(untried, 'you may not create pods in namespace petset-pets (RBAC), so they could not be tried');
    author.close();
  });
});
