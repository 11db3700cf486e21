import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'vscode-languageserver/node';
import { DEFAULT_SETTINGS, type Settings } from '../analyze.ts';
import { loadClusterApi } from '../clusterApi.ts';
import type { ClusterApi } from '../kube/api.ts';
import { parseVersion } from '../kube/version.ts';
import type { Level } from '../rules/rule.ts';
import { readCommands } from '../userCommands.ts';

const LEVELS: ReadonlySet<string> = new Set(['error', 'warning', 'information', 'hint', 'off']);

/** Reads what a client calls its `petset` section. Unknown words and types are passed over: a wrong setting must not stop the server. */
function readSettings(section: unknown, complain: (problem: string) => void): Settings {
  if (typeof section !== 'object' || section === null) return DEFAULT_SETTINGS;
  const { kubernetesVersion, rules, idempotence } = section as { kubernetesVersion?: unknown; rules?: unknown; idempotence?: { commands?: unknown } | null };
  const { commands, problems } = readCommands(idempotence?.commands);
  for (const problem of problems) complain(`petset.idempotence.commands: ${problem}; this command is left out`);
  const levels: Record<string, Level | 'off'> = {};
  for (const [rule, level] of Object.entries(typeof rules === 'object' && rules !== null ? rules : {})) {
    if (typeof level === 'string' && LEVELS.has(level)) levels[rule] = level as Level | 'off';
  }
  return { kubernetes: typeof kubernetesVersion === 'string' ? parseVersion(kubernetesVersion) : undefined, rules: levels, commands };
}

/** The file that `petset.openapi` names; relative to the folder that the document is in. */
function openapiFile(section: unknown, folders: readonly string[], uri: string): string | undefined {
  const path = typeof section === 'object' && section !== null ? (section as { openapi?: unknown }).openapi : undefined;
  if (typeof path !== 'string' || path === '') return undefined;
  const folder = folders.find((each) => uri.startsWith(each)) ?? folders[0];
  return isAbsolute(path) || folder?.startsWith('file:') !== true ? path : resolve(fileURLToPath(folder), path);
}

/**
 * The settings of each document, asked once and kept until the client says that they changed, so that equal settings are the same
 * object: analyses are taken over only under the same settings.
 */
export class SettingsCache {
  private readonly byUri = new Map<string, Promise<Settings>>();
  private pushed: Promise<Settings>;
  private readonly known = new Map<string, Settings>();
  /** Problems that the user was told, each once. */
  private readonly told = new Set<string>();
  private readonly connection: Connection;
  private readonly canAsk: boolean;
  private readonly folders: readonly string[];

  /** `folders`: the URIs of the workspace. */
  constructor(connection: Connection, canAsk: boolean, initial: unknown, folders: readonly string[]) {
    this.connection = connection;
    this.canAsk = canAsk;
    this.folders = folders;
    this.pushed = this.read(initial, '');
  }

  of(uri: string): Promise<Settings> {
    if (!this.canAsk) return this.pushed;
    let asked = this.byUri.get(uri);
    if (!asked) {
      asked = this.connection.workspace.getConfiguration({ scopeUri: uri, section: 'petset' }).then(
        (section: unknown) => (section === null ? this.pushed : this.read(section, uri)),
        () => this.pushed,
      );
      this.byUri.set(uri, asked);
    }
    return asked;
  }

  /** `settings` is what clients send that cannot be asked. */
  changed(settings: unknown): void {
    this.byUri.clear();
    const section = typeof settings === 'object' && settings !== null ? (settings as { petset?: unknown }).petset : undefined;
    if (section !== undefined) this.pushed = this.read(section, '');
  }

  /** The same for a file that is a patch: equal settings are the same object here too. */
  ofPatch(settings: Settings): Settings {
    return this.intern({ ...settings, form: 'patch' });
  }

  forget(uri: string): void {
    this.byUri.delete(uri);
  }

  private async read(section: unknown, uri: string): Promise<Settings> {
    const settings = readSettings(section, (problem) => this.tell(problem));
    const file = openapiFile(section, this.folders, uri);
    return this.intern(file === undefined ? settings : { ...settings, api: await this.loadApi(file) });
  }

  private async loadApi(file: string): Promise<ClusterApi | undefined> {
    try {
      return await loadClusterApi(file);
    } catch (error) {
      this.tell(`petset.openapi: ${file}: ${error instanceof Error ? error.message : String(error)}; manifests are judged by what comes with the extension`);
      return undefined;
    }
  }

  private tell(problem: string): void {
    if (this.told.has(problem)) return;
    this.told.add(problem);
    this.connection.window.showWarningMessage(problem);
  }

  private intern(settings: Settings): Settings {
    const key = JSON.stringify({ ...settings, api: settings.api?.identity });
    const same = this.known.get(key) ?? settings;
    this.known.set(key, same);
    return same;
  }
}
