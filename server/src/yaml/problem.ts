import type { Span } from '../text/span.ts';

/** What is wrong with the text itself. */
export interface Problem {
  readonly span: Span;
  readonly message: string;
  /** `quotes`: of a scalar they are missing, not closed, or followed by text. */
  readonly code: 'syntax' | 'quotes' | 'alias-bomb';
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] };
  /** Two objects ran into one, and not even what stands above can be believed. */
  readonly upsets?: true;
}
