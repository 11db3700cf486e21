import { type Budget, chargeNames, chargePath } from './budget.ts';
import { type Key, parentOf } from './mounts.ts';
import type { Site } from './source.ts';
import type { Symbols } from './symbols.ts';

/** What is known about one name. A directory's contents that nobody listed are one child whose name is a symbol. */
export type Cell =
  | {
      readonly kind: 'file';
      readonly content: string;
      readonly owner: 'script' | 'app';
      readonly locked: boolean;
      readonly by: Site | undefined;
      /** The other name of a hard link. */
      readonly twin?: Key;
    }
  | { readonly kind: 'special'; readonly by: Site | undefined }
  | { readonly kind: 'link'; readonly target: string; readonly by: Site | undefined }
  | { readonly kind: 'dir'; readonly open: boolean; readonly by: Site | undefined }
  | { readonly kind: 'gone'; readonly by: Site | undefined };

type Present = Exclude<Cell, { kind: 'gone' }>;
export type Found = Present | 'absent' | 'unknown';

/** The abstract file system: one map, copied only when one of several owners writes. What grows with the number of names is charged. */
export class Files {
  readonly symbols: Symbols;
  readonly #budget: Budget;
  /** Names of the image that the script reads as plain files: nothing lies below them. */
  readonly plain: Set<Key>;
  #cells: Map<Key, Cell>;
  #shared = false;
  /** Where links were made, and where names stand for several: few, and asked for at every step. Some may be gone again. */
  #links: readonly Key[] = [];
  #many: readonly Key[] = [];
  version = 0;

  constructor(symbols: Symbols, budget: Budget, plain: Set<Key> = new Set(), cells: Map<Key, Cell> = new Map()) {
    this.symbols = symbols;
    this.#budget = budget;
    this.plain = plain;
    this.#cells = cells;
  }

  fork(): Files {
    this.#shared = true;
    const copy = new Files(this.symbols, this.#budget, this.plain, this.#cells);
    copy.#shared = true;
    copy.#links = this.#links;
    copy.#many = this.#many;
    return copy;
  }

  get cells(): ReadonlyMap<Key, Cell> {
    return this.#cells;
  }

  get hasLinks(): boolean {
    return this.#links.length > 0;
  }

  /** May a link stand at the key or above it? */
  throughLink(key: Key): boolean {
    return this.#links.some((link) => key.startsWith(link) && (key.length === link.length || key[link.length] === '/'));
  }

  get(key: Key): Cell | undefined {
    return this.#cells.get(key);
  }

  set(key: Key, cell: Cell): void {
    chargeNames(this.#budget, 1);
    chargePath(this.#budget, key);
    this.#own();
    if (cell.kind === 'link' && !this.#links.includes(key)) this.#links = [...this.#links, key];
    if (this.manyNames(key.slice(-1)) && isOneName(key) && !this.#many.includes(key)) this.#many = [...this.#many, key];
    this.#cells.set(key, cell);
    this.version++;
  }

  forget(key: Key): void {
    if (!this.#cells.has(key)) return;
    this.#own();
    this.#cells.delete(key);
    this.version++;
  }

  /** Volume contents are known to the last name; in the image and in inputs anything may exist. */
  lookup(key: Key): Found {
    const cell = this.#cells.get(key);
    if (cell) return cell.kind === 'gone' ? 'absent' : cell;
    for (let dir = parentOf(key); dir !== undefined; dir = parentOf(dir)) {
      chargePath(this.#budget, dir);
      const above = this.#cells.get(dir);
      if (!above) {
        if (this.plain.has(dir)) return 'absent';
        continue;
      }
      if (above.kind === 'dir') return above.open || this.wild(dir) ? 'unknown' : 'absent';
      return 'absent';
    }
    return 'unknown';
  }

  /** Does the directory hold names that nobody listed? */
  wild(dir: Key): boolean {
    return this.contents(dir) !== undefined;
  }

  /** What is known of a directory's unlisted names. */
  contents(dir: Key): Cell | undefined {
    for (const key of this.#many) {
      if (key.length !== dir.length + 2 || !key.startsWith(dir)) continue;
      const cell = this.#cells.get(key);
      if (cell && cell.kind !== 'gone') return cell;
    }
    return undefined;
  }

  manyNames(name: string): boolean {
    if (name.length !== 1) return false;
    const sym = this.symbols.info(name);
    return sym !== undefined && sym.origin === 'names' && sym.block;
  }

  /** The names directly inside a directory, sorted as the shell would. */
  children(dir: Key): readonly string[] {
    this.#chargeAll();
    const prefix = `${dir}/`;
    const names = new Set<string>();
    for (const [key, cell] of this.#cells) {
      if (cell.kind === 'gone' || !key.startsWith(prefix)) continue;
      const slash = key.indexOf('/', prefix.length);
      if (slash < 0) names.add(key.slice(prefix.length));
      else if (this.lookup(key.slice(0, slash)) !== 'absent') names.add(key.slice(prefix.length, slash));
    }
    return [...names].sort();
  }

  /** How many names are known, also those that are gone. */
  get size(): number {
    return this.#cells.size;
  }

  below(dir: Key): readonly Key[] {
    this.#chargeAll();
    const prefix = `${dir}/`;
    const out: Key[] = [];
    for (const key of this.#cells.keys()) if (key.startsWith(prefix)) out.push(key);
    return out;
  }

  /** Is the listing of this directory complete? */
  listed(dir: Key): boolean {
    const cell = this.#cells.get(dir);
    return cell !== undefined && cell.kind === 'dir' && !cell.open;
  }

  #chargeAll(): void {
    chargeNames(this.#budget, this.#cells.size);
  }

  #own(): void {
    if (!this.#shared) return;
    this.#chargeAll();
    this.#cells = new Map(this.#cells);
    this.#shared = false;
  }
}

/** Is the last name of a key a single character? */
function isOneName(key: Key): boolean {
  return key.length < 2 || key[key.length - 2] === '/';
}
