import type { Span } from '../text/span.ts';
import type { Path } from '../yaml/tree.ts';

/**
 * What a cursor in half-typed YAML is about to write. For a key: `path` is the map that the key would go into. For a value: `path` is the
 * value's own.
 */
export interface Slot {
  readonly role: 'key' | 'value';
  readonly path: Path;
  /** What is typed already and is to be replaced, on both sides of the cursor. */
  readonly word: Span;
  /** The part of it before the cursor. */
  readonly prefix: string;
  /** Keys that the map has elsewhere. */
  readonly present: readonly string[];
  /** Column of the key, for what is inserted below it. */
  readonly column: number;
  readonly syntax: 'block' | 'flow';
  /** A key that has its colon already. */
  readonly hasColon: boolean;
  /** The quote that the word is in. */
  readonly quote: '"' | "'" | '';
}
