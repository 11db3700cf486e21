import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isKustomization, KUSTOMIZATIONS, patchFilesOf } from '../kube/kustomize.ts';
import type { InputFile } from './inputs.ts';

/** Which of the files a kustomization names as patches: one that is given too, or one that stands beside or above a file. */
export function patchesAmong(files: readonly InputFile[]): ReadonlySet<string> {
  const given = files.filter((f) => isKustomization(f.name)).map((f) => resolve(f.name));
  const folders = new Set(files.map((f) => dirname(resolve(f.name))).flatMap((folder) => [folder, dirname(folder)]));
  const near = [...folders].flatMap((folder) => KUSTOMIZATIONS.map((name) => join(folder, name)));
  const named = new Set([...new Set([...given, ...near])].flatMap(patchesOf));
  return new Set(files.filter((f) => named.has(resolve(f.name))).map((f) => f.name));
}

function patchesOf(kustomization: string): readonly string[] {
  try {
    return patchFilesOf(readFileSync(kustomization, 'utf8')).map((path) => resolve(dirname(kustomization), path));
  } catch {
    return [];
  }
}
