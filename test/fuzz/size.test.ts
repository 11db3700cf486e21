// The work of reading a text grows with the text: twice the text is about twice the work, whatever it is made of.

import assert from 'node:assert/strict';
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

/** Lines that an expression of ours could read in many ways, by their length. */
const shapes: Readonly<Record<string, (length: number) => string>> = {
  'blanks in a value': (length) => `a: x${' '.repeat(length)}x: y: z\n b\n`,
  'blanks after a command': (length) => `cat ${' '.repeat(length)}a: b: [\n`,
  'blanks in a modeline': (length) => `# petset:${' '.repeat(length)}\na: 1\n`,
  'blanks in a suppression': (length) => `# petset-ignore: x${' '.repeat(length)}y\na: 1\n`,
  'commas in braces': (length) => `# petset: kubernetes=1.4\na: {b: ["${','.repeat(length)}"]}\n`,
  'a long apiVersion': (length) => `apiVersion: ${'a'.repeat(length)}/b/c\nkind: Pod\n`,
  'colons in an address': (length) =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], externalIPs: ["${':'.repeat(length)}!"]}\n`,
  'comments of Windows': (length) => `${'# of Windows\r\n'.repeat(length / 100)}a: 1\r\n---\r\na: 2\r\n`,
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

const repeated = Object.entries(pieces).map(([name, piece]): [string, (length: number) => string] => {
  const head = name === 'a block scalar' ? 'a: |\n' : '';
  return [name, (length) => head + piece.repeat(Math.floor(length / piece.length))];
});

for (const [name, make] of [...repeated, ...Object.entries(shapes)]) {
  test(`${name}: four times the text takes no more than eight times as long`, () => {
    const [short, long] = [make(shortLength), make(4 * shortLength)];
    const [small, large] = [seconds(() => work(short)), seconds(() => work(long))];
    // A ratio, because a machine may be slow; below some ms it measures noise.
    assert.ok(large < 8 * small + 100, `${small.toFixed(1)} ms and ${large.toFixed(1)} ms`);
  });
}
