import { chargeNames } from './budget.ts';
import type { Machine } from './machine.ts';
import { look, resolve } from './machine.ts';
import type { Located } from './mounts.ts';
import { globPattern } from './patterns.ts';
import { isPlain, patternChars, quieted, star } from './symbols.ts';
import { contentsOf } from './tree.ts';

const mostNames = 64;

/** The paths an unquoted pattern stands for; undefined when nothing matches. */
export function expandGlob(m: Machine, pattern: string): readonly string[] | undefined {
  const parts = pattern.split('/');
  let bases: string[] = [parts[0] === '' ? '' : '.'];
  const rooted = parts[0] === '';
  for (let i = rooted ? 1 : 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const wild = patternChars.test(part);
    const next: string[] = [];
    for (const base of bases) {
      if (!wild) next.push(base === '.' ? part : `${base}/${part}`);
      else for (const name of namesMatching(m, base === '' ? '/' : base, part)) next.push(base === '.' ? name : `${base}/${name}`);
    }
    bases = next.slice(0, mostNames);
    if (bases.length === 0) return undefined;
  }
  const existing = patternChars.test(parts.at(-1) ?? '') ? bases : bases.filter((path) => look(m, resolve(m, path).key) !== 'absent');
  return existing.length > 0 ? existing : undefined;
}

function namesMatching(m: Machine, dir: string, part: string): readonly string[] {
  const place = resolve(m, dir);
  const found = look(m, place.key);
  if (found === 'absent' || (found !== 'unknown' && found.kind !== 'dir')) return [];
  const dots = m.shell.options.has('dotglob') || part.startsWith('.');
  chargeNames(m.world.budget, m.files.size);
  const names = m.files.children(place.key).flatMap((name) => nameMatches(m, place, name, part, dots));
  if (m.files.listed(place.key)) return names;
  return [...names, part === star ? contentsOf(m, place) : someOf(m, `${place.key}/`, part)];
}

/** The names of an unknown directory that match a pattern, as one name. */
export function someOf(m: Machine, where: string, part: string): string {
  return m.symbols.intern(`each:${where}${part}`, { origin: 'names', block: true, filled: true, shown: quieted(part) });
}

function nameMatches(m: Machine, place: Located, name: string, part: string, dots: boolean): readonly string[] {
  if (m.files.manyNames(name)) {
    if (part === star) return [name];
    const key = m.symbols.info(name)?.key ?? '';
    if (key.startsWith('each:')) return key.endsWith(part) ? [name] : [];
    return [someOf(m, `${place.key}/${name}`, part)];
  }
  if (!isPlain(name) && name.length === 1) return part === star ? [name] : [];
  if (name.startsWith('.') && !(dots && name !== '.' && name !== '..')) return [];
  return globPattern(part, true)?.testWhole(name, m.world.budget) ? [name] : [];
}

/** Does a name that `find -name` meets match? */
export function findNameMatches(m: Machine, name: string, pattern: string): boolean {
  const active = pattern.replace(/\*/g, star);
  if (active === star) return true;
  if (m.files.manyNames(name)) return true;
  if (!isPlain(name)) return false;
  return globPattern(active, true)?.testWhole(name, m.world.budget) ?? false;
}
