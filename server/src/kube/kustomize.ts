import { parseYaml } from '../yaml/parse.ts';
import { child, items, str, type Tree } from '../yaml/tree.ts';

/** The names that kustomize takes for its own file. */
export const KUSTOMIZATIONS: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** `path` is a path or a URI. */
export function isKustomization(path: string): boolean {
  return KUSTOMIZATIONS.includes(path.slice(path.lastIndexOf('/') + 1));
}

/** The files that a kustomization names as patches, relative to itself. Patches written in it are none. */
export function patchFilesOf(text: string): readonly string[] {
  const { root } = parseYaml(text);
  const paths = ['patches', 'patchesJson6902'].flatMap((key) => items(child(root, key)).map((patch) => child(patch, 'path')));
  const merges = items(child(root, 'patchesStrategicMerge'));
  return [...paths, ...merges].flatMap((tree: Tree | undefined) => {
    const path = str(tree);
    return path === undefined || path.includes('\n') ? [] : [path];
  });
}
