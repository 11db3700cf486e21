import { objectStarts } from './jsonStream.ts';

/** A YAML document of a file: `text` is the chunk, starting at offset `start` of the file, with its own `---` line in front. */
export interface ChunkText {
  readonly start: number;
  readonly text: string;
}

/** Each line can be read in one way only: with two, as with a comment that may itself take the carriage return, the time would double with each line. */
const ONLY_DIRECTIVES = /^(?:[ \t]*(?:#[^\n]*\n|\r?\n)|%[^\n]*\n|\ufeff)*$/;

/**
 * Splits a file into YAML documents. `---` at the start of a line always ends a document, also inside a block scalar, so the
 * split is exact. What stands in front of the first `---` and says nothing (comments, directives) belongs to the document after it.
 */
export function splitDocuments(file: string): ChunkText[] {
  const chunks: ChunkText[] = [];
  let start = 0;
  for (let at = file.indexOf('---'); at >= 0; at = file.indexOf('---', at + 3)) {
    if (at > start && isMarker(file, at) && !ONLY_DIRECTIVES.test(file.slice(start, Math.min(at, start + 20_000)))) {
      chunks.push({ start, text: file.slice(start, at) });
      start = at;
    }
  }
  chunks.push({ start, text: file.slice(start) });
  return /^[\s\ufeff]*\{/.test(file) ? [...objects(chunks[0]), ...chunks.slice(1)] : chunks;
}

/** What begins with a brace is a stream of JSON objects for kubectl. */
function objects(chunk: ChunkText | undefined): ChunkText[] {
  if (!chunk) return [];
  const starts = [0, ...objectStarts(chunk.text)];
  return starts.map((start, i) => ({ start: chunk.start + start, text: chunk.text.slice(start, starts[i + 1]) }));
}

function isMarker(file: string, at: number): boolean {
  if (at > 0 && file.charCodeAt(at - 1) !== 10 && file.charCodeAt(at - 1) !== 13 && file.charCodeAt(at - 1) !== 0xfeff) return false;
  const after = file.charCodeAt(at + 3);
  return Number.isNaN(after) || after === 10 || after === 13 || after === 32 || after === 9;
}
