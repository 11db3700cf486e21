import { analyzeChunk, type Chunk, fileVersion, type Settings } from '../analyze.ts';
import type { Minor } from '../kube/version.ts';
import { splitDocuments } from '../yaml/split.ts';

/** The chunks of one version of a file, judged or still to be judged. */
export interface Progress {
  readonly version: Minor | undefined;
  readonly settings: Settings;
  readonly texts: readonly string[];
  /** Same length as `texts`; undefined where the chunk must still be judged. */
  readonly chunks: (Chunk | undefined)[];
}

/**
 * Starts the analysis of a new text. Documents that stand in the previous version unchanged are taken over, so that a keystroke
 * costs the document it touched: equal ones are matched from both ends, and what is between by its text.
 */
export function begin(text: string, settings: Settings, previous: Progress | undefined): Progress {
  const texts = splitDocuments(text).map((t) => t.text);
  const version = fileVersion(texts, settings);
  const chunks: (Chunk | undefined)[] = new Array(texts.length).fill(undefined);
  if (previous && previous.version === version && previous.settings === settings) takeOver(texts, chunks, previous);
  return { version, settings, texts, chunks };
}

function takeOver(texts: readonly string[], chunks: (Chunk | undefined)[], previous: Progress): void {
  const old = previous.chunks;
  let head = 0;
  while (head < texts.length && head < old.length && old[head]?.document.text === texts[head]) {
    chunks[head] = old[head];
    head++;
  }
  let tail = 0;
  while (tail < texts.length - head && tail < old.length - head && old[old.length - 1 - tail]?.document.text === texts[texts.length - 1 - tail]) {
    chunks[texts.length - 1 - tail] = old[old.length - 1 - tail];
    tail++;
  }
  const between = new Map<string, Chunk>();
  for (const chunk of old.slice(head, old.length - tail)) if (chunk) between.set(chunk.document.text, chunk);
  if (between.size === 0) return;
  for (let i = head; i < texts.length - tail; i++) chunks[i] = between.get(texts[i] ?? '');
}

/** Judges chunks until all are done or `budget` ms are over. True when all are done. */
export function advance(progress: Progress, budget: number): boolean {
  const until = performance.now() + budget;
  for (let i = 0; i < progress.texts.length; i++) {
    if (progress.chunks[i]) continue;
    progress.chunks[i] = analyzeChunk(own(progress.texts[i] ?? ''), progress.version, progress.settings);
    if (performance.now() >= until) return !progress.chunks.includes(undefined);
  }
  return true;
}

/** A copy that does not keep the whole file alive: a slice of a string holds on to the string it was cut from. */
function own(text: string): string {
  return `\n${text}`.slice(1);
}
