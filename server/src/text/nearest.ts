/** The candidate that the word was probably meant to be; undefined when none is near or two are equally near. */
export function nearest(word: string, candidates: Iterable<string>, limit = Math.max(1, Math.floor(word.length / 4) + 1)): string | undefined {
  let best: string | undefined;
  let least = limit + 1;
  let tied = false;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    tied = d === least && candidate !== best ? true : d < least ? false : tied;
    if (d < least) [best, least] = [candidate, d];
  }
  return tied ? undefined : best;
}

/** Edits (insert, delete, replace, swap of neighbours) from one word to another; stops counting at `limit`. */
export function distance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, (older[j - 2] ?? 0) + 1);
      next.push(d);
    }
    older = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
