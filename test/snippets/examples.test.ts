import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RULES } from '../../server/src/rules/index.ts';
import { findAll } from '../rules/fixture.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples');

const good = readdirSync(FOLDER).filter((f) => f.endsWith('.yaml') && f !== 'broken.yaml');

test('the examples are those of the guide and their successors', () => {
  assert.deepEqual(good.sort(), ['petset_peers.yaml', 'petset_vm.yaml', 'statefulset_peers.yaml', 'statefulset_vm.yaml']);
  assert.ok(existsSync(join(FOLDER, 'README.md')));
});

/** The guide's own script proxies web-0 to itself when it is restarted: shown as it is, and the warning is true. */
const TRUE_WARNINGS: Readonly<Record<string, readonly string[]>> = { 'petset_peers.yaml': ['peers-dependent'] };

for (const file of good) {
  test(`${file} has no errors, and no warnings but true ones`, () => {
    const found = findAll(readFileSync(join(FOLDER, file), 'utf8')).filter((f) => f.level === 'error' || f.level === 'warning');
    assert.deepEqual(
      found.map((f) => f.rule),
      TRUE_WARNINGS[file] ?? [],
    );
  });
}

/** No room for it in a file that people read. */
const NOT_SHOWN = ['document-too-large'];

const broken = readFileSync(join(FOLDER, 'broken.yaml'), 'utf8');
const lines = broken.split('\n');

/** Comments `# rule: ...` stand above the line of the finding, `# (rule) ...` below a scalar that no comment can be in. */
function announced(line: number): string[] {
  const rules: string[] = [];
  for (let at = line - 1; /^\s*#/.test(lines[at] ?? ''); at--) rules.push(/^\s*# ([a-z-]+): /.exec(lines[at] ?? '')?.[1] ?? '');
  return rules;
}

test('broken.yaml shows every rule once or more', () => {
  const shown = new Set(findAll(broken).map((f) => f.rule));
  const missing = RULES.map((r) => r.id).filter((id) => !shown.has(id) && !NOT_SHOWN.includes(id));
  assert.deepEqual(missing, []);
});

test('broken.yaml: every finding but hints has its comment, and every comment its finding', () => {
  const found = findAll(broken);
  const below = new Set([...broken.matchAll(/^\s*# \(([a-z-]+)\) /gm)].map((m) => m[1]));
  const bare = found.filter((f) => f.level !== 'hint' && !announced(f.line).includes(f.rule) && !below.has(f.rule));
  assert.deepEqual(
    bare.map((f) => `${f.line + 1}: ${f.rule}: ${f.message}`),
    [],
  );
  for (const [at, line] of lines.entries()) {
    const rule = /^\s*# ([a-z]+-[a-z-]+): /.exec(line)?.[1];
    if (rule === undefined) continue;
    let next = at + 1;
    while (/^\s*#/.test(lines[next] ?? '')) next++;
    assert.ok(
      found.some((f) => f.rule === rule && f.line === next),
      `${at + 1}: ${rule} is not found in line ${next + 1}`,
    );
  }
});
