import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { ROOT } from '../build.ts';
import { prepare } from '../prepare.ts';

/** `npm test [unit|editor|cluster|static ...]`: everything, or the named parts. Ends with the plain line `N passed, N failed`. */
interface Count {
  passed: number;
  failed: number;
  skipped: string[];
}

const parts = process.argv.slice(2);
const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
const count: Count = { passed: 0, failed: 0, skipped: [] };

await prepare();
if (wanted('static')) {
  check('types', 'tsc', ['-b']);
  check('format and lint', 'biome', ['ci', '--error-on-warnings', '--colors=off']);
  check('dead files, exports and dependencies', 'knip', []);
}
if (wanted('unit')) await suite(['test/**/*.test.ts'], ['test/editor/**', 'test/cluster/**'], 2);
if (wanted('editor')) await suite(['test/editor/**/*.test.ts'], [], 1);
if (wanted('cluster')) await suite(['test/cluster/**/*.test.ts'], [], 1);

for (const name of count.skipped) console.log(`skipped: ${name}`);
console.log(`${count.passed} passed, ${count.failed} failed${count.skipped.length > 0 ? `, ${count.skipped.length} skipped` : ''}`);
process.exit(count.failed === 0 && count.passed > 0 ? 0 : 1);

function check(name: string, command: string, args: readonly string[]): void {
  const started = performance.now();
  const done = spawnSync(join(ROOT, 'node_modules/.bin', command), args, { cwd: ROOT, stdio: 'inherit' });
  const ok = done.status === 0;
  console.log(`${ok ? '✔' : '✖'} ${name} (${Math.round(performance.now() - started)}ms)`);
  if (ok) count.passed++;
  else count.failed++;
}

async function suite(include: readonly string[], exclude: readonly string[], concurrency: number): Promise<void> {
  const files = globSync([...include], { cwd: ROOT, exclude: [...exclude] })
    .map((f) => join(ROOT, f))
    .sort();
  if (files.length === 0) return;
  const stream = runTests({ files, concurrency, timeout: 40 * 60_000 });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || isFile(event, files)) return;
    if (event.skip === undefined || event.skip === false) count.passed++;
    else count.skipped.push(`${event.name}: ${String(event.skip)}`);
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') count.failed++;
  });
  stream.compose(spec).pipe(process.stdout);
  await new Promise((resolve) => stream.on('end', resolve));
}

/** The runner reports each file as a test of its own; only what is inside counts. */
function isFile(event: { readonly name: string; readonly nesting: number }, files: readonly string[]): boolean {
  return event.nesting === 0 && files.includes(event.name);
}
