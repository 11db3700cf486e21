import type { Userland } from './roots.ts';

export type Content = string | { readonly base64: string } | { readonly gz: string } | { readonly tar: Readonly<Record<string, string>> };
/** By path; a path that ends in `/` is a folder. */
export type Files = Readonly<Record<string, Content>>;

interface SandboxMount {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

/** One init container, and everything it finds around it. */
export interface SandboxCase {
  readonly id: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts: readonly SandboxMount[];
  readonly userland?: Userland;
  readonly hostname?: string;
  readonly runAsUser?: number;
  /** Files of the image, over those of the userland; a text that starts with `#!` is a program. */
  readonly image?: Files;
  /** What the volumes hold before the first start, by name. */
  readonly volumes?: Readonly<Record<string, Files>>;
  readonly stdin?: string;
  /** `VOLUME:REGEXP`: what the application leaves alone. */
  readonly untouched?: readonly string[];
  /** Whether to try the interruptions too, which costs two runs a command. */
  readonly crash?: boolean;
  readonly timeLimit?: number;
  /** Keep a process above the container's own, so that a script may kill it. */
  readonly mayDie?: boolean;
}

export type Label = 'first-run-fails' | 'fails-on-rerun' | 'accumulates' | 'clobbers' | 'changes-every-run' | 'idempotent';

export interface Change {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'grown' | 'changed';
}

export interface RunResult {
  /** -1: the time limit. */
  readonly exit: number;
  readonly output: string;
}

export interface Observed {
  readonly label: Label;
  /** The label of T alone. */
  readonly retry: Label;
  readonly first: RunResult;
  /** What the first run left on the volumes, as a digest. */
  readonly left?: string;
  readonly T?: RunResult & { readonly changes: readonly Change[] };
  readonly R?: RunResult & { readonly changes: readonly Change[]; readonly lost: readonly string[]; readonly gone: readonly string[] };
  readonly crashSafe?: boolean;
  readonly crashPoints?: number;
  /** Before which commands a kill is not healed by the next start. */
  readonly unsafe?: readonly { readonly before: number; readonly exit: number; readonly changes: readonly Change[] }[];
}
