/** A line of block YAML as far as completion must understand it: where its dashes and its key are. */
export interface Row {
  readonly start: number;
  readonly end: number;
  /** Columns of `- ` in front of the key. */
  readonly dashes: readonly number[];
  /** Column of the first character behind spaces and dashes. */
  readonly column: number;
  readonly key: string | undefined;
  /** Offset behind the colon and its spaces; the content's start where there is no key. */
  readonly valueStart: number;
}

/** What a line belongs to: block YAML, nothing (blank, comment), or the value that began in row `owner`. */
export type Line =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'blank'; readonly start: number; readonly end: number }
  | { readonly kind: 'text'; readonly owner: Row; readonly start: number; readonly end: number };

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[\]{},&*!|>%@`][^#]*?)[ \t]*:(?=[ \t\r]|$)[ \t]*/;
const LONGEST_KEY = 1000;
const BLOCK_SCALAR = /^(?:&\S+ +)?[|>][-+0-9]*[ \t\r]*(?:#.*)?$/;

/** Reads the lines of a chunk. Half-typed YAML is read as far as it goes; nothing is an error. */
export function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  let owner: Owner | undefined;
  while (at <= text.length) {
    const stop = text.indexOf('\n', at);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(at, end);
    if (owner?.goesOn(line)) lines.push({ kind: 'text', owner: owner.row, start: at, end });
    else if (/^\s*(#.*)?$/.test(line) || /^(---|\.\.\.)(\s|$)/.test(line)) {
      owner = undefined;
      lines.push({ kind: 'blank', start: at, end });
    } else {
      const row = readRow(line, at);
      lines.push({ kind: 'row', row });
      owner = ownerOf(row, text.slice(row.valueStart, end));
    }
    at = end + 1;
  }
  return lines;
}

function readRow(line: string, start: number): Row {
  const dashes: number[] = [];
  let column = /^ */.exec(line)?.[0].length ?? 0;
  for (let dash = /^-(?:[ \t]+|\r?$)/.exec(line.slice(column)); dash; dash = /^-(?:[ \t]+|\r?$)/.exec(line.slice(column))) {
    dashes.push(column);
    column += dash[0].length;
  }
  // No key is longer, and the pattern would walk over a long run of blanks again and again.
  const found = KEY.exec(line.slice(column, column + LONGEST_KEY));
  const key = found?.[1] === undefined ? undefined : unquote(found[1]);
  return { start, end: start + line.length, dashes, column, key, valueStart: start + column + (found?.[0].length ?? 0) };
}

/** Where a value of one line ends: in front of a comment and of blanks. */
export function valueEnd(text: string, start: number, lineEnd: number): number {
  // Looks no further than the line: a search of the whole text for each row takes seconds in a long one.
  const inLine = text.startsWith('#', start) ? 0 : text.slice(start, lineEnd).indexOf(' #');
  let end = inLine < 0 ? lineEnd : start + inLine;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return end;
}

export function unquote(key: string): string {
  if (key.startsWith("'")) return key.slice(1, -1).replaceAll("''", "'");
  return key.startsWith('"') ? key.slice(1, -1).replace(/\\(.)/g, '$1') : key;
}

/** A value of several lines, and how to tell that a further line is still inside. */
interface Owner {
  readonly row: Row;
  readonly goesOn: (line: string) => boolean;
}

function ownerOf(row: Row, value: string): Owner | undefined {
  if (BLOCK_SCALAR.test(value)) {
    // The text stands deeper than the map or list that holds it; blank lines belong to it.
    const parent = outerColumn(row);
    return { row, goesOn: (line) => /^\s*$/.test(line) || indentOf(line) > parent };
  }
  const first = value.trimStart()[0] ?? '';
  if (first === '"' || first === "'") return quoted(row, first, value);
  return first === '{' || first === '[' ? flow(row, value) : undefined;
}

/** The column that a text of several lines must be deeper than. */
export function outerColumn(row: Row): number {
  return row.key === undefined ? (row.dashes.at(-1) ?? -1) : row.column;
}

function quoted(row: Row, quote: string, value: string): Owner | undefined {
  let open = isOpen(value.trimStart().slice(1), quote);
  if (!open) return undefined;
  const goesOn = (line: string): boolean => {
    // A key at the start of a line was hardly meant as text: the quote was forgotten.
    if (!open || indentOf(line) < row.column) return false;
    open = isOpen(line, quote);
    return true;
  };
  return { row, goesOn };
}

function isOpen(text: string, quote: string): boolean {
  const rest = quote === '"' ? text.replace(/\\./g, '') : text.replaceAll("''", '');
  return !rest.includes(quote);
}

function flow(row: Row, value: string): Owner | undefined {
  let depth = balance(value);
  if (depth <= 0) return undefined;
  const goesOn = (line: string): boolean => {
    if (depth <= 0 || (/\S/.test(line) && indentOf(line) <= row.column && !/^\s*[\]}]/.test(line) && row.column > 0)) return false;
    depth += balance(line);
    return true;
  };
  return { row, goesOn };
}

function balance(text: string): number {
  let depth = 0;
  for (const c of text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, '')) depth += c === '{' || c === '[' ? 1 : c === '}' || c === ']' ? -1 : 0;
  return depth;
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}
