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

/** Edits (insert, delete, replace, swap of neighbours) from one word to another; stops counting at `limit`. */
export function distance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (before[j - 2] ?? 0) + 1);
      next.push(d);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** For messages. */
export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
