import type { InitStep, MountKind } from './program.ts';

/**
 * A file is named by where it lives, not by the path one container sees: `volume:/dir/file`, or `:/dir/file` in the
 * container's own layer. Two containers that mount the same volume at different paths then share their state.
 */
export type Key = string;

interface Zone {
  readonly volume: string;
  readonly kind: MountKind | 'layer' | 'nowhere';
  readonly writable: boolean;
}

interface Entry {
  readonly path: string;
  readonly prefix: Key;
  readonly zone: Zone;
}

export interface MountTable {
  readonly entries: readonly Entry[];
}

const layer: Zone = { volume: '', kind: 'layer', writable: true };
const nowhere: Zone = { volume: '?', kind: 'nowhere', writable: true };

export function mountTable(step: InitStep): MountTable {
  const entries = step.mounts.map((mount) => {
    const kind = mount.readOnly ? 'input' : mount.kind;
    const sub = mount.subPath === undefined ? '' : normalize(`/${mount.subPath}`);
    return {
      path: normalize(mount.path),
      prefix: `${mount.volume}:${sub === '/' ? '' : sub}`,
      zone: { volume: mount.volume, kind, writable: kind !== 'input' } as const,
    };
  });
  return { entries: entries.toSorted((a, b) => b.path.length - a.path.length) };
}

/** Resolves `.`, `..` and doubled slashes of an absolute path; the root is `/`. */
export function normalize(path: string): string {
  if (!/\/[./]|.\/$/.test(path)) return path;
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return `/${out.join('/')}`;
}

export function absolute(path: string, cwd: string): string {
  if (path.startsWith('/')) return normalize(path);
  return normalize(cwd.endsWith('/') ? cwd + path : `${cwd}/${path}`);
}

export interface Located {
  readonly key: Key;
  readonly zone: Zone;
}

/** Where an absolute, normalized path lives. */
export function locate(table: MountTable, path: string): Located {
  if (!path.startsWith('/')) return { key: `?:${path}`, zone: nowhere };
  for (const entry of table.entries) {
    if (path === entry.path) return { key: entry.prefix, zone: entry.zone };
    if (path.startsWith(entry.path === '/' ? '/' : `${entry.path}/`)) {
      return { key: entry.prefix + (entry.path === '/' ? path : path.slice(entry.path.length)), zone: entry.zone };
    }
  }
  return { key: path === '/' ? ':' : `:${path}`, zone: layer };
}

/** The mounts that lie strictly below a path: a deletion of the path reaches into them. */
export function mountsBelow(table: MountTable, path: string): readonly string[] {
  const prefix = path === '/' ? '/' : `${path}/`;
  return table.entries.filter((entry) => entry.path.startsWith(prefix)).map((entry) => entry.path);
}

/** The path by which the container knows a file, for messages. */
export function pathOf(table: MountTable, key: Key): string {
  let best: Entry | undefined;
  for (const entry of table.entries) {
    if ((key === entry.prefix || key.startsWith(`${entry.prefix}/`)) && (!best || entry.prefix.length > best.prefix.length)) best = entry;
  }
  if (best) return (best.path === '/' ? '' : best.path) + key.slice(best.prefix.length) || '/';
  return key.slice(key.indexOf(':') + 1) || '/';
}

export function volumeOf(key: Key): string {
  return key.slice(0, key.indexOf(':'));
}

export function parentOf(key: Key): Key | undefined {
  const slash = key.lastIndexOf('/');
  return slash < 0 ? undefined : key.slice(0, slash);
}

export function nameOf(key: Key): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
