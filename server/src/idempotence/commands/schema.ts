/** Option letters or names joined by `|` (any), `&` (all), each may carry `!`; '' is never, 'always' is always. */
export type Condition = string;

/**
 * Which words of a command are meant, alternatives joined by ` | `, the first that yields something wins:
 * `0` `-1` `1..` `0..-2` operands; `@out` an option's value; `env:NAME`; `cwd`; `claim` the only persistent mount;
 * `base:0` the last path segment of operand 0; `in:P:X` X inside the directory of option P; `strip.gz:0` operand 0
 * without that suffix; `=/text` itself. A `+/tail` at the end is appended to each.
 */
export type Select = string;

export type Existing = 'replace' | 'keep' | 'newer' | 'fail' | 'rename';

/** What happens to something that is already there: one word, or by option, first match wins, `else` last. */
export type Choice = Existing | { readonly [condition: string]: Existing };

export type ContentKind = 'stdin' | 'fresh' | 'stable' | 'empty' | 'network';

export type Effect =
  | {
      readonly op: 'create';
      readonly at: Select;
      readonly what: 'dir' | 'file' | 'special';
      readonly existing: Choice;
      readonly parents?: Condition;
      readonly when?: Condition;
    }
  | {
      readonly op: 'write';
      readonly at: Select;
      readonly content: ContentKind;
      readonly existing?: Choice;
      readonly parents?: Condition;
      readonly when?: Condition;
    }
  | { readonly op: 'append'; readonly at: Select; readonly content: ContentKind; readonly when?: Condition }
  | { readonly op: 'edit'; readonly at: Select; readonly how: 'rewrite' | 'sed' | 'grow'; readonly when?: Condition }
  | {
      readonly op: 'remove';
      readonly at: Select;
      readonly recursive?: Condition;
      readonly force?: Condition;
      readonly emptyOnly?: boolean;
      readonly when?: Condition;
    }
  | {
      readonly op: 'copy';
      readonly from: Select;
      readonly to: Select;
      readonly into?: Select;
      readonly recursive: Condition;
      readonly merge?: Condition;
      readonly slash?: boolean;
      readonly existing: Choice;
      readonly unlink?: Condition;
      readonly parents?: Condition;
      readonly delete?: Condition;
      readonly when?: Condition;
    }
  | {
      readonly op: 'move';
      readonly from: Select;
      readonly to: Select;
      readonly into?: Select;
      readonly merge?: Condition;
      readonly existing: Choice;
      readonly when?: Condition;
    }
  | {
      readonly op: 'link';
      readonly from: Select;
      readonly to: Select;
      readonly into?: Select;
      readonly symbolic: Condition;
      readonly plain: Condition;
      readonly existing: Choice;
      readonly when?: Condition;
    }
  | {
      readonly op: 'populate';
      readonly at: Select;
      readonly from?: Select;
      readonly origin?: 'network' | 'image' | 'fresh';
      readonly existing?: Choice;
      /** What the tool does when the directory already holds something. */
      readonly nonEmpty?: Choice;
      readonly creates?: readonly string[];
      readonly when?: Condition;
    }
  | { readonly op: 'entry'; readonly at: Select; readonly name: Select; readonly existing: Choice; readonly when?: Condition }
  /** A directory per installed thing. */
  | { readonly op: 'record'; readonly at: Select; readonly name: Select; readonly existing: Choice; readonly when?: Condition }
  /** Prints the names in a directory. */
  | { readonly op: 'names'; readonly at: Select; readonly when?: Condition }
  | { readonly op: 'drop'; readonly at: Select; readonly name: Select; readonly when?: Condition }
  /** The application's changes to the files of a tree are taken back. */
  | { readonly op: 'revert'; readonly at: Select; readonly when?: Condition }
  | { readonly op: 'empty'; readonly at: Select; readonly when?: Condition }
  /** A download to a file, or into a directory. */
  | { readonly op: 'fetch'; readonly at: Select; readonly from: Select; readonly when?: Condition }
  /** What must be there before the effects after it happen, and of which kind. */
  | { readonly op: 'need'; readonly at: Select; readonly what?: 'dir' | 'file'; readonly when?: Condition }
  | { readonly op: 'mode'; readonly at: Select; readonly mode: Select; readonly when?: Condition };

/** What a command prints: nothing, an unknown but stable text, a new text each time, or its input transformed. */
export type Output = 'none' | 'stable' | 'fresh' | 'filter';

export interface CommandSpec {
  /** Options without a value: `n=no-clobber r=R=recursive`; the first name is the canonical one. */
  readonly flags?: string;
  /** Options with a value, in the same notation. */
  readonly values?: string;
  /** gnu: -ab --long=v; single: -long v (openssl, keytool, Go); bundle: tar xf; assign: dd of=v. */
  readonly style?: 'gnu' | 'single' | 'bundle' | 'assign';
  readonly effects?: readonly Effect[];
  readonly out?: Output;
  /** Where its output and its files come from; decides whether replacing a file with it is managed configuration. */
  readonly origin?: 'network' | 'image' | 'fresh' | 'computed';
  /** The option that changes the directory in which it works (git -C). */
  readonly directory?: string;
  /** Operands whose content flows into the output; they must exist. */
  readonly reads?: Select;
  /** ask: the status depends on the world (a probe); otherwise the command succeeds unless an effect fails. */
  readonly status?: 'ask';
  /** The number of operands before the command that is run. */
  readonly wraps?: number;
  readonly sub?: { readonly [words: string]: CommandSpec };
  /** Behaviour that is code: the name of an evaluator. */
  readonly code?: string;
  /** What differs in busybox; `missing` when there is no such applet. */
  readonly busybox?: CommandSpec;
  /** Where the behaviour is documented or how it was observed. */
  readonly source?: string;
}

/** As the setting petset.idempotence.commands holds them. */
export type UserCommands = Readonly<Record<string, CommandSpec>>;

export type CommandTable = ReadonlyMap<string, CommandSpec>;
