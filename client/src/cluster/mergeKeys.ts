import { featuresOf } from './features.ts';
import type { Link } from './link.ts';
import { type ApiSchemas, describedNode, type MergeNode, plainNode, tableNode } from './merge/mergeNode.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';

interface Described {
  readonly definitions?: ApiSchemas;
  readonly components?: { readonly schemas?: ApiSchemas };
}

/** How a server merges objects: by the description of its API where that says so, else by our table. Descriptions are large and read once. */
export class MergeKeys {
  readonly #link: Link;
  readonly #serverVersion: string;
  readonly #read = new Map<string, Promise<Result<ApiSchemas | undefined>>>();

  constructor(link: Link, serverVersion: string) {
    this.#link = link;
    this.#serverVersion = serverVersion;
  }

  async of(apiVersion: string, kind: string): Promise<Result<MergeNode>> {
    if (!isOwn(apiVersion)) return success(plainNode);
    const table = tableNode(kind, this.#serverVersion);
    if (!featuresOf(this.#serverVersion).saysMergeKeys) return success(table);
    const reading = this.#read.get(apiVersion) ?? this.#readSchemas(apiVersion);
    this.#read.set(apiVersion, reading);
    const schemas = await reading;
    if (!schemas.ok) {
      this.#read.delete(apiVersion);
      return schemas;
    }
    return success((schemas.value === undefined ? undefined : describedNode(schemas.value, apiVersion, kind)) ?? table);
  }

  /** Version 3 by group, version 2 as a whole; before 1.10 that stands at another address. Undefined where there is none. */
  async #readSchemas(apiVersion: string): Promise<Result<ApiSchemas | undefined>> {
    const group = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
    for (const path of [`/openapi/v3/${group}`, '/openapi/v2', '/swagger.json']) {
      const read = await getJson<Described>(this.#link, { path });
      if (read.ok) return success(read.value.components?.schemas ?? read.value.definitions);
      // Who may not read it, or whose group's program is down, is served by our table; who cannot reach the server is not.
      if (!['notFound', 'forbidden', 'server'].includes(read.failure.kind)) return read;
    }
    return success(undefined);
  }
}

/** Kinds that somebody added know no strategic merge. */
export const isOwn = (apiVersion: string): boolean => !apiVersion.includes('/') || /^[a-z]+\/|\.k8s\.io\//.test(apiVersion);
