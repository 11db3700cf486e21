import type { SourceMap } from '../text/sourceMap.ts';
import { parseJson } from '../yaml/json.ts';
import type { Problem } from '../yaml/problem.ts';
import { scalarMap } from '../yaml/scalar.ts';
import { child, type Entry, entries, type Path, type Tree } from '../yaml/tree.ts';
import type { Minor } from './version.ts';

export const INIT_ALPHA = 'pod.alpha.kubernetes.io/init-containers';
export const INIT_BETA = 'pod.beta.kubernetes.io/init-containers';

/** The JSON of an init-container annotation, parsed, with spans in the chunk. */
export interface EmbeddedJson {
  readonly stage: 'alpha' | 'beta';
  /** Path of the annotation's value, for example [..., 'annotations', 'pod.beta.kubernetes.io/init-containers']. */
  readonly path: Path;
  readonly entry: Entry;
  /** The decoded annotation text. */
  readonly map: SourceMap;
  readonly root: Tree | undefined;
  readonly problems: readonly Problem[];
  /** False when the cluster of this version ignores it: the other key wins, or annotations are no longer read (from 1.8). */
  readonly active: boolean;
}

/** Reads both annotations of a pod template's metadata. Which one counts: docs/facts/init-containers.md#keys-by-version. */
export function readEmbedded(template: Tree, path: Path, chunk: string, version: Minor): EmbeddedJson[] {
  const all = entries(child(child(template, 'metadata'), 'annotations'));
  const found = all.filter((e) => (e.key === INIT_ALPHA || e.key === INIT_BETA) && e.value.kind === 'scalar' && typeof e.value.value === 'string');
  const betaCounts = version >= 4 && found.some((e) => e.key === INIT_BETA);
  return found.flatMap((entry) => {
    if (entry.value.kind !== 'scalar') return [];
    const stage = entry.key === INIT_BETA ? 'beta' : 'alpha';
    const active = version < 8 && (stage === 'beta' ? betaCounts : !betaCounts);
    const map = scalarMap(entry.value, chunk);
    return [{ stage, path: [...path, 'metadata', 'annotations', entry.key], entry, map, active, ...parseJson(map, entry.value.style) } as const];
  });
}
