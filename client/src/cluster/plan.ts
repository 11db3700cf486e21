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
  /** What a server that cannot try would be sent; undefined where it is nothing. */
  readonly patch?: unknown;
  /** The patch writes what was applied beside the object, so that the next one knows what the manifest has no longer. */
  readonly notes?: boolean;
  /** True where nobody noted what was applied last: what the manifest has no longer stays. */
  readonly isUnnoted?: boolean;
  /** What the manifest has no longer, and what no merge of an old server can remove: plain values of merged lists, such as finalizers. */
  readonly stays?: readonly string[];
  /** What the manifest has no longer, and what stays all the same while `kubectl apply` owns it. */
  readonly owned?: Owned;
}

/** Fields that `kubectl apply` on the client's side owns, although the manifest has them no longer. */
export interface Owned {
  /** As server-side apply writes them: spec.ports[port=80,protocol="TCP"]. */
  readonly paths: readonly string[];
  /** The names that kubectl goes by in the managed fields. */
  readonly managers: readonly string[];
  /** Applying takes them over, and so removes them: as `kubectl apply --server-side` does. Else they stay. */
  readonly isTaken: boolean;
}

export interface PlanOptions {
  /** `asKubectl`: what nobody noted stays. `exact`: items of lists that the manifest speaks of, and alternatives to what it says, go. */
  readonly merge?: 'asKubectl' | 'exact';
  /** Whether fields of `kubectl apply` that the manifest has no longer are taken over; true where it is not given. */
  readonly takesOver?: boolean;
}
