import type { Path } from '../yaml/tree.ts';
import { flowSlot } from './flow.ts';
import { type Line, outerColumn, type Row, readLines, valueEnd } from './rows.ts';
import type { Slot } from './slot.ts';

interface Frame {
  readonly kind: 'map' | 'seq';
  readonly column: number;
  /** Key or index where the walk is. */
  step: string | number;
  readonly keys: string[];
}

/** Reads the cursor by indentation alone, because half-typed YAML often has no tree there. `offset` counts UTF-16 code units. */
export function slotAt(text: string, offset: number): Slot | undefined {
  const lines = readLines(text);
  const index = lines.findIndex((l) => offset <= (l.kind === 'row' ? l.row.end : l.end));
  const line = lines[index];
  if (!line) return undefined;
  const frames: Frame[] = [];
  for (const before of lines.slice(0, index)) if (before.kind === 'row') enter(frames, before.row.dashes, before.row.column, before.row.key);
  const below = lines.slice(index + 1);
  if (line.kind === 'text') {
    const isBehind = text.slice(line.start, line.end).trim() === '' && offset - line.start <= outerColumn(line.owner);
    // An empty line that is not deep enough for the text above it is where the next key will stand.
    return isBehind ? atKey(text, offset, frames, { ...line, kind: 'blank' }, below) : insideText(text, offset, frames, line.owner);
  }
  if (isComment(text, line, offset)) return undefined;
  if (line.kind === 'row' && line.row.key !== undefined && offset >= line.row.valueStart) return atValue(text, offset, frames, line.row);
  return atKey(text, offset, frames, line, below);
}

/** Values of `apiVersion` and `kind` of the object at `path`, read from the text. */
export function scalarsAt(text: string, path: Path): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const frames: Frame[] = [];
  for (const line of readLines(text)) {
    if (line.kind !== 'row') continue;
    enter(frames, line.row.dashes, line.row.column, line.row.key);
    if (line.row.key === undefined || frames.length !== path.length + 1 || !path.every((step, i) => frames[i]?.step === step)) continue;
    const value = text.slice(line.row.valueStart, valueEnd(text, line.row.valueStart, line.row.end));
    values.set(line.row.key, value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return values;
}

/** Moves to a row: leaves what it closes, opens what it opens. */
function enter(frames: Frame[], dashes: readonly number[], column: number, key: string | undefined): Frame | undefined {
  for (const dash of dashes) {
    leave(frames, (f) => f.column > dash);
    const top = frames.at(-1);
    if (top?.kind === 'seq' && top.column === dash) top.step = Number(top.step) + 1;
    else frames.push({ kind: 'seq', column: dash, step: 0, keys: [] });
  }
  // A list may stand at the column of its own key; a key there ends it.
  if (dashes.length === 0) leave(frames, (f) => f.column > column || (f.column === column && f.kind === 'seq'));
  if (key === undefined) return undefined;
  const top = frames.at(-1);
  if (top?.kind === 'map' && top.column === column) {
    top.step = key;
    top.keys.push(key);
    return top;
  }
  const frame: Frame = { kind: 'map', column, step: key, keys: [key] };
  frames.push(frame);
  return frame;
}

function leave(frames: Frame[], closed: (frame: Frame) => boolean): void {
  while (frames.length > 0) {
    const top = frames.at(-1);
    if (!top || !closed(top)) return;
    frames.pop();
  }
}

function isComment(text: string, line: Line, offset: number): boolean {
  const start = line.kind === 'row' ? line.row.start : line.start;
  const before = text.slice(start, offset);
  return /(^|\s)#/.test(before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, ''));
}

function atValue(text: string, offset: number, frames: Frame[], row: Row): Slot | undefined {
  enter(frames, row.dashes, row.column, row.key);
  const path = frames.map((f) => f.step);
  const first = text[row.valueStart];
  if ((first === '{' || first === '[') && offset > row.valueStart) return flowSlot(text, row.valueStart, offset, path);
  if (first === '|' || first === '>' || first === '&' || first === '*') return undefined;
  const quote = first === '"' || first === "'" ? first : '';
  const end = Math.max(offset, valueEnd(text, row.valueStart, row.end));
  return {
    role: 'value',
    path,
    word: { start: row.valueStart, end },
    prefix: text.slice(row.valueStart + quote.length, offset),
    present: [],
    column: row.column,
    syntax: 'block',
    hasColon: true,
    quote,
  };
}

function atKey(text: string, offset: number, frames: Frame[], line: Exclude<Line, { kind: 'text' }>, after: readonly Line[]): Slot | undefined {
  const row = line.kind === 'row' ? line.row : undefined;
  const start = line.kind === 'row' ? line.row.start : line.start;
  // Behind `- ` and on a blank line a key would begin where the cursor is.
  const typed = row && row.start + row.column < row.end;
  const column = typed ? row.column : offset - start;
  if (row && offset < row.start + (row.dashes.at(-1) ?? -1) + 2 && row.dashes.length > 0) return undefined;
  if (row && offset < row.start + row.column && typed) return undefined;
  const first = text[start + column];
  if (typed && row.key === undefined && (first === '{' || first === '[')) {
    enter(frames, row.dashes, column, undefined);
    return flowSlot(
      text,
      start + column,
      offset,
      frames.map((f) => f.step),
    );
  }
  const frame = enter(frames, row?.dashes ?? [], column, '');
  const path = frames.slice(0, -1).map((f) => f.step);
  const present = frame ? [...frame.keys, ...keysBelow(frames, after)].filter((k) => k !== '') : [];
  const wordStart = start + column;
  const wordEnd = typed ? wordStart + (/^\S*?(?=:?(\s|$))/.exec(text.slice(wordStart, row.end))?.[0].length ?? 0) : offset;
  if (typed && offset > wordEnd && row.key === undefined) return undefined;
  const prefix = text.slice(wordStart, offset);
  const hasColon = row?.key !== undefined;
  return { role: 'key', path, word: { start: wordStart, end: Math.max(wordEnd, offset) }, prefix, present, column, syntax: 'block', hasColon, quote: '' };
}

/** Keys of the same map behind the cursor. */
function keysBelow(frames: readonly Frame[], after: readonly Line[]): string[] {
  const walk = frames.map((f) => ({ ...f, keys: [...f.keys] }));
  const own = walk.at(-1);
  const known = own?.keys.length ?? 0;
  const index = walk.length - 2;
  const step = walk[index]?.step;
  for (const line of after) {
    if (line.kind !== 'row') continue;
    enter(walk, line.row.dashes, line.row.column, line.row.key);
    if (!own || !walk.includes(own) || (index >= 0 && walk[index]?.step !== step)) break;
  }
  return own?.keys.slice(known) ?? [];
}

function insideText(text: string, offset: number, frames: Frame[], owner: Row): Slot | undefined {
  const first = text[owner.valueStart];
  if (first !== '{' && first !== '[') return undefined;
  return flowSlot(text, owner.valueStart, offset, frames.map((f) => f.step).slice(0, owner.key === undefined ? -1 : undefined));
}
