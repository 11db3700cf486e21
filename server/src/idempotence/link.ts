import { type Cause, exists, isDirectoryItself, missing } from './failure.ts';
import { fail, look, type Machine, resolve } from './machine.ts';
import { absolute, type Key, type Located, locate, volumeOf } from './mounts.ts';
import { lose, parentMissing, unknownContent } from './write.ts';

interface LinkOptions {
  readonly force: boolean;
  /** -n, -T: a link to a directory is the thing to replace, not a place to put the link into. */
  readonly plain: boolean;
  readonly symbolic: boolean;
}

export function makeLink(m: Machine, target: string, path: string, o: LinkOptions): number {
  const place = leadsToDirectory(m, path, o) ? resolve(m, `${path}/${target.replace(/\/+$/, '').replace(/^.*\//, '')}`, false) : resolve(m, path, false);
  if (!place.zone.writable) return 0;
  if (!o.symbolic) {
    const failed = cannotLink(m, resolve(m, target), place);
    if (failed !== undefined) return fail(m, failed.cause, failed.key);
  }
  const found = look(m, place.key);
  if (typeof found !== 'string') {
    if (!o.force) return fail(m, exists, place.key);
    if (found.kind === 'dir') return fail(m, { kind: 'not-replaceable', of: 'directory', by: 'link' }, place.key);
    lose(m, place.key, 'replaced');
  } else if (parentMissing(m, place)) return 1;
  if (o.symbolic) {
    const same = typeof found !== 'string' && found.kind === 'link' && found.target === target;
    m.files.set(place.key, { kind: 'link', target, by: same ? found.by : m.site });
    return 0;
  }
  const source = resolve(m, target);
  const cell = m.files.get(source.key);
  m.files.set(place.key, {
    kind: 'file',
    content: cell?.kind === 'file' ? cell.content : unknownContent(m, source),
    owner: 'script',
    locked: false,
    by: m.site,
    twin: source.key,
  });
  if (cell?.kind === 'file') m.files.set(source.key, { ...cell, twin: place.key });
  return 0;
}

/** link(2): the file must be there, must not be a directory, and each mount is a file system of its own (EXDEV). */
function cannotLink(m: Machine, source: Located, place: Located): { readonly cause: Cause; readonly key: Key } | undefined {
  const found = look(m, source.key);
  if (found === 'absent') return { cause: missing('target'), key: source.key };
  if (typeof found !== 'string' && found.kind === 'dir') return { cause: isDirectoryItself('target'), key: source.key };
  return volumeOf(source.key) === volumeOf(place.key) ? undefined : { cause: { kind: 'other-volume' }, key: place.key };
}

function leadsToDirectory(m: Machine, path: string, o: LinkOptions): boolean {
  const full = absolute(path, m.shell.cwd);
  const here = m.files.get(locate(m.table, full).key);
  if (here?.kind === 'link' && o.plain) return false;
  const found = look(m, resolve(m, path).key);
  if (found === 'unknown') return path.endsWith('/');
  return found !== 'absent' && found.kind === 'dir';
}
