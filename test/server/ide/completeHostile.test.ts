import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../server/src/ide/complete.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { validate } from '../../../server/src/schema/validate.ts';

const HEAD = 'apiVersion: apps/v1alpha1\nkind: PetSet\nmetadata: {name: a}\nspec:\n  template:\n    metadata:\n      annotations:\n        ';
const INIT = "pod.beta.kubernetes.io/init-containers: '";

const TEXTS: Readonly<Record<string, string>> = {
  'a long run of blanks': `${HEAD}a${' '.repeat(60_000)}x: 1`,
  'a value behind blanks': `${HEAD}a: b${' '.repeat(60_000)}c`,
  'many dashes': '- '.repeat(3_000),
  'many open brackets in the annotation': `${HEAD}${INIT}${'[{"a":'.repeat(200)}'`,
  'dollars that open nothing': `${HEAD.replace('PetSet', 'StatefulSet').replace('v1alpha1', 'v1')}a: b\n  replicas: "${'${'.repeat(20_000)}"\n`,
  'a very long key': `${HEAD}${'k'.repeat(60_000)}: 1\n  ${'x'.repeat(30_000)}: 2\n`,
  'a very long label': `${HEAD}a: b\n  labels: {a: ${'a.'.repeat(20_000)}}\n`,
  'many keys': `${HEAD}${Array.from({ length: 3_000 }, (_, i) => `k${i}: v`).join('\n        ')}`,
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`is quick with ${name}`, () => {
    const document = readDocument(text, 4);
    const start = performance.now();
    validate(document);
    for (const at of [text.length, text.length - 1, text.length >> 1]) {
      complete(document, at);
      hover(document, at);
    }
    // Seven requests; a pattern that walks again and again would take seconds.
    assert.ok(performance.now() - start < 500, `${performance.now() - start} ms`);
  });
}
