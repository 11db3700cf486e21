import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Analysis, analyze, findingsOf } from '../../server/src/analyze.ts';
import { complete } from '../../server/src/ide/complete.ts';
import { withEdits } from '../../server/src/ide/fixCheck.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { symbols } from '../../server/src/ide/symbols.ts';

const ROOT = join(import.meta.dirname, '../..');
const texts = globSync(['examples/*.yaml', 'test/rules/*/*.yaml'], { cwd: ROOT }).map((f) => readFileSync(join(ROOT, f), 'utf8'));

/** A rule that throws is caught by the pipeline and said on standard error: here that is a failure. */
const complaints: string[] = [];
console.error = (...words: unknown[]) => void complaints.push(words.join(' '));

/** Everything that an editor may ask at any place of any text answers, and stays inside the text. */
function ask(text: string): Analysis {
  const analysis = analyze(text);
  assert.deepEqual(complaints.splice(0), []);
  assert.equal(analysis.chunks.map((c) => c.chunk.document.text).join(''), text);
  for (const placed of analysis.chunks) {
    const { document } = placed.chunk;
    const length = document.text.length;
    for (const f of findingsOf(placed)) {
      assert.ok(0 <= f.span.start && f.span.start <= f.span.end && f.span.end <= Math.max(length, 1), `${f.rule} ${JSON.stringify(f.span)} of ${length}`);
      for (const fix of f.fixes ?? []) withEdits(document.text, fix.edits);
    }
    for (let at = 0; at <= length; at += Math.max(1, Math.floor(length / 7))) {
      complete(document, at);
      hover(document, at);
    }
    symbols(document);
  }
  return analysis;
}

const piece = fc.constantFrom(
  '\n',
  ' ',
  ':',
  ': ',
  '- ',
  '#',
  '"',
  "'",
  '|',
  '>-\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\r\n',
  '&a ',
  '*a',
  '<<: ',
  '!t',
  '---\n',
  '\\',
  '$(',
  '`',
  '\u0000',
  '😀',
  'null',
  '~',
  '0x',
  '-',
);

test('any mutation of a manifest is answered', () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 30 }), piece), { minLength: 1, maxLength: 4 }), (original, edits) => {
      let text = original.slice(0, 6000);
      for (const [at, cut, put] of edits) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + put + text.slice(start + cut);
      }
      ask(text);
    }),
    { numRuns: 400 },
  );
});

test('any truncation of a manifest is answered', () => {
  for (const text of texts) for (let i = 1; i < 6; i++) ask(text.slice(0, Math.floor((text.length * i) / 6)));
});

test('any text is answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
      ask(noise);
      ask(`apiVersion: apps/v1\nkind: StatefulSet\n${noise}`);
    }),
    { numRuns: 300 },
  );
});
