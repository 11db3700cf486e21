import type { Span } from '../text/span.ts';

/** What is wrong with the text itself. */
export interface Problem {
  readonly span: Span;
  readonly message: string;
  readonly code: 'syntax' | 'alias-bomb';
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly span: Span; readonly text: string }[] };
  /** Two objects ran into one, and not even what stands above can be believed. */
  readonly upsets?: true;
}
