/** What one expansion yields: a text, or several words as from "$@" and arrays. */
export interface Expansion {
  readonly words: readonly string[];
  /** "$@" keeps its words apart also inside quotes. */
  readonly apart: boolean;
}

/** An expansion that yields one text. */
export function one(text: string): Expansion {
  return { words: [text], apart: false };
}
