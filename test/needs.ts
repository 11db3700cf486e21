// What test files need that is not in the repository, prepared by `npm test` before the first of them runs.

import { ensureChromium } from '../tools/editor/chromium.ts';
import { ensureCodeServer } from '../tools/editor/code-server.ts';
import { clusterForTests } from './cluster/cluster.ts';
import { findDesktop } from './editor/desktop.ts';
import { ensureRoots, obstacle } from './sandbox/roots.ts';

export interface Need {
  readonly name: string;
  /** The test files that need it, relative to the repository. */
  readonly files: RegExp;
  /** Does nothing where this machine cannot have it: then the tests themselves say why they are skipped. */
  readonly prepare: () => Promise<unknown>;
}

/** In the order of preparation: the cluster's images are made of what the sandbox installs. */
export const needs: readonly Need[] = [
  {
    name: 'the userlands that scripts are executed in',
    files: /^test\/(sandbox\/|client\/cluster\/peersScript)/,
    prepare: async () => ((await obstacle()) === undefined ? await ensureRoots() : undefined),
  },
  {
    name: 'a VS Code and a browser for it',
    files: /^test\/(editor\/|cluster\/walkthrough)/,
    prepare: async () => {
      if ((await findDesktop(process.env.PETSET_TEST_EDITOR)) !== undefined) return;
      await ensureCodeServer();
      await ensureChromium();
    },
  },
  { name: 'a Kubernetes cluster', files: /^test\/cluster\//, prepare: clusterForTests },
];
