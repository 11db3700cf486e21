import { type Parsed, parseYaml } from '../yaml/parse.ts';
import { type Cursor, cursorAt } from '../yaml/tree.ts';
import type { Api } from './api.ts';
import type { EmbeddedJson } from './embedded.ts';
import { type Resource, readResources } from './resource.ts';
import { CURRENT, impliedVersion, type Minor, modelineVersion } from './version.ts';

/** One YAML document of a file, read. All offsets are relative to `text`, the chunk. Immutable: safe to cache by text and version. */
export interface Document {
  readonly text: string;
  /** What the cluster is, by setting, modeline or apiVersion. */
  readonly version: Minor;
  /** That of a cluster, where the document is meant for its version; undefined: what comes with us. */
  readonly api?: Api;
  readonly yaml: Parsed;
  readonly resources: readonly Resource[];
  /** The init-container annotations of all pod templates in it. */
  readonly embedded: readonly EmbeddedJson[];
}

/** `version`: what the user or the file says; undefined leaves it to a modeline in the chunk, then to the apiVersion. Never throws. */
export function readDocument(text: string, version: Minor | undefined, cluster?: { readonly version: Minor; readonly api?: Api }): Document {
  const yaml = parseYaml(text);
  const resolved = modelineVersion(text) ?? version ?? chunkVersion(text) ?? CURRENT;
  const embedded: EmbeddedJson[] = [];
  const resources = readResources(yaml.root, { chunk: text, version: resolved, embedded });
  return { text, version: resolved, ...(cluster?.api && cluster.version === resolved ? { api: cluster.api } : {}), yaml, resources, embedded };
}

/** The first version that a kind in the file implies: a Service beside a PetSet is a Service of that time. */
export function versionOfFile(chunks: readonly string[]): Minor | undefined {
  for (const chunk of chunks) {
    const version = chunkVersion(chunk);
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The version that the kind of a chunk implies, read from its text (YAML, or JSON a little indented) so that a file can be asked before it is parsed. */
function chunkVersion(text: string): Minor | undefined {
  const apiVersion = /^[ \t]{0,2}["']?apiVersion["']?:[ \t]*["']?([\w./]+)/m.exec(text)?.[1];
  return impliedVersion(apiVersion, topKind(text));
}

function topKind(text: string): string | undefined {
  return /^[ \t]{0,2}["']?kind["']?:[ \t]*["']?(\w+)/m.exec(text)?.[1];
}

/** The start of the line of the first syntax error: from there on the tree is a guess. Infinity where there is none. */
export function believedEnd({ text, yaml }: Document): number {
  const broken = yaml.problems[0];
  if (broken?.upsets) return 0;
  return broken ? text.lastIndexOf('\n', Math.max(0, broken.span.start - 1)) + 1 : Number.POSITIVE_INFINITY;
}

/** The innermost key or value at an offset of the chunk, looking into the JSON of annotations too. */
export function locate(document: Document, offset: number): Cursor | undefined {
  for (const json of document.embedded) {
    const { span } = json.entry.value;
    if (json.root && span.start < offset && offset < span.end) return cursorAt(json.root, offset, json.path);
  }
  return document.yaml.root ? cursorAt(document.yaml.root, offset) : undefined;
}
