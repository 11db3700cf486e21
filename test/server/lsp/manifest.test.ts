import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Range } from 'vscode-languageserver/node';
import { Session } from './session.ts';

const text = `# the Service
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app.kubernetes.io/name: web}}
spec:
  clusterIP: None
  ports: [{port: 80, name: http}]
---
apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: vm
  namespace: pets
spec:
  replicas: 0x2
  template:
    spec:
      containers:
      - image: a
        name: first
      - name: second
        tty: yes
        image: b
---
kind: Broken
metadata: [
`;

let session: Session;
/** Nothing to stop where no test of this file was chosen. */
let stop: () => Promise<unknown> = async () => undefined;
before(async () => {
  session = await Session.start();
  stop = () => session.stop();
});
after(() => stop());

const uri = 'file:///w/objects.yaml';
const ask = async <T>(method: string, more: object = {}): Promise<T> => await session.connection.sendRequest<T>(method, { textDocument: { uri }, ...more });

test('the objects of a file as the API server reads them, and where their fields stand', async () => {
  await session.open(uri, text);
  const objects =
    await ask<readonly { kind: string; name: string; namespace: string; line: number; text: string; value: { spec: object } }[]>('petset/objects');
  assert.deepEqual(
    objects.map(({ kind, name, namespace, line }) => `${kind} ${namespace}/${name} ${line}`),
    ['Service /web 0', 'PetSet pets/vm 7'],
  );
  assert.match(objects[1]?.text ?? '', /^---\napiVersion: apps/);
  // YAML 1.1, as Kubernetes reads it.
  assert.deepEqual(objects[1]?.value.spec, {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { image: 'a', name: 'first' },
          { name: 'second', tty: true, image: 'b' },
        ],
      },
    },
  });
});

test('a path of Kubernetes leads to the words; what is not written leads to where it belongs', async () => {
  await session.open(uri, text);
  const lines = text.split('\n');
  const words = async (line: number, ...paths: readonly string[]): Promise<readonly string[]> => {
    const ranges = await ask<readonly Range[]>('petset/locate', { line, paths });
    return ranges.map(({ start, end }) => `${start.line}: ${lines[start.line]?.slice(start.character, end.character)}`);
  };
  assert.deepEqual(
    await words(
      7,
      'spec.replicas',
      '.spec.template.spec.containers[name="second"].image',
      'spec.template.spec.containers[1].tty',
      'spec.template.spec.containers[0].ports[0].name',
      'spec.serviceName',
      'spec',
      '',
      'status.nothing',
    ),
    ['14: 0x2', '22: b', '21: yes', '18: image', '13: spec', '13: spec', '9: kind', '9: kind'],
  );
  assert.deepEqual(await words(0, 'spec.ports[0].port', 'metadata.labels[app.kubernetes.io/name]', 'metadata.labels["app.kubernetes.io/name"]'), [
    '6: 80',
    '3: web',
    '3: web',
  ]);
  assert.equal(await ask('petset/locate', { line: 3, paths: ['spec'] }), null);
});

test('what a document can be turned into, wherever the cursor stands, and what that loses', async () => {
  await session.open(uri, text);
  const found = async (line: number) =>
    await ask<readonly { title: string; lost: readonly string[]; edits: readonly object[] }[]>('petset/conversions', { line });
  assert.deepEqual(await found(0), []);
  const ways = await found(7);
  const today = ways.find((way) => /StatefulSet apps\/v1 /.test(way.title));
  assert.deepEqual(today?.lost, ['the pause of a set whose pets are not initialized']);
  assert.equal(today.edits.length, 1);
});

test('why an object that a merge would make is invalid, for the version of its server; not what the document suppresses, nor what its scripts do', async () => {
  const ports = (...names: readonly string[]) => names.map((name, index) => ({ name, containerPort: 80 + index }));
  const container = { name: 'main', image: 'a:1', ports: ports('web', 'web'), livenessProbe: { exec: { command: ['a'] }, tcpSocket: { port: 80 } } };
  const pod = { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } };
  const value = { apiVersion: 'apps/v1alpha1', kind: 'PetSet', metadata: { name: 'vm' }, spec: { serviceName: 'vm', template: pod } };
  await session.open(uri, text);
  const faults = async (more: object = {}) =>
    (await ask<readonly { path: readonly (string | number)[] }[]>('petset/faults', { line: 7, value, kubernetes: 'v1.4.4+x', ...more })).map(({ path }) =>
      path.join('.'),
    );
  const main = 'spec.template.spec.containers.0';
  assert.deepEqual(await faults(), [`${main}.livenessProbe.tcpSocket`, `${main}.ports.1.name`]);
  await session.open(uri, text.replace('kind: PetSet', '# petset-ignore: port-clash - both are mine\nkind: PetSet'));
  assert.deepEqual(await faults(), [`${main}.livenessProbe.tcpSocket`]);
  assert.deepEqual(await faults({ value: { ...value, spec: { ...value.spec, updateStrategy: { type: 'OnDelete' } } } }), [
    'spec.updateStrategy',
    `${main}.livenessProbe.tcpSocket`,
  ]);
});
