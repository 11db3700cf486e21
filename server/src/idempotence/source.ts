import type { Place } from './program.ts';

/** A text of the program and the way back from its offsets to the manifest. */
export interface Source {
  readonly step: number;
  readonly text: string;
  place(start: number, end: number): Place;
}

/** Where something happened: a command, a redirection, a word. */
export interface Site {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly originFrom: number;
  readonly originTo: number;
  readonly copied: boolean;
}

export interface Expanded {
  readonly text: string;
  origin(offset: number, end: boolean): number;
}

/**
 * The kubelet's own expansion: $(VAR) of a variable the container has, $$ for a dollar sign; anything else stays.
 * It happens before any shell sees the text, so its spans must lead back to the manifest.
 */
export function expandKubelet(text: string, lookup: (name: string) => string | undefined): Expanded {
  if (!text.includes('$(') && !text.includes('$$')) return { text, origin: (offset) => offset };
  const segments: Segment[] = [];
  let out = '';
  let plain = 0;
  const add = (from: number, to: number, value: string, copied: boolean): void => {
    if (to > from || value) segments.push({ from: out.length, to: out.length + value.length, originFrom: from, originTo: to, copied });
    out += value;
  };
  let close = -1;
  for (let i = text.indexOf('$'); i >= 0 && i < text.length; i = text.indexOf('$', i)) {
    // Looked for again only after the last one, or a text of many openings would be searched from each of them.
    if (close < i) close = after(text, ')', i);
    const found = reference(text, i, close, lookup);
    if (found) {
      add(plain, i, text.slice(plain, i), true);
      add(i, found.end, found.value, false);
      plain = found.end;
    }
    i = found ? found.end : i + 1;
  }
  add(plain, text.length, text.slice(plain), true);
  return { text: out, origin: (offset, end) => toOrigin(segments, offset, end, text.length) };
}

function after(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found < 0 ? text.length : found;
}

/** The longest name of a variable that is looked for. */
const longestName = 1_024;

function reference(
  text: string,
  at: number,
  close: number,
  lookup: (name: string) => string | undefined,
): { readonly end: number; readonly value: string } | undefined {
  if (text[at + 1] === '$') return { end: at + 2, value: '$' };
  if (text[at + 1] !== '(' || close >= text.length || close - at > longestName) return undefined;
  const value = lookup(text.slice(at + 2, close));
  return value === undefined ? undefined : { end: close + 1, value };
}

function toOrigin(segments: readonly Segment[], offset: number, end: boolean, length: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const to = segments[middle]?.to ?? 0;
    if (offset < to || (end && offset === to)) high = middle;
    else low = middle + 1;
  }
  const segment = segments[low];
  if (!segment) return length;
  if (segment.copied) return segment.originFrom + Math.max(0, offset - segment.from);
  return end ? segment.originTo : segment.originFrom;
}

export function manifestSource(step: number, list: Place['list'], index: number, expanded: Expanded): Source {
  return {
    step,
    text: expanded.text,
    place: (start, end) => {
      const from = expanded.origin(start, false);
      return { list, index, span: { start: from, end: Math.max(from, expanded.origin(end, true)) } };
    },
  };
}

/** A text that the manifest does not hold (eval, a mounted script): everything in it points at the command that runs it. */
export function borrowedSource(text: string, site: Site): Source {
  return { step: site.source.step, text, place: () => site.source.place(site.start, site.end) };
}
