import type { Change, Wire } from './changes.ts';
import type { ServerFinding } from './serverFindings.ts';

/** One object of a manifest, as the language server reads it. */
export interface Declared {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Empty: that of the connection. */
  readonly namespace: string;
  /** The YAML document as it is written. */
  readonly text: string;
  readonly value: unknown;
}

/** What applying would do. */
export interface Plan {
  readonly isNew: boolean;
  readonly changes: readonly Change[];
  /** Fields that other programs manage, in the server's words; applying takes them over. */
  readonly conflicts: readonly string[];
  readonly before: Wire | undefined;
  readonly after: Wire;
  /** What the server refuses; then nothing else here means anything. */
  readonly refused: readonly ServerFinding[];
  /** What the server says beside taking it. */
  readonly warnings: readonly ServerFinding[];
}
