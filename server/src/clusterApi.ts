import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ClusterApi } from './kube/api.ts';
import { apiOf } from './schema/catalog.ts';
import { setFile } from './schema/definitions.ts';

interface Loaded {
  readonly identity: string;
  readonly file: string;
  readonly api: Promise<ClusterApi>;
}

/** A cluster of hundreds of custom resources describes itself in some 30 MB. */
const MAX_BYTES = 100e6;

const loaded = new Map<string, Loaded>();
let count = 0;

/**
 * The API that a file describes (`kubectl get --raw /openapi/v2`, or what *Judge by the API of a Cluster* wrote). Read once, and again
 * when the file has changed. Rejects with an Error whose message says what is wrong with it.
 */
export async function loadClusterApi(path: string): Promise<ClusterApi> {
  const about = await stat(path);
  if (!about.isFile()) throw new Error('is no file');
  const { mtimeMs, size } = about;
  if (size > MAX_BYTES) throw new Error(`has ${Math.round(size / 1e6)} MB; a description of an API is smaller`);
  const identity = `${path} ${mtimeMs} ${size}`;
  const known = loaded.get(path);
  if (known?.identity === identity) return await known.api;
  if (known) setFile(known.file, undefined);
  const file = `cluster-${++count}`;
  const api = read(path, identity, file);
  loaded.set(path, { identity, file, api });
  return await api;
}

async function read(path: string, identity: string, file: string): Promise<ClusterApi> {
  // Most users never ask for it: its tables come in with the first file.
  const { readCluster } = await import('./schema/openapi/cluster.ts');
  const { name, version, index, lookup } = readCluster(await readFile(path, 'utf8'), file);
  setFile(file, lookup);
  return { name: name ?? basename(path, '.json'), version, identity, api: apiOf(index, true) };
}
