import { chargePath } from '../budget.ts';
import { findNameMatches, someOf } from '../glob.ts';
import { emit, fail, look, type Machine, resolve } from '../machine.ts';
import { type Key, nameOf } from '../mounts.ts';
import { dispatch } from '../simple.ts';
import { quieted, star } from '../symbols.ts';
import { remove } from '../tree.ts';
import type { Code } from './codes.ts';

interface Query {
  readonly roots: readonly string[];
  /** Tests of age or size: what is in use does not satisfy them. */
  aged: boolean;
  min: number;
  max: number;
  name: string | undefined;
  type: string | undefined;
  action: 'print' | 'delete' | 'exec';
  command: readonly string[];
}

const ageTests: ReadonlySet<string> = new Set(['-mtime', '-mmin', '-atime', '-ctime', '-amin', '-cmin', '-size', '-empty']);
const nameTests: ReadonlySet<string> = new Set(['-name', '-iname', '-path', '-regex']);

function readQuery(words: readonly string[]): Query {
  const list = words.slice(1).map(quieted);
  const start = list.findIndex((word) => /^[-!(]/.test(word) && !/^-[LPH]$/.test(word));
  const roots = list.slice(0, start < 0 ? undefined : start).filter((word) => !/^-[LPH]$/.test(word));
  const tests = start < 0 ? [] : list.slice(start);
  const q: Query = { roots: roots.length > 0 ? roots : ['.'], aged: false, min: 0, max: 64, name: undefined, type: undefined, action: 'print', command: [] };
  for (let i = 0; i < tests.length; i++) i = readTest(q, tests, i);
  return q;
}

function readTest(q: Query, tests: readonly string[], i: number): number {
  const test = tests[i] ?? '';
  const value = tests[i + 1] ?? '';
  const denied = tests[i - 1] === '!' || tests[i - 1] === '-not';
  if (ageTests.has(test)) q.aged = true;
  else if (nameTests.has(test) && !denied) q.name = value;
  else if (test === '-mindepth') q.min = Number(value) || 0;
  else if (test === '-maxdepth') q.max = Number(value);
  else if (test === '-type') q.type = value;
  else if (test === '-delete') q.action = 'delete';
  else if (test === '-exec' || test === '-execdir' || test === '-ok') {
    const end = tests.findIndex((word, at) => at > i && (word === ';' || word === '+' || word === '\\;'));
    q.action = 'exec';
    q.command = tests.slice(i + 1, end < 0 ? undefined : end);
    return end < 0 ? tests.length : end;
  }
  return i;
}

/** The paths a query finds: known names one by one, unlisted ones as one. */
function results(m: Machine, q: Query, words: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const root of q.roots) {
    if (q.aged) continue;
    const place = resolve(m, root);
    const found = look(m, place.key);
    if (found === 'absent') {
      m.status = fail(m, 'it does not exist', place.key);
      continue;
    }
    const directory = found === 'unknown' || found.kind === 'dir';
    if (q.min === 0 && q.name === undefined && (q.type === undefined || (q.type === 'd') === directory)) out.push(root);
    if (!directory || q.max === 0) continue;
    for (const key of m.files.below(place.key).toSorted()) {
      chargePath(m.world.budget, key);
      const cell = m.files.get(key);
      const depth = key.slice(place.key.length + 1).split('/').length;
      if (!cell || cell.kind === 'gone' || depth < q.min || depth > q.max) continue;
      if (q.name !== undefined && !findNameMatches(m, nameOf(key), q.name)) continue;
      if (q.type !== undefined && (q.type === 'd') !== (cell.kind === 'dir') && !m.files.manyNames(nameOf(key))) continue;
      out.push(`${root === '/' ? '' : root.replace(/\/$/, '')}${foundAs(m, key, q.name).slice(place.key.length)}`);
    }
    if (!m.files.listed(place.key))
      out.push(`${root.replace(/\/$/, '')}/${someOf(m, `${place.key}/`, q.name?.replace(/\*/g, star) ?? `find ${words.slice(2).join(' ')}`)}`);
  }
  return out;
}

/** A pattern finds some of the unlisted names, and leaves the others alone. */
function foundAs(m: Machine, key: Key, pattern: string | undefined): Key {
  const name = nameOf(key);
  if (pattern === undefined || pattern === '*' || !m.files.manyNames(name)) return key;
  const active = pattern.replace(/\*/g, star);
  const isThose = m.symbols.info(name)?.key.startsWith('each:') === true && m.symbols.info(name)?.key.endsWith(active);
  const folder = key.slice(0, key.length - name.length);
  return isThose ? key : folder + someOf(m, key, active);
}

function find(m: Machine, words: readonly string[]): number {
  const q = readQuery(words);
  m.status = 0;
  const paths = results(m, q, words);
  let status = m.status;
  for (const path of q.action === 'delete' ? paths.toReversed() : paths) {
    if (q.action === 'print') emit(m, `${path}\n`);
    else if (q.action === 'delete') {
      if (m.table.entries.some((entry) => entry.path === path)) continue;
      status = remove(m, path, { recursive: false, force: true, emptyOnly: true }) || status;
    } else {
      dispatch(
        m,
        q.command.map((word) => word.replaceAll('{}', path)),
      );
      // find itself succeeds whatever its commands say.
      if (m.flow) return status;
    }
  }
  return status;
}

const valued = /^-(?:[nLPsda]|I|max-args|replace)$/;

/** xargs: the words of its input become operands. */
function xargs(m: Machine, words: readonly string[]): number {
  const list = words.slice(1).map(quieted);
  let replace: string | undefined;
  let at = 0;
  let one = false;
  for (; at < list.length && (list[at] ?? '').startsWith('-'); at++) {
    const word = list[at] ?? '';
    if (/^-[nL]/.test(word)) one = true;
    if (/^-I/.test(word)) replace = word.length > 2 ? word.slice(2) : list[at + 1];
    if (valued.test(word)) at++;
  }
  const command = list.slice(at);
  const items = (m.stdin ?? '').split(replace === undefined ? /[\s\0]+/ : /[\n\0]+/).filter((item) => item !== '');
  if (items.length === 0 && (list.includes('-r') || replace !== undefined)) return 0;
  let status = 0;
  const stdin = m.stdin;
  m.stdin = '';
  for (const group of replace !== undefined || one ? items.map((item) => [item]) : [items]) {
    const { site } = m;
    dispatch(
      m,
      replace === undefined
        ? [...(command.length > 0 ? command : ['echo']), ...group]
        : command.map((word) => word.replaceAll(replace ?? '{}', group[0] ?? '')),
    );
    if (m.status !== 0) status = 123;
    m.site = site;
    if (m.flow) break;
  }
  m.stdin = stdin;
  return status;
}

export const findCodes: Readonly<Record<string, Code>> = { find, xargs };
