import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Every source file can be the first one that is imported. With a circle of imports that is luck: a file that reads a constant of the
 * circle while it loads throws, or does not, by which file came first. Biome's `noImportCycles` sees the circle; this sees the damage.
 */
const ROOT = join(import.meta.dirname, '../..');
const WORKERS = 3;
const LONGEST_MS = 60_000;

/** Loaded by a page of VS Code, with what only such a page has. */
const IN_PAGES = ['client/src/panel/page.ts'];
/** What is there only in the editor, or only after a build. */
const ABSENT = /^(vscode|esbuild)$|\/generated\//;

const sources = globSync(['server/src/**/*.ts', 'client/src/**/*.ts'], { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('/generated/') && !IN_PAGES.includes(file));

/** What a file imports when it runs; imports of types are gone by then. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^(?:import\b(?!\s+type\b)|export\s*[{*])[^;'"]*'([^']+)'/gm)].map(([, name = '']) =>
    name.startsWith('.') ? normalize(join(dirname(file), name)).replaceAll('\\', '/') : name,
  );
}

const known = new Map<string, boolean>();
function needsAbsent(file: string): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  known.set(file, false);
  const needs = importsOf(file).some((name) => ABSENT.test(name) || (/^(server|client)\//.test(name) && needsAbsent(name)));
  known.set(file, needs);
  return needs;
}

/** Each worker has modules of its own; the cache keeps only what Node made of each text. Resolves to what was thrown, if anything. */
async function importAlone(file: string, cache: string): Promise<string | undefined> {
  const code = `require('node:module').enableCompileCache(${JSON.stringify(cache)});
    import(${JSON.stringify(pathToFileURL(file).href)}).then(() => process.exit(0), (error) => { throw error; });`;
  const worker = new Worker(code, { eval: true, stdout: true, stderr: true });
  const timer = setTimeout(() => worker.terminate(), LONGEST_MS);
  const thrown = await new Promise<string | undefined>((resolve) => {
    worker.on('error', (error) => resolve(String(error)));
    worker.on('exit', (status) => resolve(status === 0 ? undefined : `ended with status ${status}`));
  });
  clearTimeout(timer);
  return thrown;
}

async function failuresOf(files: readonly string[]): Promise<string[]> {
  const cache = mkdtempSync(join(tmpdir(), 'petset-alone-'));
  const failures: string[] = [];
  const left = [...files];
  const work = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const thrown = await importAlone(join(ROOT, file), cache);
      if (thrown !== undefined) failures.push(`${file}: ${thrown}`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  rmSync(cache, { recursive: true, force: true });
  return failures.sort();
}

test('every source file can be imported alone', async () => {
  const files = sources.filter((file) => !needsAbsent(file));
  assert.ok(files.filter((file) => file.startsWith('server/src/idempotence/')).length > 60, 'the interpreter was found');
  assert.ok(files.filter((file) => file.startsWith('client/src/')).length > 80, 'the client was found');
  assert.deepEqual(await failuresOf(files), []);
});

test('this gate sees a circle that throws', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'petset-circle-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [good, bad] = [join(folder, 'good.mjs'), join(folder, 'bad.mjs')];
  writeFileSync(good, "import { b } from './bad.mjs';\nexport const a = 1;\nexport const both = () => a + b;\n");
  writeFileSync(bad, "import { a } from './good.mjs';\nexport const b = a + 1;\n");
  assert.match((await importAlone(good, folder)) ?? '', /Cannot access 'a' before initialization/);
  assert.equal(await importAlone(bad, folder), undefined);
});
