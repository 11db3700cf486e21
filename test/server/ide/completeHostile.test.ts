import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../server/src/ide/complete.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { validate } from '../../../server/src/schema/validate.ts';

const HEAD = 'apiVersion: apps/v1alpha1\nkind: PetSet\nmetadata: {name: a}\nspec:\n  template:\n    metadata:\n      annotations:\n        ';
const INIT = "pod.beta.kubernetes.io/init-containers: '";

/** Texts that grow with a number, each at a size that used to take long. */
const TEXTS: Readonly<Record<string, readonly [size: number, text: (size: number) => string]>> = {
  'a long run of blanks': [60_000, (n) => `${HEAD}a${' '.repeat(n)}x: 1`],
  'a value behind blanks': [60_000, (n) => `${HEAD}a: b${' '.repeat(n)}c`],
  'many dashes': [3_000, (n) => '- '.repeat(n)],
  'many open brackets in the annotation': [200, (n) => `${HEAD}${INIT}${'[{"a":'.repeat(n)}'`],
  'dollars that open nothing': [20_000, (n) => `${HEAD.replace('PetSet', 'StatefulSet').replace('v1alpha1', 'v1')}a: b\n  replicas: "${'${'.repeat(n)}"\n`],
  'a very long key': [60_000, (n) => `${HEAD}${'k'.repeat(n)}: 1\n  ${'x'.repeat(n / 2)}: 2\n`],
  'a very long label': [20_000, (n) => `${HEAD}a: b\n  labels: {a: ${'a.'.repeat(n)}}\n`],
  'many keys': [3_000, (n) => `${HEAD}${Array.from({ length: n }, (_, i) => `k${i}: v`).join('\n        ')}`],
};

const FACTOR = 8;
/** Below this the clock says nothing, in ms. */
const NOTHING = 40;

/** The best of three: what the machine does besides only makes it slower. Seven requests, in ms. */
function timed(text: string): number {
  const document = readDocument(text, 4);
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    validate(document);
    for (const at of [text.length, text.length - 1, text.length >> 1]) {
      complete(document, at);
      hover(document, at);
    }
    return performance.now() - start;
  });
  return Math.min(...times);
}

for (const [name, [size, text]] of Object.entries(TEXTS)) {
  test(`the time grows with the text, not with its square: ${name}`, (t) => {
    const [small, large] = [timed(text(size / FACTOR)), timed(text(size))];
    t.diagnostic(`${small.toFixed(1)} ms, ${FACTOR} times the text ${large.toFixed(1)} ms`);
    // The square would be 64 times as long.
    assert.ok(large < NOTHING || large < 4 * FACTOR * small, `${small} ms, ${large} ms`);
  });
}
