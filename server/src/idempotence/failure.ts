import type { Key } from './mounts.ts';
import type { Site } from './source.ts';

/** What a failure is about, as seen from the command: `it` is the path that it works on. */
export type Subject = 'it' | 'source' | 'target' | 'parent' | 'directory' | 'target directory';

/** What a command would have taken, had it been there. Without it: a file. `either`: files and directories alike, so only the name can tell. */
export type Wanted = 'directory' | 'either';

/** Causes without operands. */
export type PlainKind =
  | 'other-kind'
  | 'not-file'
  | 'entries-exist'
  | 'filled'
  | 'locked'
  | 'same'
  | 'same-file'
  | 'other-volume'
  | 'mount-point'
  | 'mount-point-below'
  | 'nothing-to-remove'
  | 'no-match'
  | 'differs'
  | 'bad-checksum'
  | 'refused'
  | 'false-test'
  | 'broken-pipe'
  | 'functions-too-deep'
  | 'shells-too-deep'
  | 'no-script'
  | 'no-hook';

/** Why a command failed, as data: code branches on this, and only wording.ts puts it into words. */
export type Cause =
  | { readonly kind: 'missing'; readonly of: Subject; readonly wants?: Wanted | undefined }
  /** `detail`: what the script called it, where that is more than the command says. */
  | { readonly kind: 'unreadable'; readonly detail?: string }
  | { readonly kind: 'exists' | 'is-directory' | 'not-directory' | 'not-empty'; readonly of: Subject }
  | { readonly kind: 'not-replaceable'; readonly of: 'directory' | 'file'; readonly by: 'link' | 'file' | 'directory' }
  /** `detail`: the name of an entry in a file, of a parameter, of a command, or of a construct of the shell. */
  | { readonly kind: 'entry-exists' | 'unset' | 'not-installed' | 'not-in-shell'; readonly detail: string }
  /** `status`: 1 to 255. */
  | { readonly kind: 'status' | 'exit'; readonly status: number }
  | { readonly kind: PlainKind };

export interface Failure {
  readonly site: Site;
  readonly cause: Cause;
  readonly key: Key | undefined;
}

/** Whether the thing under the key of the failure was not there. */
export function isAbsence(cause: Cause): boolean {
  return cause.kind === 'missing' || cause.kind === 'unreadable';
}

// Shorthands for what many commands report.
export const missing = (of: Subject = 'it', wants?: Wanted): Cause => ({ kind: 'missing', of, wants });
export const exists: Cause = { kind: 'exists', of: 'it' };
export const unreadable: Cause = { kind: 'unreadable' };
export const isDirectoryItself = (of: Subject = 'it'): Cause => ({ kind: 'is-directory', of });
export const notDirectory = (of: Subject = 'it'): Cause => ({ kind: 'not-directory', of });
