import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { type SourceMap, toSource, toSourceSpan } from '../../../server/src/text/sourceMap.ts';
import { parseJson } from '../../../server/src/yaml/json.ts';
import { parseYaml } from '../../../server/src/yaml/parse.ts';
import { scalarMap } from '../../../server/src/yaml/scalar.ts';
import { child, type TreeScalar } from '../../../server/src/yaml/tree.ts';

function scalarOf(text: string, ...keys: string[]): TreeScalar | undefined {
  let tree = parseYaml(text).root;
  for (const key of keys) tree = child(tree, key);
  return tree?.kind === 'scalar' ? tree : undefined;
}

/** Every character of a verbatim run was written as itself, and runs cover the decoded text without a gap. */
function assertMap(map: SourceMap, source: string): void {
  let next = 0;
  for (const run of map.runs) {
    assert.equal(run.at, next);
    next += run.length;
    if (run.length !== run.sourceLength || run.length === 1) continue;
    for (let i = 0; i < run.length; i++) assert.equal(source[toSource(map, run.at + i)], map.text[run.at + i]);
  }
  assert.equal(next, map.text.length);
}

const line = fc.stringMatching(/^[ \t]{0,3}[a-z"'\\#:é😀$|&;<>{}[\] -]{0,12}$/u);
const indicator = fc.constantFrom('|', '|-', '|+', '|2', '|2-', '>', '>-', '>+', '>2');
const eol = fc.constantFrom('\n', '\r\n');

test('block scalars: the map decodes what the YAML parser decodes, character by character', () => {
  fc.assert(
    fc.property(indicator, fc.array(line, { minLength: 1, maxLength: 6 }), eol, fc.boolean(), (head, lines, br, tail) => {
      const text = `a:${br}  b: ${head}${br}${lines.map((l) => `    ${l}`).join(br)}${tail ? `${br}c: 1${br}` : ''}`;
      const doc = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
      const scalar = scalarOf(text, 'a', 'b');
      if (doc.errors.length > 0 || !scalar) return;
      const map = scalarMap(scalar, text);
      assert.equal(map.text, String(scalar.value));
      assertMap(map, text);
    }),
    { numRuns: 2000 },
  );
});

const flowText = fc.array(
  fc.constantFrom('a', 'bc', ' ', '\n  ', '\n\n  ', '\\n', '\\"', '\\x41', '\\u00e9', '\\\n  ', "''", '😀', '\t', '$(x)', '\r\n  ', '#', '\\\\'),
  { maxLength: 14 },
);

test('quoted and plain scalars: the map decodes what the YAML parser decodes', () => {
  fc.assert(
    fc.property(flowText, fc.constantFrom('"', "'", ''), (pieces, quote) => {
      const text = `a: ${quote}x${pieces.join('')}${quote}\nb: 1\n`;
      const doc = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
      const scalar = scalarOf(text, 'a');
      if (doc.errors.length > 0 || !scalar || typeof scalar.value !== 'string') return;
      const map = scalarMap(scalar, text);
      assert.equal(map.text, scalar.value);
      assertMap(map, text);
    }),
    { numRuns: 3000 },
  );
});

test('a shell word inside a JSON string inside each YAML style maps to exactly its own characters', () => {
  const json = JSON.stringify([{ name: 'init', command: ['sh', '-c', 'echo "a\tb" && WORD /data'] }]);
  const pretty = JSON.stringify(JSON.parse(json), null, 2);
  const styles = [
    `a: '${json.replaceAll("'", "''")}'\n`,
    `a: ${JSON.stringify(json)}\n`,
    `a: |\n${pretty
      .split('\n')
      .map((l) => `  ${l}`)
      .join('\n')}\n`,
    `a: |2\n${pretty
      .split('\n')
      .map((l) => `  ${l}`)
      .join('\n')}\n`,
    `a: >-\n  ${json}\n`,
    `a: '${pretty
      .split('\n')
      .map((l) => l.trim())
      .join('\n   ')}'\n`,
  ];
  for (const style of styles.flatMap((s) => [s, s.replaceAll('\n', '\r\n')])) {
    const annotation = scalarOf(style, 'a');
    assert.ok(annotation, style);
    const parsed = parseJson(scalarMap(annotation, style), annotation.style);
    assert.deepEqual(parsed.problems, []);
    const item = parsed.root?.kind === 'seq' ? parsed.root.items[0] : undefined;
    const command = child(item, 'command');
    const script = command?.kind === 'seq' ? command.items[2] : undefined;
    assert.ok(script?.kind === 'scalar');
    const map = scalarMap(script, style);
    assert.equal(map.text, 'echo "a\tb" && WORD /data');
    const at = map.text.indexOf('WORD');
    const span = toSourceSpan(map, { start: at, end: at + 4 });
    assert.equal(style.slice(span.start, span.end), 'WORD');
  }
});
