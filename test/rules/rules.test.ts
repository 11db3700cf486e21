import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze, findingsOf } from '../../server/src/analyze.ts';
import { withEdits } from '../../server/src/ide/fixCheck.ts';
import { fixesAt } from '../../server/src/ide/fixes.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { applyFixes, type Fixture, type Found, findAll, fixturesOf, readFixture, readText } from './fixture.ts';

const FOLDER = import.meta.dirname;

/** Rules that no small picture can show, with the test below that shows them. */
const BIG: readonly string[] = ['document-too-large'];

function place(f: { readonly line: number; readonly start: number; readonly end: number }): string {
  return `${f.line + 1}:${f.start + 1}-${f.end + 1}`;
}

/** Every mark has its finding and every finding of the rule its mark. */
function assertMarks(fixture: Fixture, found: readonly Found[]): void {
  const marks = fixture.marks.map((m) => `${place(m)} ${m.message}`.trim());
  const left = [...found];
  for (const mark of fixture.marks) {
    const index = left.findIndex((f) => place(f) === place(mark) && f.message.includes(mark.message));
    const all = found.map((f) => `\n  ${place(f)} ${f.message}`).join('');
    assert.ok(index >= 0, `Nothing found at the mark ${place(mark)} ${mark.message}; found:${all}`);
    left.splice(index, 1);
  }
  assert.deepEqual(
    left.map((f) => `${place(f)} ${f.message}`),
    [],
    `Found without a mark; the marks are ${marks.join(', ')}`,
  );
}

for (const rule of RULES) {
  const folder = join(FOLDER, rule.id);
  const waived = BIG.includes(rule.id);

  test(`${rule.id}: has pictures, bad and ok`, () => {
    if (waived) assert.ok(!existsSync(folder), `${rule.id} has a folder: take it out of the list`);
    else assert.ok(fixturesOf(folder, 'bad').length > 0 && fixturesOf(folder, 'ok').length > 0);
  });
  if (waived || !existsSync(folder)) continue;

  for (const name of fixturesOf(folder, 'bad')) {
    const fixture = readFixture(readText(folder, name));
    test(`${rule.id}/${name}: found where the marks are, and nowhere else`, () => {
      const found = findAll(fixture.text).filter((f) => f.rule === rule.id);
      assert.ok(fixture.marks.length > 0, 'The fixture has no mark');
      assertMarks(fixture, found);
    });

    const fixed = name.replace('bad', 'fixed');
    test(`${rule.id}/${fixed}: is what the fixes make of it, and clean`, () => {
      const found = findAll(fixture.text).filter((f) => f.rule === rule.id);
      const text = applyFixes(fixture.text, found);
      if (text === fixture.text) {
        assert.ok(!existsSync(join(folder, fixed)), 'There is no preferred fix');
        return;
      }
      assert.equal(text, readText(folder, fixed));
      const unfixed = found.filter((f) => !f.finding.fixes?.some((x) => x.preferred));
      const still = findAll(text).filter((f) => f.rule === rule.id);
      assert.deepEqual(
        still.map((f) => f.message),
        unfixed.map((f) => f.message),
      );
    });
  }

  for (const name of fixturesOf(folder, 'ok')) {
    test(`${rule.id}/${name}: silent`, () => {
      const found = findAll(readText(folder, name)).filter((f) => f.rule === rule.id || f.level === 'error');
      assert.deepEqual(
        found.map((f) => `${place(f)} ${f.rule} ${f.message}`),
        [],
      );
    });
  }
}

test('every folder belongs to a rule of the table, and no two rules share an id', () => {
  const ids = RULES.map((r) => r.id);
  assert.equal(new Set(ids).size, ids.length);
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((d) => d.isDirectory());
  for (const folder of folders) assert.ok(ids.includes(folder.name), `${folder.name} is no rule`);
});

test('every finding of every picture has a row in the table', () => {
  const ids = new Set(RULES.map((r) => r.id));
  for (const rule of ids) {
    if (!existsSync(join(FOLDER, rule))) continue;
    for (const name of fixturesOf(join(FOLDER, rule), '')) {
      for (const found of findAll(readFixture(readText(FOLDER, rule, name)).text)) assert.ok(ids.has(found.rule), found.rule);
    }
  }
});

test('document-too-large: one finding, and nothing else is said', () => {
  const text = `kind: StatefulSet\ndata: "${'x'.repeat(200_000)}"\n`;
  const found = analyze(text).chunks.flatMap(findingsOf);
  assert.deepEqual(
    found.map((f) => f.rule),
    ['document-too-large'],
  );
});

/** Fixes of the pictures that an editor does not offer, because the mended manifest has a finding that the other had not. */
const WITHHELD: readonly string[] = [
  'bad-value/bad-modern.yaml: Select the labels of the pods',
  'kubectl-yaml/bad-json.yaml: Add the annotation',
  'selector-overlap/bad.yaml: Add a headless Service nginx',
  'selector-overlap/ok.yaml: Add a headless Service nginx',
  'service-not-headless/ok-endpoints.yaml: Select the labels of the pods',
  'unknown-kind/bad.yaml: Replace with `apps/v1alpha1`',
  'volume-mount-unknown/bad-claim-name.yaml: Add a claim template www',
];

test('a fix that an editor offers brings no finding; those of the pictures are offered', () => {
  const withheld = new Set<string>();
  let offered = 0;
  for (const { id } of RULES) {
    if (!existsSync(join(FOLDER, id))) continue;
    for (const name of fixturesOf(join(FOLDER, id), '')) {
      const { text } = readFixture(readText(FOLDER, id, name));
      const analysis = analyze(text);
      for (const placed of analysis.chunks) {
        const { document } = placed.chunk;
        const kept = fixesAt(analysis, placed, { start: 0, end: document.text.length }).map((one) => one.fix);
        for (const fix of findingsOf(placed).flatMap((f) => f.fixes ?? [])) if (!kept.includes(fix)) withheld.add(`${id}/${name}: ${fix.title}`);
        offered += kept.length;
        // Below a syntax error nothing was judged before.
        if (document.yaml.problems.length > 0) continue;
        for (const fix of kept) {
          const mended = text.slice(0, placed.start) + withEdits(document.text, fix.edits) + text.slice(placed.start + document.text.length);
          assert.deepEqual(addedRules(text, mended), [], `${id}/${name}: ${fix.title}\n${mended}`);
        }
      }
    }
  }
  assert.ok(offered > 300, String(offered));
  assert.deepEqual([...withheld].sort(), WITHHELD);
});

/** Rules with more findings, hints aside, in the second text. */
function addedRules(before: string, after: string): readonly string[] {
  const count = (text: string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { rule, level } of findAll(text)) if (level !== 'hint') counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return counts;
  };
  const old = count(before);
  return [...count(after)].flatMap(([rule, now]) => (now > (old.get(rule) ?? 0) ? [rule] : []));
}

test('the pictures hold with CRLF line ends: the same findings, and fixes that keep them', () => {
  for (const { id, check, checkBundle } of RULES) {
    if (!check && !checkBundle) continue;
    for (const name of fixturesOf(join(FOLDER, id), 'bad')) {
      const { text, marks } = readFixture(readText(FOLDER, id, name));
      const crlf = text.replaceAll('\n', '\r\n');
      const found = findAll(crlf).filter((f) => f.rule === id);
      assert.equal(found.length, marks.length, `${id}/${name}`);
      const fixed = name.replace('bad', 'fixed');
      if (existsSync(join(FOLDER, id, fixed))) assert.equal(applyFixes(crlf, found), readText(FOLDER, id, fixed).replaceAll('\n', '\r\n'), `${id}/${name}`);
    }
  }
});
