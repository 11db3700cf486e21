import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** Builds the bundles: the extension, the server (language server and linter), and the cluster half that is loaded when it is asked for. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

const common: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: !process.argv.includes('--dev'),
  sourcemap: process.argv.includes('--dev') ? 'inline' : false,
  legalComments: 'none',
  // jsonc-parser's CommonJS form requires its parts in a way that no bundler can follow.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

/** In a CommonJS bundle `import.meta.url` is empty; the bundle's own place is what is meant. */
const place: BuildOptions = {
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The cluster half is 1.4 MB: the extension's lazy import of it becomes a `require` of its own bundle. */
const clusterApart: Plugin = {
  name: 'cluster-apart',
  setup: (plugin) => {
    plugin.onResolve({ filter: /\/cluster\/index\.ts$/ }, (args) => (args.kind === 'dynamic-import' ? { path: './cluster.cjs', external: true } : undefined));
  },
};

/** client-node's port-forward imports its whole generated API, 0.7 MB, for ways to a pod that we do not use. */
const withoutGeneratedApi: Plugin = {
  name: 'without-generated-api',
  setup: (plugin) => {
    plugin.onResolve({ filter: /^\.\/gen\/index\.js$/ }, (args) =>
      args.importer.endsWith('portforward.js') ? { path: 'none', namespace: 'none' } : undefined,
    );
    plugin.onLoad({ filter: /^none$/, namespace: 'none' }, () => ({ contents: 'export const AppsV1Api = undefined, CoreV1Api = undefined;' }));
  },
};

const bundles: readonly BuildOptions[] = [
  { ...common, ...place, entryPoints: { server: 'server/src/bundle.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, format: 'cjs' },
  {
    ...common,
    ...place,
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    plugins: [clusterApart],
  },
  // Runs in the page of the panel, not in Node.
  { ...common, platform: 'browser', target: 'es2022', entryPoints: { panel: 'client/src/panel/page.ts' }, outdir: 'dist', format: 'iife' },
  {
    ...common,
    ...place,
    entryPoints: { cluster: 'client/src/cluster/index.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    plugins: [withoutGeneratedApi],
  },
];

export async function buildBundles(): Promise<void> {
  await Promise.all(bundles.filter(hasEntry).map((options) => build(options)));
}

function hasEntry(options: BuildOptions): boolean {
  return Object.values(options.entryPoints as Record<string, string>).every((entry) => existsSync(join(ROOT, entry)));
}
