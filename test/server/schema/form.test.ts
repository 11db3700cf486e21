import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, findingsOf } from '../../../server/src/analyze.ts';

function rulesOf(text: string): string[] {
  return analyze(text).chunks.flatMap((placed) => findingsOf(placed).map((f) => f.rule));
}

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: nginx
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx:1.27
`;

const SILENT: Readonly<Record<string, string>> = {
  'values in quotes': SET.replace('nginx:1.27', '"{{ .Values.image }}"').replace('name: web', 'nme: web'),
  'values without quotes': SET.replace('nginx:1.27', '{{ .Values.image }}').replace('name: web', 'nme: web'),
  'a block': SET.replace('      labels:', '      {{- with .Values.labels }}\n      labels:').replace(
    '        app: web\n    spec',
    '        app: web\n      {{- end }}\n    spec',
  ),
  'a helper': SET.replace('name: web', 'name: {{ include "web.fullname" . }}'),
  'another language': SET.replace('nginx:1.27', 'nginx').replace('  serviceName: nginx', '  serviceName: nginx\n  replicas: {{ replicas }}'),
};

for (const [name, text] of Object.entries(SILENT)) test(`a template with ${name} is left to Helm`, () => assert.deepEqual(rulesOf(text), []));

test('braces in a script are no template', () => {
  const script = `          command:\n            - sh\n            - -c\n            - |\n              docker inspect -f '{{.State}}'\n              {{ not a line of ours }}\n`;
  assert.ok(rulesOf(`${SET.replace('image:', 'imge:')}${script}`).includes('unknown-field'));
});

test('a patch lacks fields on purpose, and what stands there is judged', () => {
  const patch = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  $setElementOrder/containers: [web]
  template:
    spec:
      containers:
        - name: web
          $patch: delete
        - name: other
          imagePullPolicy: Alway
`;
  assert.deepEqual(rulesOf(patch.replace('  $setElementOrder/containers: [web]\n', '')), ['bad-value']);
  assert.deepEqual(rulesOf(patch), ['bad-value']);
});

for (const word of [`$\{NAME}`, '$NAME', '<NAME>', 'RELEASE-NAME-web']) {
  test(`${word} is not judged as a value`, () => {
    const text = SET.replace('metadata:\n  name: web', `metadata:\n  name: ${word}`).replace('serviceName: nginx', `serviceName: ${word}\n  replicas: ${word}`);
    assert.deepEqual(rulesOf(text), []);
  });
}

test('the objects of an OpenShift template are judged', () => {
  const item = SET.replace('web\nspec', `$\{NAME}\nspec`)
    .replace('image:', 'imge:')
    .split('\n')
    .filter((l) => l !== '');
  const text = `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata:\n  name: t\nobjects:\n${item.map((l, i) => (i === 0 ? '  - ' : '    ') + l).join('\n')}\n`;
  assert.deepEqual(
    rulesOf(text).filter((r) => r !== 'service-missing'),
    ['unknown-field'],
  );
});
