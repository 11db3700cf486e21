import type { Existing } from './commands/schema.ts';
import { type Cause, exists, isDirectoryItself, missing, notDirectory } from './failure.ts';
import type { Found } from './files.ts';
import { capped, fail, look, type Machine, resolve } from './machine.ts';
import { absolute, type Key, type Located, parentOf } from './mounts.ts';
import type { Origin } from './symbols.ts';

const devices = /^\/(?:dev|proc|sys)\//;

/** A new value that no other run will draw again. */
export function fresh(m: Machine, shown = 'a new value', block = false): string {
  return m.symbols.intern(`fresh:${m.run}:${m.stepIndex}:${m.fresh++}`, { origin: 'fresh', unstable: true, filled: true, block, shown });
}

function originOf(place: Located): Origin {
  switch (place.zone.kind) {
    case 'input':
      return 'input';
    case 'layer':
    case 'nowhere':
      return 'image';
    default:
      return 'volume';
  }
}

/** The content of a file nobody described: from the image, an input, or a tree that was copied as a whole. */
export function unknownContent(m: Machine, place: Located): string {
  const origin = originOf(place);
  const tree = origin === 'volume' ? treeAbove(m, place.key) : undefined;
  // The application's edits do not make it another file: what was asked about it in the first run still holds.
  const base = m.symbols.unedited(tree ?? '', false);
  const inherited = tree === undefined ? undefined : m.symbols.of(tree)[0]?.origin;
  const shown = place.key.slice(place.key.indexOf(':') + 1);
  return m.symbols.intern(`src:${place.key}<${base}`, { origin: inherited ?? origin, block: true, filled: true, base, shown });
}

/** The content of the unlisted names above a path. */
function treeAbove(m: Machine, key: Key): string | undefined {
  for (let dir = parentOf(key); dir !== undefined; dir = parentOf(dir)) {
    const cell = m.files.contents(dir);
    if (cell?.kind === 'file') return cell.content;
  }
  return undefined;
}

/** The content of a file, or undefined when it cannot be read. */
export function readFile(m: Machine, path: string): string | undefined {
  const full = absolute(path, m.shell.cwd);
  if (devices.test(full)) return readDevice(m, full);
  const place = resolve(m, path);
  const found = look(m, place.key);
  if (found === 'absent') return undefined;
  if (found === 'unknown') {
    m.files.plain.add(place.key);
    return unknownContent(m, place);
  }
  return found.kind === 'file' ? found.content : undefined;
}

function readDevice(m: Machine, path: string): string {
  if (path === '/dev/null') return '';
  if (path === '/dev/stdin' || path === '/dev/fd/0' || path === '/proc/self/fd/0') return m.stdin ?? '';
  if (/random|uuid|uptime|loadavg/.test(path)) return fresh(m, 'random bytes', true);
  return m.symbols.intern(`device:${path}`, { origin: 'environment', filled: true, shown: path });
}

/** Notes that something of the application's is gone. Only the first destroyer of a file is worth naming. */
export function lose(m: Machine, key: Key, how: 'replaced' | 'deleted'): void {
  const cell = m.files.get(key);
  if (cell?.kind === 'file' && cell.owner === 'app' && !m.losses.has(key)) m.losses.set(key, { site: m.site, how });
}

/** A name below a tree of unknown names is taken to exist when a command needs it. */
export function assumeDirectory(m: Machine, key: Key): void {
  for (let dir: Key | undefined = key; dir !== undefined && look(m, dir) === 'unknown'; dir = parentOf(dir)) {
    m.files.set(dir, { kind: 'dir', open: true, by: undefined });
  }
}

export function parentMissing(m: Machine, place: Located): boolean {
  const parent = parentOf(place.key);
  if (parent === undefined) return false;
  const found = look(m, parent);
  if (found === 'unknown') {
    if (place.zone.kind === 'layer' || place.zone.kind === 'nowhere') return false;
    // Below a copied tree a folder is taken to be there, unless the script is prepared that it is not.
    if (m.condition > 0 && !m.oracle.ask(`-d ${parent}`)) return fail(m, missing('parent'), parent) > 0;
    assumeDirectory(m, parent);
    return false;
  }
  if (found === 'absent') fail(m, missing('parent'), parent);
  else if (found.kind === 'file') fail(m, notDirectory('parent'), parent);
  else return false;
  return true;
}

export interface Opening {
  readonly append: boolean;
  readonly existing: Existing;
  /** The old file is removed first, so its mode does not matter. */
  readonly unlink?: boolean;
}

/** Opens a file for writing. `ignored` is a place where writing leaves nothing behind, undefined a failure. */
export function openFile(m: Machine, path: string, opening: Opening): Key | 'ignored' | undefined {
  const full = absolute(path, m.shell.cwd);
  if (devices.test(full) || path === '') return 'ignored';
  const place = resolve(m, path);
  if (!place.zone.writable) return 'ignored';
  const found = look(m, place.key);
  if (path.endsWith('/') || (typeof found !== 'string' && found.kind === 'dir')) return refuse(m, isDirectoryItself(), place.key);
  if (typeof found !== 'string' && found.kind === 'special') return 'ignored';
  if (found === 'absent' || found === 'unknown') return openNew(m, place, found, opening);
  if (opening.existing === 'fail') return refuse(m, exists, place.key);
  if (found.kind === 'file' && found.locked && !opening.unlink && m.step.runAsUser) return refuse(m, { kind: 'locked' }, place.key);
  if (!opening.append) {
    lose(m, place.key, 'replaced');
    m.files.set(place.key, { kind: 'file', content: '', owner: 'script', locked: false, by: m.site });
  }
  return place.key;
}

function openNew(m: Machine, place: Located, found: Found, opening: Opening): Key | undefined {
  if (parentMissing(m, place)) return undefined;
  // A line appended to app.conf after a tree was copied goes to the tree's app.conf; a bare name is taken to be new.
  const inTree = found === 'unknown' && opening.append && (place.zone.kind === 'layer' || /\.\w+$/.test(place.key));
  m.files.set(place.key, { kind: 'file', content: inTree ? unknownContent(m, place) : '', owner: 'script', locked: false, by: m.site });
  return place.key;
}

function refuse(m: Machine, cause: Cause, key: Key): undefined {
  fail(m, cause, key);
  return undefined;
}

/** Writes or appends a whole content. */
export function writeFile(m: Machine, path: string, content: string, opening: Opening): number {
  if (opening.existing === 'keep' || opening.existing === 'newer') {
    const found = look(m, resolve(m, path).key);
    if (typeof found !== 'string') return 0;
  }
  const key = openFile(m, path, opening);
  if (key === undefined) return 1;
  if (key === 'ignored') return 0;
  const cell = m.files.get(key);
  const before = opening.append && cell?.kind === 'file' ? cell.content : '';
  const owner = opening.append && cell?.kind === 'file' ? cell.owner : 'script';
  m.files.set(key, { kind: 'file', content: capped(m, before + content), owner, locked: false, by: m.site });
  return 0;
}

/** mkdir, mkfifo, touch. */
export function create(m: Machine, path: string, what: 'dir' | 'file' | 'special', existing: Existing, parents: boolean): number {
  const full = absolute(path, m.shell.cwd);
  if (devices.test(full)) return 0;
  const place = resolve(m, path);
  const found = look(m, place.key);
  if (typeof found !== 'string') {
    if (existing === 'fail') return fail(m, exists, place.key);
    if (what === 'dir' && found.kind !== 'dir') return fail(m, { kind: 'other-kind' }, place.key);
    return 0;
  }
  // What the image holds is not known: a plain mkdir there is taken to work, as it does on every fresh layer.
  if (!place.zone.writable) return 0;
  if (parents) {
    if (!createParents(m, full)) return 1;
  } else if (parentMissing(m, place)) return 1;
  if (what === 'dir') m.files.set(place.key, { kind: 'dir', open: found === 'unknown', by: m.site });
  else if (what === 'special') m.files.set(place.key, { kind: 'special', by: m.site });
  else {
    const content = found === 'unknown' ? unknownContent(m, place) : '';
    m.files.set(place.key, { kind: 'file', content, owner: 'script', locked: false, by: found === 'unknown' ? undefined : m.site });
  }
  return 0;
}

/** mkdir -p for all but the last name. */
export function createParents(m: Machine, full: string): boolean {
  for (let slash = full.indexOf('/', 1); slash > 0; slash = full.indexOf('/', slash + 1)) {
    const place = resolve(m, full.slice(0, slash));
    const found = look(m, place.key);
    if (typeof found !== 'string' && found.kind === 'file') return fail(m, notDirectory('parent'), place.key) === 0;
    if (typeof found === 'string' && place.zone.writable) m.files.set(place.key, { kind: 'dir', open: found === 'unknown', by: m.site });
  }
  return true;
}
