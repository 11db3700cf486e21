import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Growth, timeGrowth, timePatterns } from '../../test/bench/growth.ts';
import { timeHostileScripts, timeLongScripts, timeSets } from '../../test/bench/interpreter.ts';
import { headlessService, statefulSet } from '../../test/bench/manifests.ts';
import { timePods } from '../../test/bench/pods.ts';
import { writeOneSchema } from '../../test/bench/schema.ts';
import { type Figures, timeServer } from '../../test/bench/server.ts';
import { ROOT } from '../build.ts';
import { prepare } from '../prepare.ts';

/** `npm run bench`: our server beside yaml-language-server on the same files, then the linter on a thousand files, then the view with ten thousand pods. Prints numbers, judges nothing. */
await prepare();
const ours = [process.execPath, join(ROOT, 'bin/petset-language-server.cjs'), '--stdio'];
const theirs = [process.execPath, join(ROOT, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'];
const scratch = mkdtempSync(join(tmpdir(), 'petset-bench-'));
const schema = join(scratch, 'statefulset.json');
writeOneSchema(join(ROOT, 'schemas'), schema);
const theirSettings = {
  yaml: {
    schemas: { [pathToFileURL(schema).href]: ['*.yaml'] },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
    validate: true,
  },
};

for (const documents of [1, 100, 1000]) {
  const a = await timeServer(ours, {}, documents);
  const b = process.argv.includes('--alone') ? undefined : await timeServer(theirs, theirSettings, documents);
  print(documents, a, b);
}
linter(1000);
await pods(10_000);
interpreter();
growth();
rmSync(scratch, { recursive: true });

function print(documents: number, a: Figures, b: Figures | undefined): void {
  console.log(`\n${a.lines} lines, ${documents} document${documents === 1 ? '' : 's'}${b ? '                petset  yaml-language-server   ratio' : ''}`);
  const rows: readonly (readonly [string, keyof Figures, string])[] = [
    ['start to ready', 'ready', 'ms'],
    ['open to first diagnostics', 'first', 'ms'],
    ['open to the middle diagnosed', 'open', 'ms'],
    ['keystroke to diagnostics', 'edit', 'ms'],
    ['hover', 'hover', 'ms'],
    ['completion', 'completion', 'ms'],
    ['memory', 'memory', 'MiB'],
  ];
  for (const [name, key, unit] of rows) {
    const other = b ? `${b[key].toFixed(1).padStart(14)} ${unit.padEnd(3)} ${(b[key] / a[key]).toFixed(1).padStart(10)}x` : '';
    console.log(`  ${name.padEnd(30)} ${a[key].toFixed(1).padStart(8)} ${unit.padEnd(3)}${other}`);
  }
}

/** The interpreter alone, in this process: T, R and I of each script. */
function interpreter(): void {
  console.log('\ninit scripts, all scenarios');
  for (const { name, ms } of timeSets()) console.log(`  ${name.padEnd(36)} ${ms.toFixed(2).padStart(8)} ms a script`);
  for (const { name, lines, ms } of timeLongScripts()) console.log(`  ${`${lines} lines: ${name}`.padEnd(46)} ${ms.toFixed(1).padStart(8)} ms`);
  console.log('\nhostile init scripts (goal: 50 ms each)');
  for (const { name, ms } of timeHostileScripts()) console.log(`  ${name.padEnd(46)} ${ms.toFixed(1).padStart(8)} ms`);
}

/** How work grows with a text: four times the text, and as many times the work. */
function growth(): void {
  console.log('\ntexts of 24 and 96 kB, analysed and completed');
  const show = ({ name, short, long }: Growth): void =>
    console.log(`  ${name.padEnd(36)} ${short.toFixed(1).padStart(8)} ms ${long.toFixed(1).padStart(8)} ms ${(long / short).toFixed(1).padStart(6)}x`);
  for (const each of timeGrowth()) show(each);
  console.log('\nthe slowest pattern of the schemas, on 15 and 60 kB');
  show(timePatterns());
}

/** The view with one big set, against a stand-in server in another thread. */
async function pods(count: number): Promise<void> {
  const { first, changes, heap } = await timePods(count);
  console.log(`\nthe view, a set of ${count} pods: list and first paint ${first.toFixed(0)} ms`);
  console.log(`  a change on the server to its painted line: ${changes.map((ms) => ms.toFixed(0)).join(', ')} ms; heap for all pods ${heap.toFixed(0)} MiB`);
}

/** Whole process, start-up included: 1,000 files of a Service and a set. */
function linter(files: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'petset-bench-'));
  const names = Array.from({ length: files }, (_, i) => join(folder, `${i}.yaml`));
  for (const [i, name] of names.entries()) writeFileSync(name, `${headlessService(i)}---\n${statefulSet(i)}`);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    spawnSync(process.execPath, [join(ROOT, 'bin/petset-lint.cjs'), '--format', 'json', ...names], { cwd: ROOT });
    times.push(performance.now() - started);
  }
  rmSync(folder, { recursive: true });
  times.sort((x, y) => x - y);
  console.log(`\npetset-lint on ${files} two-document files: ${times.map((t) => Math.round(t)).join(' ')} ms, median ${Math.round(times[2] ?? 0)} ms`);
}
