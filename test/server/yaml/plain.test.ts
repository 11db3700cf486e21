import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseWithLibrary } from '../../../server/src/yaml/parse.ts';
import { readPlainYaml } from '../../../server/src/yaml/plain.ts';
import { splitDocuments } from '../../../server/src/yaml/split.ts';
import { at, str } from '../../../server/src/yaml/tree.ts';

/** Where the fast reader reads at all, the library must say the same, to the last span, and find nothing wrong. */
function compare(text: string): boolean {
  const fast = readPlainYaml(text);
  if (!fast) return false;
  const slow = parseWithLibrary(text);
  assert.equal(slow.problems.length, 0, text);
  // Compared as text first: deepEqual takes ten times longer and is only needed to show a difference.
  if (JSON.stringify(fast) !== JSON.stringify(slow.root)) assert.deepEqual(fast, slow.root, text);
  return true;
}

const manifests = ['api-truth-dev.json', 'api-truth-modern-dev.json'].flatMap((name) => {
  const cases = JSON.parse(readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')) as { manifest: string }[];
  return cases.map((c) => c.manifest);
});

test('every manifest with observed truth: the fast reader agrees with the library, and reads most of them', () => {
  const documents = manifests.flatMap((m) => splitDocuments(m).map((c) => c.text));
  const read = documents.filter(compare).length;
  assert.ok(read > documents.length * 0.8, `read ${read} of ${documents.length}`);
});

test('any mutation of a manifest: the fast reader agrees with the library or gives up', () => {
  const piece = fc.constantFrom(
    '\n',
    ' ',
    '  ',
    ':',
    ': ',
    '- ',
    '#',
    ' #',
    '"',
    "'",
    '|',
    '>',
    '\t',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\r\n',
    '&a',
    '*a',
    '!',
    '?',
    '%',
    '---\n',
    'x',
    '-',
    '\\',
    '|-\n',
    '~',
    '@',
  );
  const edit = fc.tuple(fc.nat(), fc.nat({ max: 4 }), piece);
  fc.assert(
    fc.property(fc.constantFrom(...manifests.slice(0, 400)), fc.array(edit, { minLength: 1, maxLength: 3 }), (manifest, edits) => {
      let text = manifest.slice(0, 2500);
      for (const [at, cut, put] of edits) {
        const start = at % (text.length + 1);
        text = text.slice(0, start) + put + text.slice(start + cut);
      }
      for (const chunk of splitDocuments(text)) compare(chunk.text);
    }),
    { numRuns: 800 },
  );
});

test('a quoted annotation may be closed at the column of its key, as in the guide: Kubernetes reads it', () => {
  const text = 'a:\n  b: \'[\n    {\n    "c": 1\n    }\n  ]\'\n  d: "x\n y"\ne: 2\n';
  const { root, problems } = parseWithLibrary(text);
  assert.deepEqual(problems, []);
  assert.equal(str(at(root, 'a', 'b')), '[ { "c": 1 } ]');
  assert.equal(str(at(root, 'a', 'd')), 'x y');
});
