// The work of reading a text grows with the text, whatever it is made of.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

function best(run: () => unknown): number {
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

export interface Growth {
  readonly name: string;
  /** The best of some runs on a text and on one that is four times as long, in ms. */
  readonly short: number;
  readonly long: number;
}

/** Linear work is about four times as long; a search of the rest of the text at each line is sixteen times as long. */
export function timeGrowth(): readonly Growth[] {
  const repeated = Object.entries(pieces).map(([name, piece]): readonly [string, (length: number) => string] => {
    const head = name === 'a block scalar' ? 'a: |\n' : '';
    return [name, (length) => head + piece.repeat(Math.floor(length / piece.length))];
  });
  return [...repeated, ...Object.entries(shapes)].map(([name, make]) => {
    const [short, long] = [make(shortLength), make(4 * shortLength)];
    return { name, short: best(() => work(short)), long: best(() => work(long)) };
  });
}

/** The slowest pattern of the schemas, which V8 runs, on texts that make a backtracking engine wait. */
export function timePatterns(): Growth {
  const times = schemaPatterns().flatMap((pattern) => {
    const compiled = new RegExp(pattern, 'u');
    return ['a', 'a-', 'a.', '1', '1.', '-', '/', 'a/', '../', '_', ':', ' ', '0', '%', 'e1'].map((unit): Growth => {
      const text = (length: number): string => `${unit.repeat(length / unit.length)}\n`;
      return { name: `${pattern.slice(0, 30)} on ${unit}`, short: best(() => compiled.test(text(15_000))), long: best(() => compiled.test(text(60_000))) };
    });
  });
  return times.reduce((worst, each) => (each.long > worst.long ? each : worst));
}

function schemaPatterns(): readonly string[] {
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
  return [...patterns];
}
