import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { KubeConfig, loadYaml } from '@kubernetes/client-node';
import { failed, type Result, success } from './result.ts';

/** Where to look, as the user's shell and settings say; passed in, so that tests need no environment of their own. */
export interface KubeconfigSource {
  /** The setting `petset.kubeconfig`: a path or a list of paths, empty for KUBECONFIG or the default. */
  readonly setting: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

export interface ContextInfo {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
  readonly server: string;
  readonly file: string;
  readonly isCurrent: boolean;
  /** Command of the credential plugin, when the user entry has one. */
  readonly plugin?: string;
}

export interface Kubeconfig {
  readonly files: readonly string[];
  readonly contexts: readonly ContextInfo[];
  readonly entries: Entries;
}

interface Entries {
  readonly clusters: readonly Cluster[];
  readonly users: readonly TokenUser[];
  readonly contexts: readonly Context[];
}

export type Cluster = KubeConfig['clusters'][number];
export type User = KubeConfig['users'][number];
type Context = KubeConfig['contexts'][number];

interface RawKubeconfig {
  readonly users?: readonly { readonly name?: string; readonly user?: { readonly tokenFile?: unknown } | null }[];
}

interface Loaded {
  readonly file: string;
  readonly config: KubeConfig;
}

/** A kubeconfig of this size is a mistake (a disk image, a log): refuse before the YAML parser meets it. */
const maxBytes = 8 * 1024 * 1024;

export async function readKubeconfig(source: KubeconfigSource): Promise<Result<Kubeconfig>> {
  const wanted = kubeconfigPaths(source);
  const loaded: Loaded[] = [];
  for (const file of wanted.files) {
    const result = await load(file);
    if (!result.ok) return result;
    if (result.value !== undefined) loaded.push({ file, config: result.value });
  }
  if (loaded.length === 0) {
    const tried = wanted.files.length === 0 ? 'The list is empty' : `No such file: ${wanted.files.join(', ')}`;
    return failed('noKubeconfig', `No kubeconfig found. ${tried} (${wanted.from}).`);
  }
  return success(merge(loaded));
}

export function kubeconfigPaths(source: KubeconfigSource): { readonly files: readonly string[]; readonly from: string } {
  const split = (list: string): readonly string[] => [
    ...new Set(
      list
        .split(path.delimiter)
        .filter((part) => part.trim() !== '')
        .map((part) => fromHome(part.trim(), source.home)),
    ),
  ];
  if (source.setting.trim() !== '') return { files: split(source.setting), from: 'setting petset.kubeconfig' };
  const variable = source.env.KUBECONFIG ?? '';
  if (variable !== '') return { files: split(variable), from: 'environment variable KUBECONFIG' };
  return { files: [path.join(source.home, '.kube', 'config')], from: 'the default place' };
}

const fromHome = (file: string, home: string): string => (/^~(?=$|[\\/])/.test(file) ? path.join(home, file.slice(1)) : path.resolve(file));

/** As kubectl does: a path of the list that does not exist is skipped; one that exists must be readable and right. */
async function load(file: string): Promise<Result<KubeConfig | undefined>> {
  try {
    const about = await stat(file);
    if (!about.isFile()) return failed('badKubeconfig', `${file} is not a file.`);
    if (about.size > maxBytes) return failed('badKubeconfig', `${file} is too large for a kubeconfig (${about.size} bytes).`);
    const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    const config = new KubeConfig();
    if (text.trim() === '') return success(config);
    config.loadFromString(text);
    config.makePathsAbsolute(path.dirname(file));
    config.users = config.users.map((user) => withTokenFile(user, tokenFileOf(loadYaml(text), user.name), path.dirname(file)));
    return success(config);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return success(undefined);
    const reason = error instanceof Error ? error.message : String(error);
    return failed('badKubeconfig', `${file} cannot be read as a kubeconfig: ${reason.split('\n')[0] ?? ''}`);
  }
}

/** client-node does not know the field `tokenFile`, and its reader of such files shares one token between all users: `link.ts` reads it. */
export type TokenUser = User & { readonly tokenFile?: string };

function withTokenFile(user: User, tokenFile: string | undefined, folder: string): TokenUser {
  if (tokenFile === undefined) return user;
  const { token: _older, ...rest } = user;
  return { ...rest, tokenFile: path.resolve(folder, tokenFile) };
}

function tokenFileOf(config: RawKubeconfig, name: string): string | undefined {
  const file = config.users?.find((entry) => entry.name === name)?.user?.tokenFile;
  return typeof file === 'string' && file !== '' ? file : undefined;
}

/** kubectl's rule: the first file that defines a name wins, also for current-context. (client-node's own merge refuses duplicates.) */
function merge(loaded: readonly Loaded[]): Kubeconfig {
  const clusters = firstOfEachName(loaded.map((each) => each.config.clusters));
  const users = firstOfEachName<TokenUser>(loaded.map((each) => each.config.users));
  const contexts = firstOfEachName(loaded.map((each) => each.config.contexts));
  const current = loaded.map((each) => each.config.currentContext).find((name) => typeof name === 'string' && name !== '');
  const infos = contexts.map((context): ContextInfo => {
    const plugin = pluginCommand(users.find((user) => user.name === context.user));
    return {
      name: context.name,
      cluster: context.cluster,
      user: context.user ?? '',
      namespace: context.namespace ?? 'default',
      server: clusters.find((cluster) => cluster.name === context.cluster)?.server ?? '',
      file: loaded.find((each) => each.config.contexts.includes(context))?.file ?? '',
      isCurrent: context.name === current,
      ...(plugin === undefined ? {} : { plugin }),
    };
  });
  return { files: loaded.map((each) => each.file), contexts: infos, entries: { clusters, users, contexts } };
}

function firstOfEachName<T extends { readonly name: string }>(lists: readonly (readonly T[])[]): readonly T[] {
  const byName = new Map<string, T>();
  for (const entry of lists.flat()) if (!byName.has(entry.name)) byName.set(entry.name, entry);
  return [...byName.values()];
}

function pluginCommand(user: User | undefined): string | undefined {
  const exec: unknown = user?.exec;
  if (typeof exec !== 'object' || exec === null || !('command' in exec)) return undefined;
  return typeof exec.command === 'string' ? exec.command : undefined;
}
