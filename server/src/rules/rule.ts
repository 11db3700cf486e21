import type { Bundle } from '../kube/bundle.ts';
import type { Document } from '../kube/document.ts';
import type { Span } from '../text/span.ts';
import type { Path } from '../yaml/tree.ts';

export type Level = 'error' | 'warning' | 'information' | 'hint';

/** Replacements in the chunk; spans are UTF-16 offsets in the chunk and do not overlap. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one an editor may apply without asking which. */
  readonly preferred?: boolean;
}

export interface Related {
  readonly span: Span;
  readonly message: string;
  /** Another file; undefined for the chunk of the finding. With a file, the span is relative to that file. */
  readonly file?: string;
}

/** Something the user should know, at an exact place of the chunk. */
export interface Finding {
  readonly rule: string;
  readonly level: Level;
  readonly span: Span;
  /** Names the consequence, in one sentence. */
  readonly message: string;
  /** The manifest path at fault where it is not the one of `span`: a key that is missing. */
  readonly path?: Path;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
}

export type Report = (finding: Omit<Finding, 'rule' | 'level'> & { readonly level?: Level }) => void;

/** One rule, one file, one row in index.ts, one folder test/rules/<id>. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  /** One sentence: what happens on the cluster. Becomes the heading text of the rule's page. */
  readonly summary: string;
  /** Where the rule comes from: a Kubernetes rule or a measured fact. */
  readonly source: string;
  /** Called once per document. Reads only; must not throw on any tree. */
  readonly check?: (document: Document, report: Report) => void;
  /** Called once per document when the documents around it may matter, after `check`. Must be cheap: it runs for every document of a file on each keystroke. */
  readonly checkBundle?: (document: Document, bundle: Bundle, report: Report) => void;
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
