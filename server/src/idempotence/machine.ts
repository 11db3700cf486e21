import type { AndOr, CompoundCommand, FunctionDefinition, PipelineNode, Statement, Word } from '../shell/ast.ts';
import type { ParsedShell } from '../shell/parse.ts';
import { type Budget, charge, chargeText } from './budget.ts';
import type { CommandTable } from './commands/schema.ts';
import type { Cause, Failure } from './failure.ts';
import type { Files, Found } from './files.ts';
import type { Dialect, Missed } from './gaps.ts';
import { absolute, type Key, type Located, locate, type MountTable } from './mounts.ts';
import type { Oracle } from './oracle.ts';
import type { InitStep } from './program.ts';
import type { Site, Source } from './source.ts';
import type { Symbols } from './symbols.ts';

export type Userland = 'gnu' | 'busybox';

export interface Shell {
  vars: Map<string, string>;
  arrays: Map<string, readonly string[]>;
  exported: Set<string>;
  functions: Map<string, { readonly body: FunctionDefinition['body']; readonly source: Source }>;
  options: Set<string>;
  positional: readonly string[];
  name: string;
  cwd: string;
  traps: Map<string, string>;
  dialect: Dialect;
  background: string;
  /** Values that `local` hides, one map for each running function. */
  frames: Map<string, string | undefined>[];
}

/** `opened`: the first text replaces what the file holds. A lock that is only held open changes nothing. */
export type Sink =
  | { readonly kind: 'null' }
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'file'; readonly key: Key; readonly site: Site; opened: boolean };

type Flow = { readonly kind: 'exit' | 'return' | 'break' | 'continue'; levels: number };

export interface Loss {
  readonly site: Site;
  readonly how: 'replaced' | 'deleted';
}

export interface Snapshot {
  readonly files: Files;
  readonly site: Site;
}

/** How a part of the shell runs another part. It is a value, so that no part imports one that imports it; `runner` in interpret.ts is the only implementation. */
export interface Runner {
  list(m: Machine, statements: readonly Statement[]): void;
  node(m: Machine, node: PipelineNode | AndOr | CompoundCommand): void;
  /** The body of a function, in the shell that calls it. */
  body(m: Machine, body: FunctionDefinition['body']): void;
  /** Words as a command: a function of the script, or a command of the table. The status is left in `m.status`. */
  words(m: Machine, words: readonly string[]): void;
  /** Words as a command of the table, past the functions of the script. Returns the status. */
  command(m: Machine, words: readonly string[]): number;
  /** A text in the current shell. Findings point to `site` unless the text is one of the strings of the manifest. */
  text(m: Machine, text: string, site: Site): void;
  /** What `run` does, in a copy of the shell on the same files. */
  subshell(m: Machine, run: () => void): void;
  /** What the statements print, run in a copy of the shell. */
  capture(m: Machine, statements: readonly Statement[], override: Site | undefined): string;
  /** A word as one text; pattern characters are plain. */
  expandText(m: Machine, word: Word | undefined): string;
  /** A word as one text; unquoted pattern characters stay active. */
  expandPattern(m: Machine, word: Word): string;
}

/** What every run of one analysis shares. */
export interface World {
  readonly runner: Runner;
  readonly symbols: Symbols;
  readonly commands: CommandTable;
  readonly budget: Budget;
  readonly unknown: Map<string, Site>;
  /** Names of volumes that the first start needs and somebody else must have put there. */
  readonly given: Map<Key, boolean>;
  /** Where a script decides by how many peers there are. */
  readonly peerTests: Map<string, Site>;
  /** What of the language the shell of the image lacks, where a start came upon it. */
  readonly missed: Map<string, Missed>;
  /** Why no way through the first start succeeds. */
  stuck: Failure | undefined;
  readonly files: ((step: InitStep, path: string) => string | undefined) | undefined;
  readonly parsed: Map<string, ParsedShell>;
}

/** One run of one init container: a plain interpreter's state. */
export interface Machine {
  readonly world: World;
  readonly symbols: Symbols;
  readonly oracle: Oracle;
  readonly run: number;
  files: Files;
  table: MountTable;
  step: InitStep;
  stepIndex: number;
  userland: Userland;
  shell: Shell;
  source: Source;
  override: Site | undefined;
  site: Site;
  stdin: string | undefined;
  readonly peers: string | undefined;
  out: Sink;
  /** Descriptors above 2 that are open. */
  descriptors: ReadonlyMap<number, Sink>;
  status: number;
  flow: Flow | undefined;
  /** Above zero a failing command does not end the script, because somebody looks at its status. */
  condition: number;
  loopClause: boolean;
  depth: number;
  fresh: number;
  substituted: number | undefined;
  /** The strings of the manifest that may be scripts, by their text. */
  scripts: ReadonlyMap<string, Source>;
  failure: Failure | undefined;
  /** What this run destroyed of the application's files, first destroyer first. */
  readonly losses: Map<Key, Loss>;
  /** Who took a name away. */
  readonly removals: Map<Key, Site>;
  /** Guards in force that found nothing: what runs now runs because these names are missing. */
  inForce: Key[];
  /** Names of volumes whose absence made a command of the first run fail. */
  readonly absent: ReadonlySet<Key>;
  /** Guards whose name a tree copied in their own branch is taken to bring along. */
  readonly promised: Set<Key>;
  readonly failures: Failure[];
  readonly snapshots: Snapshot[] | undefined;
  recorded: number;
  /** Record each command, also where no file changed since the last: for the explanation. */
  readonly everyCommand: boolean;
}

export function spend(m: Machine): void {
  charge(m.world.budget, 1);
}

export function at(m: Machine, start: number, end: number): Site {
  return m.override ?? { source: m.source, start, end };
}

/** What a command finds under a name. What the first start missed is still missing where only a copied tree may have brought it. */
export function look(m: Machine, key: Key): Found {
  const found = m.files.lookup(key);
  return found === 'unknown' && m.absent.has(key) ? 'absent' : found;
}

const mostLinks = 8;

/** Where a path of the running command leads, symbolic links followed. */
export function resolve(m: Machine, path: string, followLast = true): Located {
  const full = absolute(path, m.shell.cwd);
  if (!m.files.hasLinks) return locate(m.table, full);
  const place = locate(m.table, full);
  return m.files.throughLink(place.key) ? follow(m, full, followLast, 0) : place;
}

function follow(m: Machine, full: string, followLast: boolean, depth: number): Located {
  const parts = full.split('/');
  let here = '';
  for (let i = 1; i < parts.length; i++) {
    const next = `${here}/${parts[i] ?? ''}`;
    const cell = m.files.get(locate(m.table, next).key);
    if (cell?.kind === 'link' && depth < mostLinks && (followLast || i < parts.length - 1)) {
      const rest = parts.slice(i + 1).join('/');
      const target = absolute(cell.target, here || '/');
      return follow(m, absolute(rest, target), followLast, depth + 1);
    }
    here = next;
  }
  return locate(m.table, full);
}

/** Is the location one whose state outlives the container? */
export function onVolume(place: Located): boolean {
  return place.zone.writable && place.zone.kind !== 'layer' && place.zone.kind !== 'nowhere';
}

export function emit(m: Machine, text: string): void {
  switch (m.out.kind) {
    case 'null':
      return;
    case 'text':
      m.out.text = capped(m, m.out.text + text);
      return;
    case 'file': {
      if (!text) return;
      const cell = m.files.get(m.out.key);
      const kept = cell?.kind === 'file' && !m.out.opened ? cell : undefined;
      if (m.out.opened && cell?.kind === 'file' && cell.owner === 'app' && !m.losses.has(m.out.key))
        m.losses.set(m.out.key, { site: m.out.site, how: 'replaced' });
      m.out.opened = false;
      const before = kept?.content ?? '';
      const owner = kept?.owner ?? 'script';
      m.files.set(m.out.key, { kind: 'file', content: capped(m, before + text), owner, locked: false, by: m.out.site });
      return;
    }
  }
}

const longestContent = 8192;

/** A content that grew beyond reason keeps its identity as one symbol. */
export function capped(m: Machine, text: string): string {
  if (text.length <= longestContent) return text;
  chargeText(m.world.budget, text);
  return m.symbols.intern(`long:${text}`, { base: text, block: true, filled: true });
}

/** A command failed: remember why, in case the container ends because of it. */
export function fail(m: Machine, cause: Cause, key?: Key, status = 1): number {
  m.failure = { site: m.site, cause, key };
  m.failures.push(m.failure);
  return status;
}
