import type { SourceMap } from '../text/sourceMap.ts';

/** The place in the decoded text that was written at an offset of its source; between two runs, the start of the later one. */
export function toDecoded(map: SourceMap, source: number): number {
  for (const run of map.runs) {
    if (source <= run.source) return run.at;
    if (source < run.source + run.sourceLength) return run.length === run.sourceLength ? run.at + source - run.source : run.at;
  }
  return map.text.length;
}
