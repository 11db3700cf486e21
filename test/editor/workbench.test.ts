import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createVSIX } from '@vscode/vsce';
import { runCommand, withWorkbench } from './workbench.ts';

const fixture = join(import.meta.dirname, 'fixture');
let scratch = '';

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'petset-workbench-'));
});

after(() => rm(scratch, { recursive: true, force: true }));

test("an installed extension's modal dialog is answered by a click", async () => {
  const vsix = join(scratch, 'fixture.vsix');
  await createVSIX({ cwd: fixture, packagePath: vsix, dependencies: false, skipLicense: true, allowMissingRepository: true });
  const screenshots = process.env.PETSET_TEST_SCREENSHOTS || scratch;
  await withWorkbench({ vsix, folder: join(fixture, 'folder'), screenshots }, async (page) => {
    await runCommand(page, 'Fixture: Ask');
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Delete' }).click();
    await page.locator('.notification-toast').filter({ hasText: 'The answer is Delete' }).waitFor();
  });
});
