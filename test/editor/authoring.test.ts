import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { passesOnExamples } from './onExamples.ts';

test('in a real VS Code: findings at their words, fixes, snippets, completion in the annotation, a quiet start', async (t) => {
  const settings = { 'petset.idempotence.commands': { 'seed-db': { effects: [{ op: 'writes' }] } } };
  const prepare = async (folder: string): Promise<void> => {
    await mkdir(join(folder, '.vscode'));
    await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  };
  await passesOnExamples(t, 'authoring', { prepare, timeoutMs: 240_000 });
});
