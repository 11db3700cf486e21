import { editFile } from '../edit.ts';
import { isDirectoryItself, missing, notDirectory } from '../failure.ts';
import { makeLink } from '../link.ts';
import { emit, fail, look, type Machine, onVolume, resolve } from '../machine.ts';
import { absolute } from '../mounts.ts';
import { type Origin, quieted } from '../symbols.ts';
import { copy, isDirectory, move, populate, remove, sweep } from '../tree.ts';
import { create, createParents, fresh, lose, parentMissing, readFile, writeFile } from '../write.ts';
import { choose, holds, type Invocation } from './options.ts';
import type { CommandSpec, ContentKind, Effect, Select } from './schema.ts';
import { lastSegment, select } from './select.ts';

export function applyEffects(m: Machine, spec: CommandSpec, invocation: Invocation, words: readonly string[]): number {
  let status = 0;
  for (const effect of spec.effects ?? []) {
    if (!holds(effect.when, invocation.flags)) continue;
    const failed = apply(m, effect, invocation, words, spec);
    if (failed !== 0 && effect.op === 'need') return failed;
    status = failed || status;
  }
  return status;
}

function each(m: Machine, invocation: Invocation, at: Select, run: (path: string) => number): number {
  let status = 0;
  for (const path of select(m, invocation, at)) if (path !== '' && path !== '-') status = run(path) || status;
  return status;
}

function apply(m: Machine, e: Effect, i: Invocation, words: readonly string[], spec: CommandSpec): number {
  switch (e.op) {
    case 'create':
      return each(m, i, e.at, (path) => create(m, path, e.what, choose(e.existing, i.flags), holds(e.parents ?? '', i.flags)));
    case 'write':
    case 'append':
      return applyWrite(m, e, i, words, spec);
    case 'edit':
      return each(m, i, e.at, (path) => editFile(m, path, e.how, i, words));
    case 'remove':
      return each(m, i, e.at, (path) =>
        remove(m, path, {
          recursive: holds(e.recursive ?? '', i.flags),
          force: holds(e.force ?? '', i.flags),
          emptyOnly: e.emptyOnly ?? false,
          directoryOnly: e.emptyOnly ?? false,
        }),
      );
    case 'copy':
      return applyCopy(m, e, i);
    case 'move':
    case 'link':
      return applyMoveOrLink(m, e, i);
    case 'populate':
      return applyPopulate(m, e, i, words, spec);
    case 'entry':
    case 'drop':
      return applyEntry(m, e, i, words);
    case 'need':
      return each(m, i, e.at, (path) => need(m, path, e.what));
    case 'mode':
      return applyMode(m, e, i);
    default:
      return applyRare(m, e, i, words, spec);
  }
}

function need(m: Machine, path: string, what: 'dir' | 'file' | undefined): number {
  const { key } = resolve(m, path);
  const found = look(m, key);
  if (found === 'absent') return fail(m, what === 'dir' ? missing('directory') : missing(), key);
  if (what === undefined || typeof found === 'string' || (found.kind === 'dir') === (what === 'dir')) return 0;
  return fail(m, what === 'dir' ? notDirectory() : isDirectoryItself(), key);
}

type Rare = Extract<Effect, { op: 'revert' | 'empty' | 'fetch' | 'record' | 'names' }>;

function applyRare(m: Machine, e: Rare, i: Invocation, words: readonly string[], spec: CommandSpec): number {
  switch (e.op) {
    case 'revert':
      return each(m, i, e.at, (path) => revert(m, path));
    case 'empty':
      return each(m, i, e.at, (path) => {
        sweep(m, resolve(m, path).key);
        return 0;
      });
    case 'record':
      return each(m, i, e.at, (dir) => {
        let status = 0;
        for (const name of select(m, i, e.name)) status = create(m, `${dir}/${lastSegment(name)}`, 'dir', choose(e.existing, i.flags), true) || status;
        return status;
      });
    case 'names':
      return each(m, i, e.at, (dir) => {
        for (const name of m.files.children(resolve(m, dir).key)) emit(m, `${name}\n`);
        return 0;
      });
    case 'fetch':
      return applyFetch(m, e, i, words, spec);
  }
}

/** What a command writes depends on what it was asked for, not on the name of the file: the same under another name is the same. */
function contentOf(m: Machine, kind: ContentKind, asked: readonly string[], spec: CommandSpec, path?: string): string {
  const words = asked.filter((word) => word !== path && !(kind === 'network' && word.startsWith('-')));
  switch (kind) {
    case 'stdin':
      return m.stdin ?? '';
    case 'empty':
      return '';
    case 'fresh':
      return fresh(m, `what ${words[0] ?? ''} generates`, true);
    case 'network':
      return m.symbols.intern(`net:${words.join(' ')}`, { origin: 'network', block: true, filled: true, base: words.join(' '), shown: 'a download' });
    case 'stable':
      return m.symbols.intern(`made:${words.join(' ')}<${m.stdin ?? ''}`, {
        origin: spec.origin ?? 'computed',
        block: true,
        filled: true,
        base: words.join(' ') + (m.stdin ?? ''),
        shown: `the output of ${words[0] ?? ''}`,
      });
  }
}

function applyWrite(m: Machine, e: Extract<Effect, { op: 'write' | 'append' }>, i: Invocation, words: readonly string[], spec: CommandSpec): number {
  return each(m, i, e.at, (given) => {
    const existing = e.op === 'append' ? 'replace' : choose(e.existing, i.flags);
    if (e.op === 'write' && holds(e.parents ?? '', i.flags)) createParents(m, absolute(given, m.shell.cwd));
    const path = existing === 'rename' ? unusedName(m, given) : given;
    return writeFile(m, path, contentOf(m, e.content, words, spec, given), {
      append: e.op === 'append',
      existing: existing === 'rename' ? 'replace' : existing,
    });
  });
}

/** GNU wget keeps the old file and numbers the new one. */
function unusedName(m: Machine, path: string): string {
  for (let n = 0; n < 20; n++) {
    const name = n === 0 ? path : `${path}.${n}`;
    if (typeof look(m, resolve(m, name).key) === 'string') return name;
  }
  return path;
}

function applyCopy(m: Machine, e: Extract<Effect, { op: 'copy' }>, i: Invocation): number {
  const into = e.into === undefined ? [] : select(m, i, e.into);
  const from = into.length > 0 ? i.operands : select(m, i, e.from);
  const to = into[0] ?? select(m, i, e.to)[0];
  if (to === undefined || from.length === 0) return 0;
  if (holds(e.parents ?? '', i.flags)) createParents(m, absolute(to, m.shell.cwd));
  const recursive = holds(e.recursive, i.flags);
  const merge = holds(e.merge ?? '', i.flags);
  const options = {
    recursive,
    merge,
    existing: choose(e.existing, i.flags),
    unlink: holds(e.unlink ?? '', i.flags),
    rename: e.unlink === 'always',
    into: into.length > 0,
  };
  const remote = (path: string): boolean => /^[\w.@-]+::?[^/]|^\w+:\/\//.test(path);
  if (remote(to)) return 0;
  if (e.delete !== undefined && holds(e.delete, i.flags)) sweep(m, resolve(m, to).key);
  if (!e.slash) return copy(m, from, to, options);
  let status = 0;
  for (const path of from) {
    if (remote(path)) status = populate(m, to, treeName(m, path), treeContent(m, path, 'network', path), options.existing) || status;
    // rsync: `dir/` means what is in it, `dir` always lands below the target.
    else if (path.endsWith('/')) status = copy(m, [`${path}.`], to, { ...options, merge: true }) || status;
    else status = copy(m, [path], to, { ...options, into: true }) || status;
  }
  return status;
}

function applyMoveOrLink(m: Machine, e: Extract<Effect, { op: 'move' | 'link' }>, i: Invocation): number {
  const into = e.into === undefined ? [] : select(m, i, e.into);
  const from = into.length > 0 ? i.operands : select(m, i, e.from);
  const to = into[0] ?? select(m, i, e.to)[0];
  if (to === undefined)
    return e.op === 'link' && i.operands[0] !== undefined ? makeLink(m, i.operands[0], '.', { force: false, plain: false, symbolic: true }) : 0;
  const existing = choose(e.existing, i.flags);
  if (e.op === 'move') return move(m, from, to, { merge: holds(e.merge ?? '', i.flags), existing, into: into.length > 0 });
  let status = 0;
  for (const target of from) {
    const inside = from.length > 1 || into.length > 0 ? `${to}/${lastSegment(target)}` : to;
    status = makeLink(m, target, inside, { force: existing === 'replace', plain: holds(e.plain, i.flags), symbolic: holds(e.symbolic, i.flags) }) || status;
  }
  return status;
}

function treeName(m: Machine, source: string): string {
  return m.symbols.intern(`contents:archive:${source}`, { origin: 'names', block: true, filled: true, shown: '*' });
}

function treeContent(m: Machine, source: string, origin: Origin, base: string): string {
  return m.symbols.intern(`tree:${source}`, { origin, block: true, filled: true, base, shown: m.symbols.show(source) });
}

function applyPopulate(m: Machine, e: Extract<Effect, { op: 'populate' }>, i: Invocation, words: readonly string[], spec: CommandSpec): number {
  const from = e.from === undefined ? [words.slice(0, 2).join(' ')] : select(m, i, e.from);
  const file = from[0] !== undefined && from[0] !== '-' && e.from !== undefined ? readFile(m, from[0]) : undefined;
  const source = from[0] === undefined || from[0] === '-' ? `stdin:${m.stdin ?? ''}` : from.join(' ');
  const inherited = m.symbols.of(m.stdin ?? '')[0]?.origin;
  const origin = e.origin ?? spec.origin ?? (source.startsWith('stdin:') ? (inherited === 'computed' ? 'image' : inherited) : undefined) ?? 'image';
  const base = e.origin === 'fresh' ? '' : source.startsWith('stdin:') ? (m.stdin ?? '') : (file ?? source);
  return each(m, i, e.at, (dir) => {
    const key = resolve(m, dir).key;
    const filled = isDirectory(m, dir) && m.files.children(key).length > 0;
    const rule = e.nonEmpty === undefined ? 'replace' : choose(e.nonEmpty, i.flags);
    if (filled && rule === 'fail') return fail(m, { kind: 'filled' }, key);
    if (filled && rule === 'keep') return 0;
    if (look(m, key) === 'absent' && e.nonEmpty !== undefined) createParents(m, absolute(dir, m.shell.cwd));
    const status = populate(m, dir, treeName(m, source), treeContent(m, source, origin, base), choose(e.existing, i.flags));
    if (status === 0) for (const name of e.creates ?? []) createInside(m, `${dir}/${name}`, [words[0] ?? '', source, name], spec);
    return status;
  });
}

/** `made` says what the file is: the same wherever the command puts its tree. */
function createInside(m: Machine, path: string, made: readonly string[], spec: CommandSpec): void {
  if (path.endsWith('/')) create(m, path.slice(0, -1), 'dir', 'keep', true);
  else if (typeof look(m, resolve(m, path).key) === 'string') {
    createParents(m, absolute(path, m.shell.cwd));
    writeFile(m, path, contentOf(m, 'stable', made, spec), { append: false, existing: 'keep' });
  }
}

/** A record with a name inside a file: a keystore alias, a crontab line, an installed plugin. */
function applyEntry(m: Machine, e: Extract<Effect, { op: 'entry' | 'drop' }>, i: Invocation, words: readonly string[]): number {
  const names = select(m, i, e.name);
  return each(m, i, e.at, (path) => {
    const before = readFile(m, path) ?? '';
    let after = before;
    for (const name of names) {
      const mark = m.symbols.intern(`entry:${name}`, { origin: 'computed', filled: true, base: words.join(' '), shown: m.symbols.show(name) });
      const text = `${mark}\n`;
      const present = m.symbols.mentions(m.symbols.unedited(before), mark);
      if (e.op === 'drop') after = present ? after.replace(text, '') : after;
      else if (!present) after += text;
      else if (choose(e.existing, i.flags) === 'fail') return fail(m, { kind: 'entry-exists', detail: m.symbols.show(name) }, resolve(m, path).key);
    }
    if (after === before) return e.op === 'drop' ? fail(m, { kind: 'nothing-to-remove' }, resolve(m, path).key) : 0;
    const place = resolve(m, path);
    const cell = m.files.get(place.key);
    if (typeof look(m, place.key) === 'string' && parentMissing(m, place)) return 1;
    m.files.set(place.key, { kind: 'file', content: after, owner: cell?.kind === 'file' ? cell.owner : 'script', locked: false, by: m.site });
    return 0;
  });
}

function revert(m: Machine, path: string): number {
  for (const key of m.files.below(resolve(m, path).key)) {
    const cell = m.files.get(key);
    if (cell?.kind !== 'file' || cell.owner !== 'app' || key.includes('/.git/')) continue;
    lose(m, key, 'replaced');
    m.files.set(key, { ...cell, content: m.symbols.unedited(cell.content, false), owner: 'script', by: m.site });
  }
  return 0;
}

function applyFetch(m: Machine, e: Extract<Effect, { op: 'fetch' }>, i: Invocation, words: readonly string[], spec: CommandSpec): number {
  const from = select(m, i, e.from)[0] ?? '';
  return each(m, i, e.at, (path) => {
    if (/^\w+:\/\//.test(path)) return 0;
    const target = isDirectory(m, path) || path.endsWith('/') ? `${path}/${lastSegment(from)}` : path;
    return writeFile(m, target, contentOf(m, 'network', words, spec, path), { append: false, existing: 'replace' });
  });
}

function applyMode(m: Machine, e: Extract<Effect, { op: 'mode' }>, i: Invocation): number {
  const mode = select(m, i, e.mode)[0] ?? '';
  const locked = /^0?[0145][0-7]{2}$/.test(mode) ? true : /^[u]?-w|^a-w|^u=r$/.test(mode) ? true : /^0?[2367][0-7]{2}$|\+.*w/.test(mode) ? false : undefined;
  return each(m, i, e.at, (path) => {
    const place = resolve(m, quieted(path));
    const found = look(m, place.key);
    if (found === 'absent') return fail(m, missing('it', 'either'), place.key);
    if (locked !== undefined && onVolume(place) && typeof found !== 'string' && found.kind === 'file' && found.locked !== locked)
      m.files.set(place.key, { ...found, locked });
    return 0;
  });
}
