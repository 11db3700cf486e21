/** A range of UTF-16 code units, end exclusive. Relative to whatever text the owner names (a chunk, a file, a script). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** True when the offset touches the span; both ends count, as a cursor stands between characters. */
export function touches(s: Span, offset: number): boolean {
  return s.start <= offset && offset <= s.end;
}

/** True when two spans share a place; their ends count, as for a cursor. */
export function meets(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
