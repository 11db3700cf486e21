import type { Existing } from './commands/schema.ts';
import { exists, isDirectoryItself, missing, notDirectory } from './failure.ts';
import type { Cell } from './files.ts';
import { fail, look, type Machine, resolve } from './machine.ts';
import { absolute, type Key, type Located, locate, mountsBelow, nameOf, normalize, parentOf } from './mounts.ts';
import { isPlain } from './symbols.ts';
import { assumeDirectory, lose, parentMissing, unknownContent } from './write.ts';

interface CopyOptions {
  readonly recursive: boolean;
  /** -T: the destination is the thing itself, never a directory to put it into. */
  readonly merge: boolean;
  readonly existing: Existing;
  readonly unlink: boolean;
  /** A new file takes the name, so a link there is replaced and not followed. */
  readonly rename: boolean;
  readonly into: boolean;
}

type Kind = 'file' | 'dir' | 'many' | 'absent' | 'other';

/** The unlisted names of a directory, as one name. */
export function contentsOf(m: Machine, dir: Located): string {
  const shown = '*';
  return m.symbols.intern(`contents:${dir.key}`, { origin: 'names', block: true, filled: true, shown });
}

function kindOf(m: Machine, path: string, recursive: boolean): Kind {
  const place = resolve(m, path);
  if (m.files.manyNames(nameOf(place.key))) return 'many';
  const found = look(m, place.key);
  if (found === 'absent') return 'absent';
  if (found === 'unknown') return guessKind(m, path, place.key, recursive);
  return found.kind === 'file' ? 'file' : found.kind === 'dir' ? 'dir' : 'other';
}

/** Type of something in the image, from how the script itself speaks of it. */
function guessKind(m: Machine, path: string, key: Key, recursive: boolean): Kind {
  const dir = m.oracle.facts.get(`-d ${key}`);
  if (dir !== undefined) return dir ? 'dir' : 'file';
  if (m.oracle.facts.get(`-f ${key}`)) return 'file';
  if (/\/\.?$/.test(path)) return 'dir';
  if (m.files.plain.has(key)) return 'file';
  return recursive && !/\.[a-z][\w-]*$/i.test(path) ? 'dir' : 'file';
}

export function isDirectory(m: Machine, path: string): boolean {
  if (m.table.entries.some((entry) => entry.path === normalize(path))) return true;
  const place = resolve(m, path);
  const found = look(m, place.key);
  if (found === 'absent') return false;
  if (found !== 'unknown') return found.kind === 'dir';
  return path.endsWith('/') || path.endsWith('/.') || (place.zone.kind === 'layer' && guessKind(m, path, place.key, true) === 'dir');
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

export function copy(m: Machine, from: readonly string[], to: string, o: CopyOptions): number {
  const into = !o.merge && (o.into || from.length > 1 || isDirectory(m, to));
  if (into && !isDirectory(m, to) && from.length > 1 && look(m, resolve(m, to).key) !== 'unknown') return fail(m, notDirectory('target'), resolve(m, to).key);
  let status = 0;
  for (const path of from) {
    const target = into ? `${to}/${baseName(path)}` : to;
    status = copyOne(m, path, target, o) || status;
  }
  return status;
}

function copyOne(m: Machine, path: string, target: string, o: CopyOptions): number {
  const source = resolve(m, path);
  const kind = kindOf(m, path, o.recursive);
  switch (kind) {
    case 'absent':
      return fail(m, missing('source', o.recursive ? 'either' : undefined), source.key);
    case 'dir':
      if (!o.recursive) return fail(m, isDirectoryItself('source'), source.key);
      return copyDirectory(m, source, resolve(m, target), o);
    case 'many':
    case 'file':
    case 'other':
      if (target.endsWith('/')) return notADirectory(m, resolve(m, target).key);
      return copyFile(m, source, resolve(m, target, !o.rename), o);
  }
}

function notADirectory(m: Machine, key: Key): number {
  return fail(m, look(m, key) === 'absent' ? missing('target directory') : notDirectory('target'), key);
}

function contentAt(m: Machine, place: Located): string {
  const cell = m.files.get(place.key);
  return cell?.kind === 'file' ? cell.content : unknownContent(m, place);
}

function copyFile(m: Machine, source: Located, target: Located, o: CopyOptions): number {
  if (!target.zone.writable) return 0;
  const found = look(m, target.key);
  if (source.key === target.key && o.existing === 'replace') return fail(m, { kind: 'same-file' }, target.key);
  if (typeof found !== 'string') {
    if (found.kind === 'dir') return fail(m, { kind: 'not-replaceable', of: 'directory', by: 'file' }, target.key);
    if (o.existing === 'keep' || o.existing === 'newer') return 0;
    if (o.existing === 'fail' || isStubborn(m, source.key, o)) return fail(m, exists, target.key);
    if (found.kind === 'file' && found.locked && !o.unlink && m.step.runAsUser) return fail(m, { kind: 'locked' }, target.key);
  } else if (parentMissing(m, target)) return 1;
  if (!o.recursive && !m.files.manyNames(nameOf(source.key))) m.files.plain.add(source.key);
  const many = m.files.manyNames(nameOf(target.key));
  const from = m.files.get(source.key);
  // A new copy has the mode of the original, an old one keeps its own.
  const locked = typeof found !== 'string' && found.kind === 'file' && !o.unlink ? found.locked : from?.kind === 'file' && from.locked;
  const content = contentAt(m, source);
  if (many) reveal(m, parentOf(target.key) ?? '', content, o.recursive);
  lose(m, target.key, 'replaced');
  if (from?.kind === 'link' || from?.kind === 'special') m.files.set(target.key, { ...from, by: m.site });
  else m.files.set(target.key, { kind: 'file', content, owner: 'script', locked, by: m.site });
  return 0;
}

/** The cp of busybox replaces no link, pipe or second name of a file unless it is told to (-f; executed, 1.35). */
function isStubborn(m: Machine, source: Key, o: CopyOptions): boolean {
  if (m.userland !== 'busybox' || o.unlink || !o.recursive) return false;
  const cell = m.files.get(source);
  if (cell?.kind === 'file') return cell.twin !== undefined && parentOf(cell.twin) === parentOf(source) && m.files.get(cell.twin)?.kind === 'file';
  return cell?.kind === 'link' || cell?.kind === 'special';
}

/** A tree copied over a directory brings back names that were removed or rewritten since. */
function reveal(m: Machine, dir: Key, content: string, deep = true): void {
  // Only the innermost guards speak about this copy; a dot file is a marker, which no seed brings along.
  for (let i = m.inForce.length - 1; i >= 0 && m.inForce[i]?.startsWith(`${dir}/`); i--) {
    const key = m.inForce[i] ?? '';
    if (!key.includes('/.', dir.length) && (deep || parentOf(key) === dir)) m.promised.add(key);
  }
  for (const key of m.files.below(dir)) {
    const cell = m.files.get(key);
    if (cell?.kind === 'gone') m.files.forget(key);
    else if (cell?.kind === 'file' && m.symbols.mentions(cell.content, content) && cell.content !== content && !m.files.manyNames(nameOf(key))) {
      lose(m, key, 'replaced');
      m.files.forget(key);
    }
  }
}

function copyDirectory(m: Machine, source: Located, target: Located, o: CopyOptions): number {
  if (!target.zone.writable) return 0;
  const found = look(m, target.key);
  if (found === 'absent') {
    if (parentMissing(m, target)) return 1;
    m.files.set(target.key, { kind: 'dir', open: false, by: m.site });
  } else if (found === 'unknown') assumeDirectory(m, target.key);
  else if (found.kind === 'file') return fail(m, { kind: 'not-replaceable', of: 'file', by: 'directory' }, target.key);
  let status = 0;
  for (const name of m.files.children(source.key)) {
    const child = { key: `${source.key}/${name}`, zone: source.zone };
    const to = { key: `${target.key}/${name}`, zone: target.zone };
    if (to.key.startsWith(`${child.key}/`) || child.key === to.key) continue;
    const cell = look(m, child.key);
    status = (typeof cell !== 'string' && cell.kind === 'dir' ? copyDirectory(m, child, to, o) : copyFile(m, child, to, o)) || status;
  }
  if (!m.files.listed(source.key)) status = spread(m, source, target, o) || status;
  return status;
}

/** Puts the unlisted names of one directory into another. */
function spread(m: Machine, source: Located, target: Located, o: CopyOptions): number {
  const name = contentsOf(m, source);
  return copyFile(m, { key: `${source.key}/${name}`, zone: source.zone }, { key: `${target.key}/${name}`, zone: target.zone }, o);
}

/** Unpacks, clones or generates a tree of unlisted names into a directory. */
export function populate(m: Machine, dir: string, name: string, content: string, existing: Existing): number {
  const place = resolve(m, dir);
  if (!place.zone.writable) return 0;
  const found = look(m, place.key);
  if (found === 'absent') {
    if (parentMissing(m, place)) return 1;
    m.files.set(place.key, { kind: 'dir', open: false, by: m.site });
  } else if (found === 'unknown') assumeDirectory(m, place.key);
  const key = `${place.key}/${name}`;
  const cell = m.files.get(key);
  if (cell && cell.kind !== 'gone') {
    if (existing === 'fail') return fail(m, { kind: 'entries-exist' }, place.key);
    if (existing === 'keep' || existing === 'newer') return 0;
  }
  reveal(m, place.key, content);
  lose(m, key, 'replaced');
  m.files.set(key, { kind: 'file', content, owner: 'script', locked: false, by: m.site });
  return 0;
}

export function move(m: Machine, from: readonly string[], to: string, o: { merge: boolean; existing: Existing; into: boolean }): number {
  const into = !o.merge && (o.into || from.length > 1 || isDirectory(m, to));
  let status = 0;
  for (const path of from) status = moveOne(m, path, into ? `${to}/${baseName(path)}` : to, o.existing) || status;
  return status;
}

function moveOne(m: Machine, path: string, target: string, existing: Existing): number {
  const source = resolve(m, path, false);
  const kind = movedKind(m, path, source);
  if (kind === 'absent') return fail(m, missing('source', 'either'), source.key);
  const to = resolve(m, target, false);
  if (to.key === source.key) return fail(m, { kind: 'same' }, source.key);
  const found = look(m, to.key);
  if (typeof found !== 'string') {
    if (existing === 'keep' || existing === 'newer') return 0;
    if (found.kind === 'dir' && kind === 'dir' && m.files.children(to.key).length > 0) return fail(m, { kind: 'not-empty', of: 'target directory' }, to.key);
    if (found.kind === 'dir' && kind !== 'dir') return fail(m, { kind: 'not-replaceable', of: 'directory', by: 'file' }, to.key);
  } else if (parentMissing(m, to)) return 1;
  if (!to.zone.writable) return 0;
  lose(m, to.key, 'replaced');
  transfer(m, source, to, kind);
  return 0;
}

/** What an archive left is usually moved as a directory, what lies in the image as a file. */
function movedKind(m: Machine, path: string, source: Located): Kind {
  if (m.files.get(source.key)?.kind === 'link') return 'other';
  const unpacked = m.files.get(parentOf(source.key) ?? '') !== undefined;
  return kindOf(m, path, unpacked && !m.files.plain.has(source.key));
}

function transfer(m: Machine, source: Located, to: Located, kind: Kind): void {
  const old = m.files.get(source.key);
  const moved: [Key, Cell][] = m.files
    .below(source.key)
    .map((key) => [to.key + key.slice(source.key.length), m.files.get(key) ?? { kind: 'gone', by: undefined }]);
  if (old && old.kind !== 'gone') m.files.set(to.key, renamed(old, m));
  else if (kind === 'dir') {
    m.files.set(to.key, { kind: 'dir', open: false, by: m.site });
    const name = contentsOf(m, source);
    moved.push([
      `${to.key}/${name}`,
      { kind: 'file', content: contentAt(m, { key: `${source.key}/${name}`, zone: source.zone }), owner: 'script', locked: false, by: m.site },
    ]);
  } else m.files.set(to.key, { kind: 'file', content: unknownContent(m, source), owner: 'script', locked: false, by: m.site });
  for (const [key, cell] of moved) m.files.set(key, cell.kind === 'gone' ? cell : renamed(cell, m));
  erase(m, source);
}

function renamed(cell: Cell, m: Machine): Cell {
  return cell.kind === 'file' ? { ...cell, owner: 'script', by: m.site } : { ...cell, by: m.site };
}

/** Takes a name away; where names are unlisted, its absence must be remembered. */
function erase(m: Machine, place: Located): void {
  for (const key of [...m.files.below(place.key), place.key]) {
    m.removals.set(key, m.site);
    m.files.forget(key);
  }
  const name = nameOf(place.key);
  if (look(m, place.key) === 'unknown' && !(name.length === 1 && !isPlain(name))) m.files.set(place.key, { kind: 'gone', by: m.site });
}

interface RemoveOptions {
  readonly recursive: boolean;
  readonly force: boolean;
  readonly emptyOnly: boolean;
  /** rmdir: a file in the place of the directory stays. */
  readonly directoryOnly?: boolean;
}

export function remove(m: Machine, path: string, o: RemoveOptions): number {
  const full = absolute(path, m.shell.cwd);
  const place = resolve(m, path, false);
  if (!place.zone.writable) return 0;
  const found = look(m, place.key);
  if (found === 'absent') return o.force ? 0 : fail(m, missing('it', o.directoryOnly ? 'directory' : undefined), place.key);
  const directory = found !== 'unknown' && found.kind === 'dir';
  if (o.directoryOnly && !directory && found !== 'unknown') return fail(m, notDirectory(), place.key);
  if (directory && !o.recursive && !o.emptyOnly) return fail(m, isDirectoryItself(), place.key);
  if (directory && o.emptyOnly && m.files.children(place.key).length > 0) return fail(m, { kind: 'not-empty', of: 'directory' }, place.key);
  const nested = o.recursive ? mountsBelow(m.table, full) : [];
  for (const mount of nested) sweep(m, locate(m.table, mount).key);
  const mounted = m.table.entries.some((entry) => entry.path === full);
  for (const key of m.files.below(place.key)) lose(m, key, 'deleted');
  lose(m, place.key, 'deleted');
  if (mounted) {
    sweep(m, place.key);
    return fail(m, { kind: 'mount-point' }, place.key);
  }
  erase(m, place);
  if (nested.length > 0) m.files.set(place.key, { kind: 'dir', open: false, by: undefined });
  return nested.length > 0 ? fail(m, { kind: 'mount-point-below' }, place.key) : 0;
}

/** Empties a directory and keeps it. */
export function sweep(m: Machine, dir: Key): void {
  for (const key of m.files.below(dir)) {
    lose(m, key, 'deleted');
    m.removals.set(key, m.site);
    m.files.forget(key);
  }
  const cell = m.files.get(dir);
  if (cell?.kind === 'dir' && cell.open) m.files.set(dir, { ...cell, open: false });
}
