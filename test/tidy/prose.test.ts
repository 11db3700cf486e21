import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/**
 * Sentences are for people. Code that asks what a sentence contains turns each rewording into a change of behaviour, so what code must
 * know is data beside the sentence: a `kind`, a `code`, an operand.
 */
const ROOT = join(import.meta.dirname, '../..');

const SENTENCE = String.raw`(?<![\w$-])(?:(?:message|reason|detail)\b|(?:causeText|messageOf)\([^()]*\))`;
/** `?? ''`, closing brackets and `.toLowerCase()` between the sentence and the question. */
const AROUND = String.raw`(?:\s*\?\?\s*(?:''|""|\`\`))?\s*\)*(?:\??\.(?:toLowerCase|toUpperCase|trim)\(\))?`;
const QUESTIONS: readonly RegExp[] = [
  new RegExp(String.raw`\.(?:test|exec)\([^;{}]*?${SENTENCE}`, 'g'),
  new RegExp(
    String.raw`${SENTENCE}${AROUND}\s*\??\.(?:includes|startsWith|endsWith|match|matchAll|search|indexOf|lastIndexOf|replace|replaceAll|split)\(`,
    'g',
  ),
  new RegExp(String.raw`${SENTENCE}${AROUND}\s*[!=]==?\s*(?:'[^']|"[^"]|\`[^\`])`, 'g'),
  new RegExp(String.raw`\bswitch\s*\([^{;]*${SENTENCE}`, 'g'),
];

/** Where a sentence is read all the same, and why. */
const READS: Readonly<Record<string, string>> = {
  'server/src/yaml/slips.ts': 'the sentences are those of the YAML library, whose codes are too coarse; ours are made of them here and nowhere else',
  'server/src/rules/annotationValue.ts': 'it leaves out one finding of the schema, which has no code of its own yet',
};

/** The line of each question that a source asks about a sentence. */
function questionsIn(text: string): string[] {
  const offsets = new Set(QUESTIONS.flatMap((question) => [...text.matchAll(question)].map(({ index }) => index)));
  const lines = new Set([...offsets].map((offset) => text.slice(0, offset).split('\n').length));
  return [...lines].sort((a, b) => a - b).map((line) => `${line}: ${(text.split('\n')[line - 1] ?? '').trim()}`);
}

test('no code asks what a sentence contains', () => {
  const files = globSync('server/src/**/*.ts', { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.includes('/generated/'));
  assert.ok(files.length > 200, 'the sources were found');
  const asking = files.map((file) => ({ file, found: questionsIn(readFileSync(join(ROOT, file), 'utf8')) })).filter(({ found }) => found.length > 0);
  assert.deepEqual(
    asking.filter(({ file }) => !(file in READS)),
    [],
  );
  assert.deepEqual(asking.map(({ file }) => file).sort(), Object.keys(READS).sort(), 'each exception is still needed');
});

test('this gate sees the questions', () => {
  const asked = [
    "return /already/.test(f.reason ?? '');",
    "if (key === undefined || !/exist|read/.test(failure?.reason ?? '')) return;",
    'const path = bomb || /quote/i.test(problem.message) ? {} : at;',
    "const subject = /^the (source)/.exec(cause.detail ?? '');",
    "if (failure.reason.includes('already')) return 1;",
    "if ((failure?.reason ?? '').toLowerCase().startsWith('it ')) return 1;",
    'const named = failure.detail?.match(/x/);',
    "if (problem.message === 'This quote is not closed.') return;",
    'switch (failure.reason) {',
    'return /already/.test(causeText(f.cause));',
    "if (causeText(f.cause).includes('already')) return 1;",
    'return KNOWN.some((known) =>\n  known.test(\n    problem.message,\n  ),\n);',
  ];
  for (const text of asked) assert.equal(questionsIn(text).length, 1, text);
  const plain = [
    "if (s.reason === '') return none;",
    'const fails = `fails: ${failure.message}`;',
    'const same = old.message === finding.message;',
    "switch (failure.cause.kind) {\n  case 'missing':\n    return failure.message;\n}",
    'if (/x/.test(name)) say({ message: text, detail });',
  ];
  for (const text of plain) assert.deepEqual(questionsIn(text), [], text);
});
