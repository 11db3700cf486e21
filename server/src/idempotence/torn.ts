import { parseShell } from '../shell/parse.ts';
import { differences } from './compare.ts';
import { freshLayer, type Outcome, runAll } from './execute.ts';
import type { Cell, Files } from './files.ts';
import type { World } from './machine.ts';
import { type Key, volumeOf } from './mounts.ts';
import { Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { Site } from './source.ts';

const mostFiles = 8;
const mostStates = 60;

/**
 * What does not heal when a start is killed in the middle of a command: a file has the first part of its content, or of several
 * files only one is there. Names of files that end otherwise than after an undisturbed start, and commands that then fail.
 */
export function tornFaults(world: World, steps: readonly Prepared[], initial: Files, first: Outcome): ReadonlySet<string> {
  const faults = new Set<string>();
  const run = (files: Files, record: false | 'every command'): Outcome =>
    runAll(world, steps, { files, oracle: new Oracle(first.facts, []), run: 1, promised: first.promised, absent: new Set(), record });
  const { snapshots, files: last } = run(initial, 'every command');
  let states = 0;
  for (const [i, snapshot] of snapshots.entries()) {
    for (const files of tornStates(world, snapshot, snapshots[i + 1]?.files ?? last)) {
      if (++states > mostStates) return faults;
      const retry = run(freshLayer(files), false);
      if (!retry.ok) faults.add(`fails: ${retry.failure?.site.source.text.slice(retry.failure.site.start, retry.failure.site.end)}`);
      else for (const key of differences(world.symbols, first.files, retry.files)) faults.add(key);
    }
  }
  return faults;
}

function tornStates(world: World, before: { readonly files: Files; readonly site: Site }, after: Files): readonly Files[] {
  const written: Key[] = [];
  for (const [key, cell] of after.cells) if (volumeOf(key) !== '' && isWritten(before.files, key, cell)) written.push(key);
  if (written.length === 0 || isAtomic(before.site)) return [];
  const parts = written.slice(0, mostFiles);
  const states = [statewith(world, before.files, after, written, () => 'torn'), statewith(world, before.files, after, written, () => 'empty')];
  if (parts.length < 2) return states;
  return [...states, ...parts.map((whole) => statewith(world, before.files, after, written, (key) => (key === whole ? 'whole' : 'absent')))];
}

function isWritten(before: Files, key: Key, cell: Cell): boolean {
  const old = before.get(key);
  return cell.kind === 'file' && cell.by !== undefined && cell.content !== '' && !(old?.kind === 'file' && old.content === cell.content);
}

type Part = 'torn' | 'empty' | 'whole' | 'absent';

/** What the command had removed by then is still there: a move across volumes copies first. */
function statewith(world: World, before: Files, after: Files, written: readonly Key[], part: (key: Key) => Part): Files {
  const files = before.fork();
  for (const [key, cell] of after.cells) if (cell.kind === 'dir' && !before.get(key)) files.set(key, cell);
  for (const key of written) {
    const cell = after.get(key);
    const how = part(key);
    if (cell?.kind !== 'file' || how === 'absent') continue;
    files.set(key, how === 'whole' ? cell : { ...cell, content: how === 'empty' ? '' : tornContent(world, key, cell.content) });
  }
  return files;
}

function tornContent(world: World, key: Key, content: string): string {
  return world.symbols.intern(`torn:${key}=${content}`, {
    origin: 'volume',
    block: true,
    filled: true,
    base: content,
    unstable: false,
    shown: 'part of a file',
  });
}

/** Commands that write under another name and rename, or whose text the shell writes at once. */
const atomic = /^(mv|rsync|sed|ln|touch|mkdir|mkfifo|mknod|chmod|chown)$/;
const immediate = /^(echo|printf|:)$/;

function isAtomic(site: Site): boolean {
  const node = parseShell(site.source.text.slice(site.start, site.end)).commands[0]?.command;
  if (node?.type !== 'Command') return false;
  const name = node.name?.value.replace(/.*\//, '') ?? '';
  const redirects = node.redirects.filter((one) => one.type === 'Redirect' && /[>]/.test(one.operator) && one.descriptor === undefined);
  return redirects.length === 0 ? atomic.test(name) : immediate.test(name) && redirects.every((one) => one.type === 'Redirect' && one.operator === '>>');
}
