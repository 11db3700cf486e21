import type { Outcome } from './execute.ts';
import type { Cell, Files } from './files.ts';
import { type Key, nameOf, parentOf } from './mounts.ts';
import type { Site } from './source.ts';
import type { Symbols } from './symbols.ts';

export interface Difference {
  readonly how: 'added' | 'grown' | 'changed' | 'replaced' | 'deleted';
  readonly key: Key;
  readonly site: Site;
  /** Made of the manifest's own texts and inputs: configuration that is reset at each start, often on purpose. */
  readonly managed: boolean;
}

/** What a later run did to the files that outlive it. */
export function compare(symbols: Symbols, before: Files, after: Outcome, kept: (key: Key) => boolean, edited: boolean): readonly Difference[] {
  const out: Difference[] = [];
  for (const [key, cell] of after.files.cells) {
    if (cell.kind === 'gone' || !kept(key)) continue;
    const old = before.get(key);
    const difference = !old || old.kind === 'gone' ? added(after.files, before, key, cell) : changed(symbols, key, old, cell, after, edited);
    if (difference) out.push(difference);
  }
  for (const [key, old] of before.cells) {
    if (old.kind === 'gone' || !kept(key) || (edited && !(old.kind === 'file' && old.owner === 'app'))) continue;
    const now = after.files.get(key);
    if (now && now.kind !== 'gone') continue;
    const site = after.losses.get(key)?.site ?? after.removals.get(key);
    if (site && !(edited && survives(symbols, old, after.files))) out.push({ how: 'deleted', key, site, managed: false });
  }
  return out;
}

/** Moved files are not lost. */
function survives(symbols: Symbols, old: Cell, files: Files): boolean {
  if (old.kind !== 'file' || old.content.length !== 1 || symbols.info(old.content)?.key === 'app content') return false;
  for (const cell of files.cells.values()) if (cell.kind === 'file' && cell.content === old.content) return true;
  return false;
}

function added(files: Files, before: Files, key: Key, cell: Cell): Difference | undefined {
  if (cell.kind === 'gone' || !cell.by) return undefined;
  const parent = parentOf(key);
  const above = parent === undefined ? undefined : before.get(parent);
  // The topmost new name says it all.
  if (parent !== undefined && (!above || above.kind === 'gone') && files.get(parent)?.by) return undefined;
  return { how: 'added', key, site: cell.by, managed: false };
}

function changed(symbols: Symbols, key: Key, old: Cell, now: Cell, after: Outcome, edited: boolean): Difference | undefined {
  if (now.kind === 'gone' || old.kind === 'gone' || !now.by) return undefined;
  if (old.kind === 'link' && now.kind === 'link') return old.target === now.target ? undefined : { how: 'changed', key, site: now.by, managed: false };
  if (old.kind !== 'file') return old.kind === now.kind ? undefined : { how: 'changed', key, site: now.by, managed: false };
  const lost = after.losses.get(key)?.site ?? now.by;
  if (now.kind !== 'file') return { how: edited ? 'replaced' : 'changed', key, site: lost, managed: false };
  if (old.content === now.content) return undefined;
  if (grew(symbols, old.content, now.content)) return { how: 'grown', key, site: now.by, managed: false };
  if (!edited) return { how: 'changed', key, site: now.by, managed: false };
  if (old.owner !== 'app' || symbols.mentions(now.content, old.content)) return undefined;
  const managed = managedContent(symbols, now.content);
  // A version or a slot that the script compares and writes itself is its own; a file that it copies there is not.
  return managed && symbols.state.has(old.content) ? undefined : { how: 'replaced', key, site: lost, managed };
}

function grew(symbols: Symbols, old: string, now: string): boolean {
  if (now.length <= old.length)
    return now.length === 1 && (symbols.info(now)?.key.startsWith('long:') ?? false) && symbols.info(now)?.base.includes(old) === true;
  return now.includes(old);
}

function managedContent(symbols: Symbols, content: string): boolean {
  const foreign: ReadonlySet<string> = new Set(['image', 'network', 'volume', 'fresh']);
  const unknownLines = /^([\ue100-\uf8ff])/gm;
  // Whole lines from elsewhere count; a value inside a line that the script writes does not.
  return ![...content.matchAll(unknownLines)].some(([char = '']) => symbols.some(char, (sym) => sym.block && foreign.has(sym.origin)));
}

/** The first name that two end states disagree about; random values count as equal. */
export function sameState(symbols: Symbols, wanted: Files, got: Files): { readonly key: Key; readonly site: Site | undefined } | undefined {
  const [first] = disagreements(symbols, wanted, got, true);
  return first;
}

/** The names that two end states disagree about; random values count as equal. */
export function differences(symbols: Symbols, wanted: Files, got: Files): readonly Key[] {
  return disagreements(symbols, wanted, got, false).map((one) => one.key);
}

type Disagreement = { readonly key: Key; readonly site: Site | undefined };

function disagreements(symbols: Symbols, wanted: Files, got: Files, onlyFirst: boolean): readonly Disagreement[] {
  const found: Disagreement[] = [];
  for (const [key, cell] of wanted.cells) {
    if (cell.kind === 'gone' || isLayer(key) || (cell.kind === 'dir' && !cell.by)) continue;
    if (alike(symbols, cell, got.get(key))) continue;
    found.push({ key, site: cell.by });
    if (onlyFirst) return found;
  }
  for (const [key, cell] of got.cells) {
    if (cell.kind === 'gone' || isLayer(key) || symbols.unstable(nameOf(key))) continue;
    const other = wanted.get(key);
    if ((other && other.kind !== 'gone') || !cell.by) continue;
    found.push({ key, site: cell.by });
    if (onlyFirst) return found;
  }
  return found;
}

function isLayer(key: Key): boolean {
  return key.startsWith(':') || key.startsWith('?');
}

function alike(symbols: Symbols, cell: Cell, other: Cell | undefined): boolean {
  if (other?.kind !== cell.kind) return false;
  if (cell.kind === 'file' && other.kind === 'file') return symbols.shape(cell.content) === symbols.shape(other.content);
  return !(cell.kind === 'link' && other.kind === 'link' && symbols.shape(cell.target) !== symbols.shape(other.target));
}
