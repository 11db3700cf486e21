import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { needs } from '../../test/needs.ts';
import { ROOT } from '../build.ts';
import { prepare } from '../prepare.ts';
import { type Part, type Selection, select, usage } from '../testing/selection.ts';
import { type Count, runSuite, type Suite } from '../testing/suite.ts';

/** `npm test [PART ...] [-- PATH-OR-NAME ...]`: everything, or a part. Ends with the plain line `N passed, N failed`. */
const minute = 60_000;

/** The real parts start slowly: an editor in seconds, a cluster in minutes. */
const limits: Readonly<Record<Exclude<Part, 'static'>, Pick<Suite, 'concurrency' | 'testLimitMs' | 'fileLimitMs'>>> = {
  unit: { concurrency: 2, testLimitMs: 2 * minute, fileLimitMs: 20 * minute },
  editor: { concurrency: 1, testLimitMs: 5 * minute, fileLimitMs: 20 * minute },
  cluster: { concurrency: 1, testLimitMs: 10 * minute, fileLimitMs: 20 * minute },
};

const files = globSync('test/**/*.test.ts', { cwd: ROOT }).map((file) => file.replaceAll('\\', '/'));
const selected = select(process.argv.slice(2), files.sort());
if (typeof selected === 'string') leave(selected);
else await test(selected);

async function test(selection: Selection): Promise<void> {
  const count: Count = { passed: 0, failed: 0, skipped: [] };
  await prepare();
  if (selection.parts.includes('static')) {
    check('types', 'tsc', ['-b'], count);
    check('format and lint', 'biome', ['ci', '--error-on-warnings', '--colors=off'], count);
    check('dead files, exports and dependencies', 'knip', [], count);
  }
  for (const part of ['unit', 'editor', 'cluster'] as const) {
    const ready = await withNeeds(selection.files(part), count);
    await runSuite({ ...limits[part], files: ready, names: selection.names }, count);
  }
  for (const name of count.skipped) console.log(`skipped: ${name}`);
  if (count.passed + count.failed === 0) leave(`No test of ${selection.parts.join(', ')} has "${selection.names.join('" or "')}" in its name.`);
  console.log(`${count.passed} passed, ${count.failed} failed${count.skipped.length > 0 ? `, ${count.skipped.length} skipped` : ''}`);
  process.exit(count.failed === 0 ? 0 : 1);
}

/** Prepares what the files need; those whose need failed are not run, and the failure is one of the tests. */
async function withNeeds(wanted: readonly string[], count: Count): Promise<readonly string[]> {
  let ready = wanted;
  for (const need of needs) {
    if (!ready.some((file) => need.files.test(file))) continue;
    try {
      await need.prepare();
    } catch (error) {
      count.failed++;
      console.log(`✖ ${need.name}: ${error instanceof Error ? error.message : String(error)}`);
      ready = ready.filter((file) => !need.files.test(file));
    }
  }
  return ready;
}

function check(name: string, command: string, args: readonly string[], count: Count): void {
  const started = performance.now();
  const done = spawnSync(join(ROOT, 'node_modules/.bin', command), args, { cwd: ROOT, stdio: 'inherit' });
  const ok = done.status === 0;
  console.log(`${ok ? '✔' : '✖'} ${name} (${Math.round(performance.now() - started)}ms)`);
  if (ok) count.passed++;
  else count.failed++;
}

function leave(problem: string): never {
  console.error(`${problem}\n\n${usage}`);
  process.exit(2);
}
