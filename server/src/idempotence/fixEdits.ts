import type { Fix, InitStep, Place } from './program.ts';

type Edits = Fix['edits'];

/** The container with the edits made. */
export function applied(step: InitStep, edits: Edits): InitStep {
  const edit = (list: Place['list']): readonly string[] | undefined => step[list]?.map((text, index) => replaced(text, inString(edits, list, index)));
  return { ...step, command: edit('command'), args: edit('args') };
}

/** Edits of a text do not overlap or touch. */
function replaced(text: string, edits: Edits): string {
  let out = text;
  for (const { place, text: by } of edits.toReversed()) out = out.slice(0, place.span.start) + by + out.slice(place.span.end);
  return out;
}

/** In the order of the text. */
function inString(edits: Edits, list: Place['list'], index: number): Edits {
  return edits.filter((e) => e.place.list === list && e.place.index === index).sort((a, b) => a.place.span.start - b.place.span.start);
}

/** The place before the edits of a place after them. What lies in new text is where that was put. */
export function mappedBack(place: Place, edits: Edits): Place {
  return { ...place, span: { start: originOf(place, place.span.start, edits).offset, end: originOf(place, place.span.end, edits).offset } };
}

function originOf(place: Place, offset: number, edits: Edits): { readonly offset: number; readonly isNew: boolean } {
  let shift = 0;
  for (const { place: at, text } of inString(edits, place.list, place.index)) {
    const start = at.span.start + shift;
    if (offset <= start) break;
    if (offset < start + text.length) return { offset: at.span.start, isNew: true };
    shift += text.length - (at.span.end - at.span.start);
  }
  return { offset: offset - shift, isNew: false };
}

/** Two sets of edits as one, the second made for the text after the first; undefined where the second changes what the first wrote. */
export function composed(first: Edits, second: Edits): Edits | undefined {
  const moved: Edits[number][] = [];
  for (const { place, text } of second) {
    const [start, end] = [originOf(place, place.span.start, first), originOf(place, place.span.end, first)];
    const span = { start: start.offset, end: end.offset };
    const clash = first.some(
      (e) => e.place.list === place.list && e.place.index === place.index && e.place.span.start <= span.end && span.start <= e.place.span.end,
    );
    if (start.isNew || end.isNew || clash) return undefined;
    moved.push({ place: { ...place, span }, text });
  }
  return [...first, ...moved];
}
