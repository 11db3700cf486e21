import type { Path } from '../yaml/tree.ts';

/** Indentation, dashes and key of a line of block YAML. */
const LINE = /^([ \t\u00a0]*)((?:- +)*)(?:(["']?)([\w./$-]+)\3[ \t]*:(?=\s|$))?/;

interface Level {
  readonly indent: number;
  step: string | number;
}

/**
 * The path of a place in text that is not YAML, where the tree is a guess: by indentation, from the lines above. A line that is indented by
 * tabs, or deeper than the value above it allows, is taken for a neighbour of that line or, behind an open key, for what is below it.
 */
export function brokenPath(text: string, offset: number): Path {
  const levels: Level[] = [];
  let opened = true;
  let scalar = -1;
  const end = text.indexOf('\n', offset);
  for (const line of text.slice(0, end < 0 ? text.length : end).split('\n')) {
    const [whole = '', blanks = '', dashes = '', , key] = LINE.exec(line) ?? [];
    const rest = line.slice(whole.length);
    const odd = /[\t\u00a0]/.test(blanks);
    if (/^\s*(#|---|$)/.test(line) || (scalar >= 0 && (odd || blanks.length > scalar))) continue;
    scalar = -1;
    const last = levels.at(-1)?.indent ?? 0;
    const indent = odd || (!opened && blanks.length > last) ? last + (opened && levels.length > 0 ? 1 : 0) : blanks.length;
    if (key === undefined && dashes === '') continue;
    place(levels, indent, dashes, key);
    opened = key !== undefined && /^:?\s*(#.*)?$/.test(rest);
    if (/^:?\s*[|>][-+\d]*\s*$/.test(rest)) scalar = indent + dashes.length;
  }
  return levels.map((l) => l.step);
}

function place(levels: Level[], indent: number, dashes: string, key: string | undefined): void {
  let at = indent;
  for (const dash of dashes.match(/- +/g) ?? []) {
    // A list may stand at the column of its key.
    while ((levels.at(-1)?.indent ?? -1) > at || ((levels.at(-1)?.indent ?? -1) === at && isBehindItem(levels))) levels.pop();
    const last = levels.at(-1);
    if (last?.indent === at && typeof last.step === 'number') last.step++;
    else levels.push({ indent: at, step: 0 });
    at += dash.length;
  }
  if (key === undefined) return;
  while ((levels.at(-1)?.indent ?? -1) >= at) levels.pop();
  levels.push({ indent: at, step: key });
}

/** A key that stands in front of an item at its own column is not above it. */
function isBehindItem(levels: readonly Level[]): boolean {
  const [before, last] = [levels.at(-2), levels.at(-1)];
  return typeof last?.step === 'string' && before?.indent === last.indent && typeof before.step === 'number';
}
