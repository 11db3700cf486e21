import { fail, type Machine, resolve } from './machine.ts';
import { absolute, locate } from './mounts.ts';
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
  const found = m.files.lookup(place.key);
  if (typeof found !== 'string') {
    if (!o.force) return fail(m, 'it already exists', place.key);
    if (found.kind === 'dir') return fail(m, 'a directory cannot be replaced by a link', place.key);
    lose(m, place.key, 'replaced');
  } else if (parentMissing(m, place)) return 1;
  if (o.symbolic) {
    const same = typeof found !== 'string' && found.kind === 'link' && found.target === target;
    m.files.set(place.key, { kind: 'link', target, by: same ? found.by : m.site });
    return 0;
  }
  const source = resolve(m, target);
  const cell = m.files.get(source.key);
  if (m.files.lookup(source.key) === 'absent') return fail(m, 'the target does not exist', source.key);
  m.files.set(place.key, {
    kind: 'file',
    content: cell?.kind === 'file' ? cell.content : unknownContent(m, source),
    owner: 'script',
    locked: false,
    by: m.site,
  });
  return 0;
}

function leadsToDirectory(m: Machine, path: string, o: LinkOptions): boolean {
  const full = absolute(path, m.shell.cwd);
  const here = m.files.get(locate(m.table, full).key);
  if (here?.kind === 'link' && o.plain) return false;
  const found = m.files.lookup(resolve(m, path).key);
  if (found === 'unknown') return path.endsWith('/');
  return found !== 'absent' && found.kind === 'dir';
}
