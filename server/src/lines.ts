import type { PlacedChunk } from './analyze.ts';

/** A line and character as editors count: zero-based, characters are UTF-16 code units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** Line starts of a chunk. Lines exist only at the rim, for people; inside there are offsets. */
class Lines {
  private readonly starts: number[] = [0];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  position(offset: number, lineShift: number): LinePosition {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + lineShift, character: offset - (this.starts[low] ?? 0) };
  }

  /** Offset of a position, clamped to its line as the protocol demands. */
  offset(position: LinePosition): number {
    const start = this.starts[position.line];
    if (start === undefined) return this.text.length;
    const next = this.starts[position.line + 1];
    return Math.min(start + position.character, next === undefined ? this.text.length : next - 1);
  }
}

const LINES = new WeakMap<object, Lines>();

export function linesOf(placed: PlacedChunk): Lines {
  const { document } = placed.chunk;
  let lines = LINES.get(document);
  if (!lines) {
    lines = new Lines(document.text);
    LINES.set(document, lines);
  }
  return lines;
}
