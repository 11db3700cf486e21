import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenPath } from '../../../server/src/schema/brokenPath.ts';
import { formatPath } from '../../../server/src/yaml/tree.ts';

const TEXT = `apiVersion: v1
metadata:
  name: web
  annotations:
    a/b: |
      x: y
    c: d
spec:
  containers:
  - name: one
    args: [a]
  - image: two
    ports:
      - containerPort: 80
        name: web
`;

function at(text: string, word: string): string {
  return formatPath(brokenPath(text, text.indexOf(word)));
}

test('lines of sound YAML have the path that the tree has', () => {
  assert.equal(at(TEXT, 'name: web\n  ann'), 'metadata.name');
  assert.equal(at(TEXT, 'x: y'), 'metadata.annotations["a/b"]');
  assert.equal(at(TEXT, 'c: d'), 'metadata.annotations.c');
  assert.equal(at(TEXT, 'args'), 'spec.containers[0].args');
  assert.equal(at(TEXT, 'image'), 'spec.containers[1].image');
  assert.equal(at(TEXT, 'containerPort'), 'spec.containers[1].ports[0].containerPort');
});

test('a line that is indented by tabs, or too deep, belongs to the line above', () => {
  assert.equal(at(TEXT.replace('  name: web\n  ann', '\tname: web\n  ann'), '\tname'), 'metadata.name');
  assert.equal(at(TEXT.replace('    args', '     args'), 'args'), 'spec.containers[0].args');
  assert.equal(at(TEXT.replace('    args', '\targs'), 'args'), 'spec.containers[0].args');
});
