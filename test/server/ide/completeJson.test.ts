import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../server/src/ide/complete.ts';
import { readDocument } from '../../../server/src/kube/document.ts';

const HEAD = `apiVersion: apps/v1alpha1
kind: PetSet
metadata: {name: vm}
spec:
  serviceName: vm
  template:
    metadata:
      annotations:
        pod.beta.kubernetes.io/init-containers: `;

/** The JSON with `§` as the cursor, put into a scalar of each style; accepting the label must give the same JSON in all of them. */
const STYLES: readonly { readonly name: string; readonly write: (json: string) => string }[] = [
  { name: 'single', write: (json) => `'${json.replaceAll("'", "''")}'` },
  { name: 'double', write: (json) => JSON.stringify(json) },
  { name: 'literal', write: (json) => `|\n          ${json}` },
  { name: 'folded', write: (json) => `>\n          ${json}` },
];

const ROWS: readonly { readonly what: string; readonly json: string; readonly accept: string; readonly becomes: string }[] = [
  { what: 'a key in an empty object', json: '[{§}]', accept: 'name', becomes: '[{"name": "$1"}]' },
  { what: 'a half key in quotes', json: '[{"na§"}]', accept: 'name', becomes: '[{"name": "$1"}]' },
  { what: 'a half key without quotes', json: '[{"name": "a", im§}]', accept: 'image', becomes: '[{"name": "a", "image": "$1"}]' },
  { what: 'a key whose colon stands', json: '[{"im§": "x"}]', accept: 'image', becomes: '[{"image": "x"}]' },
  { what: 'a list', json: '[{"comm§"}]', accept: 'command', becomes: '[{"command": ["$1"]}]' },
  { what: 'a list of objects', json: '[{"volumeM§"}]', accept: 'volumeMounts', becomes: '[{"volumeMounts": [{$1}]}]' },
  { what: 'a number', json: '[{"ports": [{§}]}]', accept: 'containerPort', becomes: '[{"ports": [{"containerPort": $1}]}]' },
  { what: 'a value in quotes', json: '[{"imagePullPolicy": "§"}]', accept: 'IfNotPresent', becomes: '[{"imagePullPolicy": "IfNotPresent"}]' },
  { what: 'a value without quotes', json: '[{"imagePullPolicy": §}]', accept: 'Never', becomes: '[{"imagePullPolicy": "Never"}]' },
  { what: 'a half value', json: '[{"imagePullPolicy": "Al§"}]', accept: 'Always', becomes: '[{"imagePullPolicy": "Always"}]' },
  { what: 'a boolean', json: '[{"tty": §}]', accept: 'true', becomes: '[{"tty": true}]' },
  {
    what: 'the second container',
    json: '[{"name": "a", "image": "b"}, {"image": "c", §}]',
    accept: 'name',
    becomes: '[{"name": "a", "image": "b"}, {"image": "c", "name": "$1"}]',
  },
];

for (const style of STYLES) {
  for (const row of ROWS) {
    test(`completes ${row.what} in a ${style.name} annotation`, () => {
      const marked = `${HEAD}${style.write(row.json)}\n`;
      const offset = marked.indexOf('§');
      const text = marked.replace('§', '');
      const document = readDocument(text, 4);
      const items = complete(document, offset);
      const found = items.find((i) => i.label === row.accept);
      assert.ok(found, items.map((i) => i.label).join(' '));
      const after = text.slice(0, found.edit.span.start) + found.edit.text + text.slice(found.edit.span.end);
      assert.equal(readDocument(after, 4).embedded[0]?.map.text.trim(), row.becomes);
    });
  }
}

test('leaves out keys that are there in another case', () => {
  const marked = `${HEAD}'[{"Image": "a", §}]'`;
  const items = complete(readDocument(marked.replace('§', ''), 4), marked.indexOf('§'));
  assert.ok(!items.some((i) => i.label === 'image'));
});
