// Patterns of scripts, matched by our linear matchers and by the real shells and tools.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { matches, posixPattern, stripped, substituted } from '../../server/src/idempotence/patterns.ts';
import { closeBracket, openBracket, question, star } from '../../server/src/idempotence/symbols.ts';
import { Random, randomSeed } from '../sandbox/random.ts';

const seeds = [20261201, randomSeed()];
const scratch = mkdtempSync(join(tmpdir(), 'petset-patterns-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const isThere = (program: string): boolean => spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU') ?? false;
const skip = ['bash', 'grep', 'sed', 'expr'].every(isThere) ? false : 'needs the GNU tools: bash, grep, sed and expr';
const plenty = () => ({ left: 1e9 });

/** Runs a script of one line for each case; answers with its lines. */
function run(shell: string, lines: readonly string[]): readonly string[] {
  const file = join(scratch, 'cases.sh');
  writeFileSync(file, lines.join('\n'));
  const done = spawnSync(shell, [file], { encoding: 'utf8', maxBuffer: 1 << 26, timeout: 30_000, env: { ...process.env, LC_ALL: 'C' } });
  return done.stdout.split('\n').slice(0, -1);
}

function randomText(random: Random): string {
  return Array.from({ length: random.below(9) }, () => random.pick(['a', 'b', 'a', 'b', '-', '.', 'B', '1'])).join('');
}

/** A pattern as the shell writes it and as the interpreter has it. */
function randomGlob(random: Random): readonly [shell: string, ours: string] {
  const parts = Array.from({ length: 1 + random.below(6) }, () =>
    random.pick<readonly [string, string]>([
      ['a', 'a'],
      ['b', 'b'],
      ['-', '-'],
      ['*', star],
      ['*', star],
      ['?', question],
      ['[ab]', `${openBracket}ab${closeBracket}`],
      ['[!a]', `${openBracket}!a${closeBracket}`],
      ['[a-b1]', `${openBracket}a-b1${closeBracket}`],
      ['[[:upper:].]', `${openBracket}[:upper:].${closeBracket}`],
      ['\\*', '*'],
    ]),
  );
  return [parts.map(([shell]) => shell).join(''), parts.map(([, ours]) => ours).join('')];
}

for (const shell of ['bash', 'dash']) {
  test(`${shell}: case, # and %`, { skip: skip || (spawnSync(shell, ['-c', ':']).status === 0 ? false : `needs ${shell}`) }, () => {
    for (const seed of seeds) {
      const random = new Random(seed);
      const cases = Array.from({ length: 600 }, () => ({ text: randomText(random), glob: randomGlob(random) }));
      const seen = run(
        shell,
        cases.map(
          ({ text, glob: [p] }) =>
            `x='${text}'; case $x in ${p}) printf y ;; *) printf n ;; esac; printf ' %s|%s|%s|%s\\n' "\${x#${p}}" "\${x##${p}}" "\${x%${p}}" "\${x%%${p}}"`,
        ),
      );
      for (const [i, { text, glob }] of cases.entries()) {
        const [written, ours] = glob;
        const strips = (['#', '##', '%', '%%'] as const).map((operator) => stripped(text, operator, ours, plenty()));
        const expected = `${matches(text, ours, plenty()) ? 'y' : 'n'} ${strips.join('|')}`;
        assert.equal(expected, seen[i], `seed ${seed}: x='${text}' pattern ${written}`);
      }
    }
  });
}

test('bash: replacing by patterns', { skip }, () => {
  for (const seed of seeds) {
    const random = new Random(seed);
    const cases = Array.from({ length: 600 }, () => ({ text: randomText(random), glob: randomGlob(random) }));
    const operators = ['/', '//', '/#', '/%'];
    const seen = run(
      'bash',
      cases.map(({ text, glob: [p] }) => `x='${text}'; printf '%s|%s|%s|%s\\n' ${operators.map((o) => `"\${x${o}${p}/_}"`).join(' ')}`),
    );
    for (const [i, { text, glob }] of cases.entries()) {
      const expected = operators.map((operator) => substituted(text, operator, glob[1], '_', plenty())).join('|');
      assert.equal(expected, seen[i], `seed ${seed}: x='${text}' pattern ${glob[0]}`);
    }
  }
});

/** Only outside groups: inside repeated ones the matcher of the GNU C library loses matches (executed: `b+[^a]((\\<a)*){2}` does not find `bb`). */
const wordEdges = ['\\b', '\\<a', 'b\\>'];

/** Nested groups and repeats over a small alphabet. `flat`: no repeats, since inside a repeat the tools themselves take minutes. */
function randomExpression(random: Random, extended: boolean, depth = 0, flat = false): string {
  const [open, close, or] = extended ? ['(', ')', '|'] : ['\\(', '\\)', '\\|'];
  const items = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const isRepeated = !flat && random.chance(45);
    const isGroup = depth < 3 && random.chance(30);
    const atom = random.pick(['a', 'b', 'a', '.', '[ab]', '[^a]', '[[:alpha:]]', '\\.', '-', '\\w', ...(depth === 0 ? wordEdges : [])]);
    const inner = isGroup ? `${open}${randomExpression(random, extended, depth + 1, flat || isRepeated)}${close}` : atom;
    if (!isRepeated || /^\\[b<]|\\>$/.test(inner)) return inner;
    const times = extended ? ['*', '+', '?', '{2}', '{1,2}', '{,2}', '{1,}'] : ['*', '\\+', '\\?', '\\{2\\}', '\\{1,2\\}'];
    return `${i === 0 && depth === 0 && random.chance(20) ? '^' : ''}${inner}${random.pick(times)}`;
  });
  const branch = items.join('') + (depth === 0 && random.chance(20) ? '$' : '');
  return random.chance(20) && depth < 3 ? `${branch}${or}${randomExpression(random, extended, depth + 1, flat)}` : branch;
}

/** Repeats in repeats, for our own matcher only. */
function evilExpression(random: Random, depth = 0): string {
  const items = Array.from({ length: 1 + random.below(3) }, () => {
    const inner = depth < 3 && random.chance(60) ? `(${evilExpression(random, depth + 1)})` : random.pick(['a', 'b', '.', '[ab]', 'a|aa']);
    return `${inner.includes('|') && !inner.startsWith('(') ? `(${inner})` : inner}${random.pick(['', '*', '+', '?', '{1,3}'])}`;
  });
  return items.join('');
}

test('bash [[ =~ ]]: whether and what', { skip }, (t) => {
  for (const seed of seeds) {
    const random = new Random(seed);
    const cases = Array.from({ length: 800 }, () => ({ text: randomText(random), expression: randomExpression(random, true) }));
    const seen = run(
      'bash',
      cases.map(({ text, expression }) => `r='${expression}'; [[ '${text}' =~ $r ]] && printf 'y%s\\n' "\${BASH_REMATCH[0]}" || echo n`),
    );
    let compared = 0;
    for (const [i, { text, expression }] of cases.entries()) {
      const pattern = posixPattern(expression, { extended: true });
      if (!pattern) continue;
      compared++;
      const found = pattern.find(text, plenty());
      assert.equal(found ? `y${text.slice(found.start, found.end)}` : 'n', seen[i], `seed ${seed}: '${text}' =~ ${expression}`);
    }
    t.diagnostic(`seed ${seed}: ${compared} of ${cases.length} expressions compared`);
    assert.ok(compared > 0.9 * cases.length);
  }
});

for (const extended of [true, false]) {
  test(`grep ${extended ? '-E' : '-G'} and sed ${extended ? '-E' : ''} s///g`, { skip }, (t) => {
    for (const seed of seeds) {
      const random = new Random(seed);
      const cases = Array.from({ length: 120 }, () => ({
        lines: Array.from({ length: 8 }, () => randomText(random)),
        expression: randomExpression(random, extended),
      }));
      let compared = 0;
      for (const { lines, expression } of cases) {
        const pattern = posixPattern(expression, { extended, escapes: true });
        if (!pattern) continue;
        const input = `${lines.join('\n')}\n`;
        const env = { ...process.env, LC_ALL: 'C' };
        const grep = spawnSync('grep', [extended ? '-E' : '-G', '-n', '--', expression], { input, encoding: 'utf8', env, timeout: 10_000 });
        const ours = lines.flatMap((line, i) => (pattern.test(line, plenty()) ? [`${i + 1}:${line}\n`] : [])).join('');
        assert.equal(ours, grep.stdout, `seed ${seed}: grep ${expression}`);
        const sed = spawnSync('sed', [...(extended ? ['-E'] : []), `s/${expression}/_/g`], { input, encoding: 'utf8', env, timeout: 10_000 });
        const replaced = lines.map((line) => pattern.replace(line, () => '_', plenty(), { all: true }));
        assert.equal(`${replaced.join('\n')}\n`, sed.stdout, `seed ${seed}: sed s/${expression}/_/g on ${JSON.stringify(lines)}`);
        compared++;
      }
      t.diagnostic(`seed ${seed}: ${compared} of ${cases.length} expressions, 8 lines each`);
      assert.ok(compared > 0.8 * cases.length);
    }
  });
}

test('the work of matching grows with the text times the pattern, whatever the pattern is', () => {
  const work = (expression: string, length: number): number => {
    const budget = { left: 1e9 };
    posixPattern(expression, { extended: true })?.test(`${'a'.repeat(length)}b`, budget);
    return 1e9 - budget.left;
  };
  const random = new Random(seeds[1] ?? 1);
  const evil = ['^(a+)+$', '^(a|aa)+$', '(((a*)*)*)*c', '((a{1,9}){1,9})c', '(a*)*(a*)*(a*)*c'];
  for (const expression of [...evil, ...Array.from({ length: 200 }, () => `${evilExpression(random)}c`)]) {
    const [small, large] = [work(expression, 400), work(expression, 800)];
    assert.ok(large <= 3 * small + 5, `seed ${seeds[1]}: ${expression}: ${small} and ${large} units`);
  }
});
