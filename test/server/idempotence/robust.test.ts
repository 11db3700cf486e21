import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { check, rules, step } from './help.ts';
import { loadSet, stepOf } from './truth.ts';

const scripts = ['patterns', 'random-dev', 'realistic-dev'].flatMap((name) => loadSet(name)).flatMap((c) => c.command?.at(-1) ?? []);

test('a truncated script never throws', () => {
  fc.assert(
    fc.property(fc.constantFrom(...scripts), fc.nat(), (script, cut) => {
      check(script.slice(0, cut % (script.length + 1)));
    }),
    { numRuns: 300 },
  );
});

test('a mutated script never throws', () => {
  const pieces = ['"', "'", '$(', '`', ')', '}', '{', '|', '&&', ';;', '<<EOF\n', '${x', '\\', '\n', '*', '>', '[[', ']]', '((', '\ue100', '\u0000', '=('];
  fc.assert(
    fc.property(fc.constantFrom(...scripts), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 4 }), (script, edits) => {
      let text = script;
      for (const [at, piece] of edits) text = text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1));
      check(text);
    }),
    { numRuns: 300 },
  );
});

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), (script, arg) => {
      analyzeInit([{ ...step(script), args: [arg] }]);
    }),
    { numRuns: 300 },
  );
});

test('comments, blank lines and indentation change nothing', () => {
  const plain = loadSet('realistic-dev').filter((c) => c.command?.some((text) => text.includes('\n') && !/<<|'\n|"\n|\\\n|awk/.test(text)));
  for (const c of plain) {
    const spaced = c.command?.map((text) =>
      text.includes('\n')
        ? `# a comment\n\n${text
            .split('\n')
            .map((line) => `  ${line}  `)
            .join('\n# another\n\n')}\n`
        : text,
    );
    const found = (command: readonly string[] | undefined): readonly string[] =>
      analyzeInit([{ ...stepOf(c), command }]).map((v) => `${v.rule} ${v.level} ${v.fixes.length}`);
    if ((c.command ?? []).some((text) => /[^;]\{\s*$/m.test(text) && /'/.test(text))) continue;
    assert.deepEqual(found(spaced), found(c.command), c.id);
  }
});

test('a script beyond the budget ends with a hint and nothing else', () => {
  const tests = Array.from(
    { length: 40 },
    (_, i) =>
      `if probe${i} a; then for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do mkdir -p /d/x${i}/$a/$b/$c; done; done; done; fi`,
  );
  const verdicts = check(tests.join('\n'));
  assert.deepEqual(
    verdicts.map((v) => v.rule),
    ['unknown-command'],
  );
  assert.match(verdicts[0]?.message ?? '', /too involved/);
});

test('deep nesting and long texts are bounded', () => {
  const start = performance.now();
  check('('.repeat(10_000));
  check('$('.repeat(3_000));
  check(`echo ${'x'.repeat(1_000_000)} > /d/f`);
  check('f() { f; }; f');
  check('while true; do echo x >> /d/f; done');
  check('{ '.repeat(300));
  assert.ok(performance.now() - start < 4000);
});

test('the same input gives the same verdicts', () => {
  for (const script of scripts.slice(0, 60)) assert.deepEqual(JSON.stringify(check(script)), JSON.stringify(check(script)));
});

test('quoting style changes nothing', () => {
  assert.deepEqual(rules('mkdir "/d/x"'), rules("mkdir '/d/x'"));
  assert.deepEqual(rules('cp /s/f.txt "/d/f"'), rules('cp /s/f.txt /d/\\f'));
});
