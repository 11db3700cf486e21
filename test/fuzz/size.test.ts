// The work of reading a text grows with the text: twice the text is about twice the work, whatever it is made of.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/analyze.ts';
import { complete } from '../../server/src/ide/complete.ts';
import { symbols } from '../../server/src/ide/symbols.ts';

const shortLength = 24_000;

/** What people paste by accident, and what somebody writes on purpose. */
const pieces: Readonly<Record<string, string>> = {
  letters: 'a',
  spaces: ' ',
  'empty lines': '\n',
  quotes: '"',
  'single quotes': "'",
  dashes: '- ',
  'dashes in lines': '-\n',
  colons: 'a: ',
  'one key again and again': 'a: 1\n',
  braces: '{',
  brackets: '[',
  'pairs of braces': '{}',
  comments: '# a\n',
  templates: '{{ x }}',
  'open templates': '{{',
  anchors: '&a ',
  aliases: '*a ',
  separators: '---\n',
  suppressions: '# petset-ignore: clobbers - a - b\n',
  modelines: '# petset: kubernetes=1.4 ',
  'a block scalar': '  x\n',
};

function seconds(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

function work(text: string): void {
  for (const { chunk } of analyze(text).chunks.slice(0, 1)) {
    complete(chunk.document, chunk.document.text.length >> 1);
    symbols(chunk.document);
  }
}

for (const [name, piece] of Object.entries(pieces)) {
  test(`${name}: four times the text takes no more than eight times as long`, () => {
    const head = name === 'a block scalar' ? 'a: |\n' : '';
    const [short, long] = [shortLength, 4 * shortLength].map((length) => head + piece.repeat(Math.floor(length / piece.length)));
    const [small, large] = [seconds(() => work(short ?? '')), seconds(() => work(long ?? ''))];
    // A ratio, because a machine may be slow; below some ms it measures noise.
    assert.ok(large < 8 * small + 100, `${small.toFixed(1)} ms and ${large.toFixed(1)} ms`);
  });
}

/** V8 runs the patterns of our own schemas, so none of them may take more than a time that grows with the text. */
test('the patterns of the schemas take no more than a time that grows with the text', () => {
  const folder = join(import.meta.dirname, '../../schemas');
  const patterns = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'pattern' && typeof inner === 'string') patterns.add(inner);
      collect(inner);
    }
  };
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) collect(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  assert.ok(patterns.size > 20);
  for (const pattern of patterns) {
    const compiled = new RegExp(pattern, 'u');
    for (const unit of ['a', 'a-', 'a.', '1', '1.', '-', '/', 'a/', '../', '_', ':', ' ', '0', '%', 'e1']) {
      const [short, long] = [10_000, 60_000].map((length) => `${unit.repeat(length / unit.length)}\n`);
      const [small, large] = [seconds(() => compiled.test(short ?? '')), seconds(() => compiled.test(long ?? ''))];
      assert.ok(large < 12 * small + 60, `${pattern} on ${unit}: ${small.toFixed(1)} ms and ${large.toFixed(1)} ms`);
    }
  }
});
