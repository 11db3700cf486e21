import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSuite } from './bundle.ts';
import { runInEditor } from './launch.ts';
import type { EditorRun } from './run.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Runs `suites/NAME.ts` in a real VS Code on a copy of the examples, and fails with its log. Pictures go to PETSET_TEST_SCREENSHOTS.
 * `prepare` gets the folder before it is opened.
 */
export async function passesOnExamples(
  t: { after(done: () => unknown): void },
  name: string,
  options: Pick<EditorRun, 'settings' | 'environment' | 'restricted' | 'timeoutMs'> & { readonly prepare?: (folder: string) => Promise<void> },
): Promise<void> {
  const { prepare, ...rest } = options;
  const scratch = await mkdtemp(join(tmpdir(), `petset-${name}-`));
  t.after(() => rm(scratch, { recursive: true, force: true }));
  const folder = join(scratch, 'examples');
  await cp(join(root, 'examples'), folder, { recursive: true });
  await prepare?.(folder);
  const testsFile = await bundleSuite(join(import.meta.dirname, `suites/${name}.ts`), join(scratch, 'suite.cjs'));
  const screenshots = process.env.PETSET_TEST_SCREENSHOTS || join(scratch, 'screenshots');
  const result = await runInEditor({ extensionDir: root, testsFile, folder, screenshots, ...rest });
  console.log(result.log.match(/^(not )?ok .*$/gm)?.join('\n'));
  assert.equal(result.exitCode, 0, result.log);
}
