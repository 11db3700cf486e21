import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './build.ts';
import { prepare, run } from './prepare.ts';

/** Makes petset.vsix: the bundles, no node_modules. Size in bytes. */
export async function vsix(): Promise<{ readonly file: string; readonly size: number }> {
  await prepare();
  const file = join(ROOT, 'dist', 'petset.vsix');
  run(process.execPath, [
    join(ROOT, 'node_modules/@vscode/vsce/vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  return { file, size: (await stat(file)).size };
}
