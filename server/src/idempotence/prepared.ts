import type { MountTable } from './mounts.ts';
import type { InitStep } from './program.ts';
import type { Source } from './source.ts';

/** What the kubelet starts: words, each with its way back to the manifest. */
export interface Program {
  readonly words: readonly string[];
  readonly sources: readonly Source[];
  readonly scripts: ReadonlyMap<string, Source>;
  /** The shell script among them, if there is one. */
  readonly script: Source | undefined;
}

/** An init container made ready to run. */
export interface Prepared {
  readonly step: InitStep;
  readonly table: MountTable;
  readonly program: Program | undefined;
}
