import { distance } from '../text/nearest.ts';

/** The candidate that was probably meant: equal but for case, or a few typing mistakes away; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const sameWord = candidates.find((c) => c.toLowerCase() === lower);
  if (sameWord !== undefined) return sameWord;
  let best: string | undefined;
  // One mistake in three letters, and never more than three, or everything looks like everything.
  let least = Math.min(3, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of candidates) {
    const d = distance(lower, candidate.toLowerCase(), least);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best ?? candidates.find((c) => isShort(lower, c.toLowerCase()));
}

/** `mount` for `mounts`, `volume` for `volumes`: a plural or a prefix that says most of the word. */
function isShort(word: string, candidate: string): boolean {
  return word.length >= 4 && (candidate === `${word}s` || `${candidate}s` === word || `${candidate}es` === word);
}

/** For messages. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
