import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, type Recognized } from '../../client/src/recognized.ts';

const SET: Recognized = {
  line: 0,
  lineCount: 9,
  form: 'manifest',
  version: 34,
  api: '',
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  objects: 1,
  template: false,
  placeholders: false,
};

test('the language status says what a document was taken for, and for which version it is judged', () => {
  assert.match(describe(SET).text, /StatefulSet apps\/v1$/);
  assert.match(describe(SET).detail, /^Judged for Kubernetes 1\.34\.$/);
  assert.match(describe({ ...SET, api: 'kind-dev' }).detail, /^Judged for Kubernetes 1\.34, by the API of kind-dev\./);
  assert.match(describe({ ...SET, placeholders: true }).detail, /Placeholders are not judged/);
});

test('it says what is left alone, and how to say otherwise', () => {
  assert.match(describe({ ...SET, form: 'patch' }).text, /patch of a StatefulSet$/);
  for (const form of ['patch', 'template'] as const) assert.match(describe({ ...SET, form }).detail, /petset: form=manifest/);
  assert.match(describe({ ...SET, template: true, objects: 3 }).detail, /3 objects/);
});

test('a file of something else is no object', () => {
  for (const other of [undefined, { ...SET, kind: '' }]) assert.match(describe(other).text, /no Kubernetes object$/);
});
