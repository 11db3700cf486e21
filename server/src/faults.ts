import { judge, type Settings } from './analyze.ts';
import { readDocument } from './kube/document.ts';
import type { Minor } from './kube/version.ts';
import type { Finding } from './rules/rule.ts';
import type { Path, Tree } from './yaml/tree.ts';

/** Something that is wrong with an object itself, wherever it came from. */
export interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly path: Path;
}

/**
 * Why an object is invalid by our own rules for a version: errors at the levels of the user, without those that `suppressed` names. What
 * its scripts do, and what it needs of other objects, is not judged. `value` is plain data, as in JSON.
 */
export function faultsOf(value: unknown, version: Minor | undefined, settings: Settings, suppressed: ReadonlySet<string>): readonly Fault[] {
  const document = readDocument(JSON.stringify(value), version, settings.api);
  const { root } = document.yaml;
  const isError = ({ rule, level }: Finding): boolean => (settings.rules[rule] ?? level) === 'error' && !suppressed.has(rule);
  const faults = judge(document).filter(isError);
  return faults.map(({ rule, message, path, span }) => ({ rule, message, path: path ?? pathAt(root, span.start) }));
}

/** The key or the item that is written at an offset of the text. */
function pathAt(tree: Tree | undefined, offset: number): Path {
  const holds = ({ start, end }: { readonly start: number; readonly end: number }): boolean => start <= offset && offset < end;
  if (tree?.kind === 'map') {
    const entry = tree.entries.find(({ span }) => holds(span));
    return entry === undefined ? [] : [entry.key, ...pathAt(entry.value, offset)];
  }
  if (tree?.kind !== 'seq') return [];
  const index = tree.items.findIndex(({ span }) => holds(span));
  return index < 0 ? [] : [index, ...pathAt(tree.items[index], offset)];
}
