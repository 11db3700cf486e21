/** A range of UTF-16 code units, end exclusive. Relative to whatever text the owner names (a chunk, a file, a script). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True when the offset touches the span; both ends count, as a cursor stands between characters. */
export function touches(s: Span, offset: number): boolean {
  return s.start <= offset && offset <= s.end;
}
