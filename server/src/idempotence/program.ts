import type { Span } from '../text/span.ts';
import type { UserCommands } from './commands/schema.ts';

/** One init container, in the order in which the kubelet starts them. */
export interface InitStep {
  readonly name: string;
  readonly image: string | undefined;
  /** The decoded strings of the manifest, before the kubelet expands $(VAR). */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly workingDir: string | undefined;
  readonly env: readonly EnvVar[];
  readonly mounts: readonly Mount[];
  readonly runAsUser: number | undefined;
}

/** A value that is undefined comes from elsewhere (valueFrom): unknown, but the same in each run. */
export interface EnvVar {
  readonly name: string;
  readonly value: string | undefined;
}

export type MountKind = 'claim' | 'emptyDir' | 'memory' | 'hostPath' | 'ephemeral' | 'input';

export interface Mount {
  readonly path: string;
  readonly volume: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
  readonly kind: MountKind;
}

/** UTF-16 offsets in one decoded string of the manifest. */
export interface Place {
  readonly list: 'command' | 'args';
  readonly index: number;
  readonly span: Span;
}

export type RuleId =
  | 'rerun-fails'
  | 'clobbers'
  | 'clobbers-managed'
  | 'accumulates'
  | 'changes-every-run'
  | 'not-crash-safe'
  | 'sh-c-extra-args'
  | 'dash-bashism'
  | 'unknown-command'
  | 'shell-syntax'
  | 'peers-dependent';

export type Level = 'error' | 'warning' | 'information' | 'hint';

export interface Related {
  readonly step: number;
  readonly place: Place;
  readonly message: string;
}

/** The ways to mend a command. Each is executed in many surroundings by `test/sandbox/templates.test.ts`. */
export const TEMPLATES = [
  'mkdir -p',
  'ln -f',
  'ln -fn',
  'rm -f',
  'rmdir guard',
  'mkfifo guard',
  'mknod guard',
  'mv guard',
  'mv skip',
  'cp -f',
  'cp -T',
  'copy aside',
  'copy tree aside',
  'tar without -k',
  'rsync --ignore-existing',
  'clone aside',
  'key aside',
  'download aside',
  'output aside',
  'write aside',
  'append once',
  'write over',
  'tee without -a',
  'bash',
] as const;

export type Template = (typeof TEMPLATES)[number];

export interface Fix {
  readonly template: Template;
  readonly title: string;
  /** The titles of its rewritings, where several commands are mended at once. */
  readonly parts?: readonly string[];
  readonly edits: readonly { readonly place: Place; readonly text: string }[];
  /** An editor may apply it without asking: it keeps what the author wanted, and brings no hint either. */
  readonly preferred: boolean;
}

export interface Verdict {
  readonly step: number;
  readonly rule: RuleId;
  readonly level: Level;
  readonly place: Place;
  readonly message: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

export interface InitOptions {
  /** The text of a script that is mounted from a ConfigMap of the workspace. */
  readonly files?: (step: InitStep, path: string) => string | undefined;
  /** Commands that the user describes; they stand before those of the table. */
  readonly commands?: UserCommands | undefined;
}
