import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyze, findingsOf } from '../../server/src/analyze.ts';
import { RULES } from '../../server/src/rules/index.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { splitDocuments } from '../../server/src/yaml/split.ts';
import { readFixture, readText } from './fixture.ts';

const FOLDER = import.meta.dirname;

const texts = readdirSync(FOLDER, { withFileTypes: true })
  .filter((d) => d.isDirectory())
  .flatMap((d) => readdirSync(join(FOLDER, d.name)).map((f) => readFixture(readText(FOLDER, d.name, f)).text));

/** What typing does to a text: cut off, a line gone, a character more, a value gone, a list where a map was. */
const damage = fc.tuple(
  fc.constantFrom('cut', 'line', 'insert', 'value', 'list'),
  fc.nat(),
  fc.constantFrom('"', "'", ':', '\t', '- ', '{', '[', '&a ', '*a', '#', '😀'),
);

function damaged(text: string, [how, at, what]: readonly [string, number, string]): string {
  const offset = at % (text.length + 1);
  const lines = text.split('\n');
  const line = at % lines.length;
  switch (how) {
    case 'cut':
      return text.slice(0, offset);
    case 'line':
      return lines.toSpliced(line, 1).join('\n');
    case 'value':
      return lines.with(line, (lines[line] ?? '').replace(/: .*/, ':')).join('\n');
    case 'list':
      return lines.with(line, (lines[line] ?? '').replace(/: .*/, ': [1, true, null, {}]')).join('\n');
    default:
      return text.slice(0, offset) + what + text.slice(offset);
  }
}

const OWN = new Set(RULES.filter((r) => r.check || r.checkBundle).map((r) => r.id));

/** Every rule on every document. The pipeline swallows a rule that throws and says so on the console: here that is a failure. */
function judge(text: string): void {
  for (const placed of analyze(text).chunks) {
    const { document } = placed.chunk;
    for (const finding of findingsOf(placed)) {
      if (!OWN.has(finding.rule)) continue;
      assertInside(finding, document.text.length);
      if (document.yaml.problems.length === 0) assertStillYaml(finding, document.text);
    }
  }
}

function assertInside(finding: Finding, length: number): void {
  const inside = (span: { start: number; end: number }): boolean => span.start >= 0 && span.start <= span.end && span.end <= length;
  assert.ok(inside(finding.span), finding.message);
  for (const fix of finding.fixes ?? []) {
    assert.ok(fix.edits.length > 0, fix.title);
    for (const edit of fix.edits) assert.ok(inside(edit.span), fix.title);
    const sorted = [...fix.edits].sort((a, b) => a.span.start - b.span.start);
    for (const [i, edit] of sorted.entries()) assert.ok(i === 0 || (sorted[i - 1]?.span.end ?? 0) <= edit.span.start, `${fix.title}: edits overlap`);
  }
}

function assertStillYaml(finding: Finding, text: string): void {
  for (const fix of finding.fixes ?? []) {
    const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start);
    const after = edits.reduce((t, e) => t.slice(0, e.span.start) + e.text + t.slice(e.span.end), text);
    const problems = splitDocuments(after).flatMap((c) => parseYaml(c.text).problems.map((p) => p.message));
    assert.deepEqual(problems, [], `${fix.title} breaks the YAML:\n${text}\n=>\n${after}`);
  }
}

test('no rule throws on half-typed text, what it finds lies in the document, and its fixes leave YAML behind', (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const one = fc.tuple(fc.constantFrom(...texts), fc.array(damage, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(one, ([text, damages]) => {
      judge(damages.reduce(damaged, text));
      assert.deepEqual(
        said.mock.calls.map((c) => c.arguments[0]),
        [],
      );
    }),
    { numRuns: 1500 },
  );
});
