import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEFAULT_SETTINGS, fileVersion } from '../analyze.ts';
import type { Placed } from '../kube/bundle.ts';
import { readDocument } from '../kube/document.ts';
import { isKustomization, patchFilesOf } from '../kube/kustomize.ts';
import { INDEXED_KINDS, summarize } from '../kube/summary.ts';
import { splitDocuments } from '../yaml/split.ts';

/** Bounds of the index: beyond them a workspace is searched no further, and cross-file hints may be missing. */
const MAX_FILES = 3000;
const MAX_BYTES = 1_000_000;
const SKIPPED = new Set(['node_modules', '.git', 'vendor', 'dist', 'target']);
/** Finds the files that are worth reading; a List may hold any kind. */
const KINDS = new RegExp(`^["']?kind["']?:[ \\t]*["']?(${[...INDEXED_KINDS, 'List'].join('|')})\\b`, 'm');

/** The objects of the workspace's YAML files that are not open. Reads in the background, a file at a time; failure to read is silence. */
export class WorkspaceFiles {
  private readonly byFile = new Map<string, readonly Placed[]>();
  /** The patches that each kustomization names, as URIs. */
  private readonly patches = new Map<string, readonly string[]>();
  private readonly folders: readonly string[];

  constructor(folders: readonly string[]) {
    this.folders = folders.filter((f) => f.startsWith('file:'));
  }

  objects(): Placed[] {
    return [...this.byFile.values()].flat();
  }

  /** Whether a kustomization of the workspace names the file as a patch. */
  isPatch(uri: string): boolean {
    for (const patches of this.patches.values()) if (patches.includes(uri)) return true;
    return false;
  }

  async readAll(changed: () => void): Promise<void> {
    let count = 0;
    for (const folder of this.folders) {
      for await (const path of yamlFiles(fileURLToPath(folder))) {
        if (++count > MAX_FILES) break;
        await this.read(path);
      }
    }
    if (this.byFile.size > 0 || this.patches.size > 0) changed();
  }

  async reread(uris: readonly string[]): Promise<void> {
    for (const uri of uris) if (uri.startsWith('file:')) await this.read(fileURLToPath(uri));
  }

  private async read(path: string): Promise<void> {
    const uri = pathToFileURL(path).href;
    try {
      if ((await stat(path)).size > MAX_BYTES) return;
      const text = await readFile(path, 'utf8');
      if (isKustomization(uri))
        this.patches.set(
          uri,
          patchFilesOf(text).flatMap((patch) => resolved(patch, uri)),
        );
      const objects = objectsOf(uri, text);
      if (objects.length > 0) this.byFile.set(uri, objects);
      else this.byFile.delete(uri);
    } catch {
      this.byFile.delete(uri);
      this.patches.delete(uri);
    }
  }
}

function resolved(path: string, base: string): string[] {
  return URL.canParse(path, base) ? [new URL(path, base).href] : [];
}

function objectsOf(file: string, text: string): Placed[] {
  if (!KINDS.test(text)) return [];
  const chunks = splitDocuments(text);
  const version = fileVersion(
    chunks.map((c) => c.text),
    DEFAULT_SETTINGS,
  );
  return chunks
    .filter((c) => KINDS.test(c.text))
    .flatMap((c) => summarize(readDocument(c.text, version)).map((summary) => ({ summary, file, chunkStart: c.start })));
}

async function* yamlFiles(folder: string): AsyncGenerator<string> {
  const all = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of all) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* yamlFiles(path);
    else if (entry.isFile() && (/\.ya?ml$/.test(entry.name) || isKustomization(path))) yield path;
  }
}
