import { build } from 'esbuild';

/** Bundles a suite the way VS Code loads it: one CommonJS file, `vscode` left to the extension host. */
export async function bundleSuite(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
