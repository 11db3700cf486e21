import { type ChunkEdit, editInScalar } from './encode.ts';
import { scalarMap } from './scalar.ts';
import { type Entry, entryOf, type Tree, type TreeMap, type TreeScalar } from './tree.ts';

/**
 * Edits of a manifest that keep what the user wrote: comments, indentation, line ends, quotes, flow or block form. Each returns
 * undefined where it cannot promise that, and then no fix is offered.
 */
export type TextEdit = ChunkEdit;

/** A value to write: a scalar as YAML text, a list, or a map. */
export type Value = string | readonly Value[] | { readonly [key: string]: Value };

/** A key and its value as the first entry of a map, in the map's own form. */
export function insertEntry(map: TreeMap, key: string, value: Value, chunk: string): TextEdit | undefined {
  if (isJson(map)) return undefined;
  const first = map.entries.find((e) => !e.merged);
  if (map.flow) {
    const open = map.span.start + 1;
    return chunk[map.span.start] === '{' ? { span: { start: open, end: open }, text: flowEntry(key, value) + (map.entries.length > 0 ? ', ' : '') } : undefined;
  }
  if (!first || !isAligned(chunk, first.keySpan.start)) return undefined;
  const start = first.keySpan.start;
  const indent = column(chunk, start);
  return { span: { start, end: start }, text: `${blockEntry(key, value, indent, eolOf(chunk))}${eolOf(chunk)}${' '.repeat(indent)}` };
}

/** The same as the last entry, behind everything that the map holds. */
export function appendEntry(map: TreeMap, key: string, value: Value, chunk: string): TextEdit | undefined {
  const own = map.entries.filter((e) => !e.merged);
  const first = own[0];
  const last = own.at(-1);
  if (map.flow || isJson(map) || !first || !last || !isAligned(chunk, first.keySpan.start)) return insertEntry(map, key, value, chunk);
  const indent = column(chunk, first.keySpan.start);
  return afterLine(chunk, lastInk(chunk, last), blockEntry(key, value, indent, eolOf(chunk)), indent);
}

/**
 * Puts `value` at the end of a path below `root`, creating the maps that are missing on the way. `first` puts it in front of the
 * map's other entries.
 */
export function insertAt(root: Tree | undefined, path: readonly string[], value: Value, chunk: string, place: 'first' | 'last' = 'last'): TextEdit | undefined {
  let here = root;
  let holder: Entry | undefined;
  for (const [index, key] of path.entries()) {
    const rest = nest(path.slice(index + 1), value);
    if (here?.kind === 'map') {
      if (here.entries.length === 0 && !here.flow) return undefined;
      const entry = entryOf(here, key);
      if (!entry) return place === 'first' ? insertEntry(here, key, rest, chunk) : appendEntry(here, key, rest, chunk);
      holder = entry;
      here = entry.value;
    } else return holder && here?.kind === 'scalar' && here.value === null ? fillNull(holder, here, nest(path.slice(index), value), chunk) : undefined;
  }
  return holder && here?.kind === 'scalar' && here.value === null ? fillNull(holder, here, value, chunk) : undefined;
}

/** A new item behind the last one of a list, in the list's own form. */
export function appendItem(items: Tree | undefined, value: Value, chunk: string): TextEdit | undefined {
  if (items?.kind !== 'seq') return undefined;
  const last = items.items.at(-1);
  if (items.flow) {
    const close = items.span.end - 1;
    if (chunk[close] !== ']' || isJsonTree(last)) return undefined;
    return last
      ? { span: { start: last.span.end, end: last.span.end }, text: `, ${flowText(value)}` }
      : { span: { start: close, end: close }, text: flowText(value) };
  }
  if (!last) return undefined;
  const dash = items.span.start;
  if (chunk[dash] !== '-' || !isAligned(chunk, dash)) return undefined;
  const indent = column(chunk, dash);
  return afterLine(chunk, inkEnd(chunk, last.span.end), `- ${blockText(value, indent + 2, eolOf(chunk)).trimStart()}`, indent);
}

/** Takes an entry out with its value; in a block map with its whole lines. Refuses to leave a block map empty. */
export function removeEntry(map: TreeMap, entry: Entry, chunk: string): TextEdit | undefined {
  if (entry.merged) return undefined;
  const index = map.entries.indexOf(entry);
  const next = map.entries[index + 1];
  const previous = map.entries[index - 1];
  if (next?.merged || previous?.merged) return undefined;
  if (map.flow) {
    if (next) return { span: { start: entry.keySpan.start, end: next.keySpan.start }, text: '' };
    if (previous) return { span: { start: previous.span.end, end: entry.span.end }, text: '' };
    return { span: { start: entry.keySpan.start, end: entry.span.end }, text: '' };
  }
  const start = lineStart(chunk, entry.keySpan.start);
  if (chunk.slice(start, entry.keySpan.start).trim() === '') {
    return next || previous ? { span: { start, end: lineEnd(chunk, lastInk(chunk, entry)) }, text: '' } : undefined;
  }
  // The first key of a list item shares its line with the dash.
  return next ? { span: { start: entry.keySpan.start, end: next.keySpan.start }, text: '' } : undefined;
}

/** New text for a string, in the quotes it has; undefined where the old one was not written out. */
export function replaceScalar(scalar: TreeScalar, text: string, chunk: string): TextEdit | undefined {
  if (typeof scalar.value === 'string' && scalar.style !== 'plain' && scalar.value !== '') {
    return editInScalar(scalar, chunk, { start: 0, end: scalarMap(scalar, chunk).text.trimEnd().length }, text);
  }
  return scalar.style === 'json' ? undefined : { span: scalar.span, text: scalarText(text) };
}

/** A string as a YAML scalar: plain where every reader takes it for a string. */
export function scalarText(value: string): string {
  return /^[A-Za-z/][\w./-]*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value) ? value : JSON.stringify(value);
}

/** A map of strings as a value to write. */
export function mapText(values: ReadonlyMap<string, string>): Value {
  return Object.fromEntries([...values].map(([key, value]) => [/^[\w./-]+$/.test(key) ? key : JSON.stringify(key), scalarText(value)]));
}

/** Renames a key in the quotes it has. */
export function renameKey(entry: Entry, key: string, chunk: string): TextEdit | undefined {
  const { start, end } = entry.keySpan;
  const quote = /["']/.test(chunk[start] ?? '') && chunk[start] === chunk[end - 1] ? 1 : 0;
  return entry.merged || chunk.slice(start + quote, end - quote) !== entry.key ? undefined : { span: { start: start + quote, end: end - quote }, text: key };
}

/** Takes the lines of an entry out, with the comment lines right above it. */
export function cutEntry(entry: Entry, chunk: string): TextEdit {
  return { span: { start: lineStart(chunk, leadStart(chunk, entry)), end: lineEnd(chunk, lastInk(chunk, entry)) }, text: '' };
}

/** The source of an entry with the comment lines right above it, moved to start at another column. */
export function entryText(entry: Entry, indent: number, chunk: string): string {
  const by = indent - column(chunk, entry.keySpan.start);
  const lines = chunk.slice(leadStart(chunk, entry), lastInk(chunk, entry)).split('\n');
  return lines
    .map((line, index) => (index === 0 || line.trim() === '' ? line : by >= 0 ? ' '.repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`), '')))
    .join('\n');
}

function leadStart(chunk: string, entry: Entry): number {
  let start = entry.keySpan.start;
  for (;;) {
    const line = lineStart(chunk, start);
    const above = chunk.slice(lineStart(chunk, line - 1), line);
    if (line === 0 || !/^[ \t]*#/.test(above) || chunk.slice(line, start).trim() !== '') return start;
    start = line - above.length + above.indexOf('#');
  }
}

/** A new document behind this one; the next document brings its own `---`. */
export function appendDocument(text: string, chunk: string): TextEdit {
  const eol = eolOf(chunk);
  const end = chunk.length;
  const lead = chunk === '' || chunk.endsWith('\n') ? '' : eol;
  return { span: { start: end, end }, text: `${lead}---${eol}${text.replaceAll('\n', eol)}` };
}

/** True when only blanks and dashes stand in front: a column that new lines can be written to. An anchor or a tag would be in the way. */
export function isAligned(chunk: string, offset: number): boolean {
  return /^ *(- +)*$/.test(chunk.slice(lineStart(chunk, offset), offset));
}

export function column(chunk: string, offset: number): number {
  return offset - lineStart(chunk, offset);
}

export function eolOf(chunk: string): string {
  return chunk.includes('\r\n') ? '\r\n' : '\n';
}

function fillNull(holder: Entry, value: TreeScalar, text: Value, chunk: string): TextEdit | undefined {
  const indent = column(chunk, holder.keySpan.start);
  if (value.style !== 'plain' || holder.merged || !isAligned(chunk, holder.keySpan.start)) return undefined;
  if (typeof text === 'string') return { span: value.span, text: value.span.start === value.span.end ? ` ${text}` : text };
  if (value.span.end > value.span.start || chunk.slice(holder.keySpan.end, lineEnd(chunk, holder.keySpan.end)).replace(/#.*/s, '').trim() !== ':')
    return undefined;
  return afterLine(chunk, holder.keySpan.end, ' '.repeat(2) + blockText(text, indent + 2, eolOf(chunk)).trimStart(), indent);
}

/** New lines behind the line that holds `offset`; `text` has no indentation on its first line. */
function afterLine(chunk: string, offset: number, text: string, indent: number): TextEdit {
  const end = lineEnd(chunk, offset);
  const ended = chunk[end - 1] === '\n';
  const eol = eolOf(chunk);
  const block = ' '.repeat(indent) + text;
  return { span: { start: end, end }, text: ended ? block + eol : eol + block };
}

function blockEntry(key: string, value: Value, indent: number, eol: string): string {
  if (typeof value === 'string') return `${key}: ${value}`;
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return `${key}: ${flowText(value)}`;
  return `${key}:${eol}${blockText(value, indent + 2, eol)}`;
}

function blockText(value: Value, indent: number, eol: string): string {
  const pad = ' '.repeat(indent);
  if (typeof value === 'string') return pad + value;
  if (isList(value)) return value.map((v) => `${pad}- ${blockText(v, indent + 2, eol).trimStart()}`).join(eol);
  return Object.entries(value)
    .map(([k, v]) => pad + blockEntry(k, v, indent, eol))
    .join(eol);
}

function flowText(value: Value): string {
  if (typeof value === 'string') return value;
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([k, v]) => flowEntry(k, v))
    .join(', ')}}`;
}

function flowEntry(key: string, value: Value): string {
  return `${key}: ${flowText(value)}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function nest(keys: readonly string[], value: Value): Value {
  return keys.reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
}

function isJson(map: TreeMap): boolean {
  return map.entries.some((e) => isJsonTree(e.value));
}

function isJsonTree(tree: Tree | undefined): boolean {
  if (tree?.kind === 'scalar') return tree.style === 'json';
  if (tree?.kind === 'seq') return isJsonTree(tree.items[0]);
  return tree?.kind === 'map' && isJson(tree);
}

/** End of the last character that is not blank: block collections and block scalars reach into the blank lines behind them. */
function lastInk(chunk: string, entry: Entry): number {
  return inkEnd(chunk, Math.max(entry.span.end, entry.keySpan.end));
}

function inkEnd(chunk: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(chunk[at - 1] ?? '')) at--;
  return at;
}

function lineStart(chunk: string, offset: number): number {
  return chunk.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line break of the line that holds `offset`. */
function lineEnd(chunk: string, offset: number): number {
  const at = chunk.indexOf('\n', offset);
  return at < 0 ? chunk.length : at + 1;
}
