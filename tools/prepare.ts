import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buildBundles, ROOT } from './build.ts';

/** Everything that must be made before the product runs: the compiled schemas, then the bundles. Prints the sizes. */
export async function prepare(): Promise<void> {
  const compiler = join(ROOT, 'tools/schemas/compile.ts');
  if (existsSync(compiler)) run(process.execPath, [compiler]);
  await buildBundles();
  for (const name of ['server', 'extension', 'cluster']) {
    const info = await stat(join(ROOT, 'dist', `${name}.cjs`)).catch(() => undefined);
    if (info) console.log(`dist/${name}.cjs ${(info.size / 1024).toFixed(0)} KiB`);
  }
}

/** Runs a program of the repository with its output shown; ends the task when it fails. */
export function run(command: string, args: readonly string[]): void {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (done.status !== 0) process.exit(done.status ?? 1);
}
