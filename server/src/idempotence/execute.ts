import { commandsWith } from './commands/table.ts';
import { decode, dialectOf, userlandOf, workingDirectoryOf } from './decode.ts';
import type { Failure } from './failure.ts';
import { Files } from './files.ts';
import { runner } from './interpret.ts';
import type { Loss, Machine, Shell, Snapshot, World } from './machine.ts';
import { absolute, type Key, type MountTable, mountTable, normalize } from './mounts.ts';
import type { Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import type { InitOptions, InitStep } from './program.ts';
import { dispatch } from './simple.ts';
import type { Site } from './source.ts';
import { Symbols } from './symbols.ts';

export interface Outcome {
  readonly ok: boolean;
  readonly failure: Failure | undefined;
  readonly files: Files;
  readonly facts: ReadonlyMap<string, boolean>;
  readonly losses: ReadonlyMap<Key, Loss>;
  readonly removals: ReadonlyMap<Key, Site>;
  readonly promised: ReadonlySet<Key>;
  readonly failures: readonly Failure[];
  readonly snapshots: readonly (Snapshot & { readonly step: number })[];
}

interface RunInput {
  readonly files: Files;
  readonly oracle: Oracle;
  readonly run: number;
  readonly promised: ReadonlySet<Key>;
  readonly absent: ReadonlySet<Key>;
  /** States before commands: those that an interruption can tell apart, or all. */
  readonly record: boolean | 'every command';
  /** What is written beside the volumes is kept at the end: for a container that goes on. */
  readonly keepsLayer?: boolean;
  /** What peer-finder prints in this run; undefined: a list that nobody knows. */
  readonly peers?: string;
}

export function newWorld(options: InitOptions | undefined, budget: number): World {
  return {
    runner,
    symbols: new Symbols(),
    commands: commandsWith(options?.commands),
    budget: { left: budget },
    unknown: new Map(),
    given: new Map(),
    peerTests: new Map(),
    missed: new Map(),
    stuck: undefined,
    files: options?.files,
    parsed: new Map(),
  };
}

export function prepare(steps: readonly InitStep[], symbols: Symbols): readonly Prepared[] {
  return steps.map((step, i) => ({ step, table: mountTable(step), program: decode(step, i, symbols) }));
}

/** Volumes as the first container of a new pet finds them: empty directories. */
export function emptyVolumes(steps: readonly Prepared[], world: World, plain: Set<Key>): Files {
  const files = new Files(world.symbols, world.budget, plain);
  for (const { table } of steps) for (const entry of table.entries) if (entry.zone.writable) addRoot(files, entry.prefix);
  return files;
}

export function addRoot(files: Files, prefix: Key): void {
  const colon = prefix.indexOf(':') + 1;
  for (let slash = colon; slash >= 0; slash = prefix.indexOf('/', slash + 1)) {
    const key = slash === colon && prefix[colon] === '/' ? prefix.slice(0, colon) : slash === colon ? prefix : prefix.slice(0, slash);
    if (!files.get(key)) files.set(key, { kind: 'dir', open: false, by: undefined });
    if (slash === colon && prefix.length === colon) break;
  }
  if (!files.get(prefix)) files.set(prefix, { kind: 'dir', open: false, by: undefined });
}

/** A container starts on a fresh layer. */
export function freshLayer(files: Files): Files {
  const copy = files.fork();
  for (const key of [...copy.cells.keys()]) if (key.startsWith(':') || key.startsWith('?')) copy.forget(key);
  return copy;
}

/** Runs all init containers once, in order; the first that fails ends the pod's start. */
export function runAll(world: World, steps: readonly Prepared[], input: RunInput): Outcome {
  let files = freshLayer(input.files);
  const losses = new Map<Key, Loss>();
  const removals = new Map<Key, Site>();
  const promised = new Set(input.promised);
  const failures: Failure[] = [];
  const snapshots: (Snapshot & { step: number })[] = [];
  for (let i = 0; i < steps.length; i++) {
    const prepared = steps[i];
    if (!prepared?.program) {
      if (prepared) loosenVolumes(files, prepared.table);
      continue;
    }
    const m = machine(world, prepared, i, files, input, { losses, removals, promised, failures });
    dispatch(m, prepared.program.words);
    files = m.files;
    for (const snapshot of m.snapshots ?? []) snapshots.push({ ...snapshot, step: i });
    if (m.status !== 0)
      return {
        ok: false,
        failure: m.failure ?? { site: m.site, cause: { kind: 'status', status: m.status }, key: undefined },
        files,
        facts: input.oracle.facts,
        losses,
        removals,
        promised,
        failures,
        snapshots,
      };
    if (input.keepsLayer !== true) files = freshLayer(files);
  }
  return { ok: true, failure: undefined, files, facts: input.oracle.facts, losses, removals, promised, failures, snapshots };
}

/** The image's own program may write anything on the volumes it sees. */
function loosenVolumes(files: Files, table: MountTable): void {
  for (const entry of table.entries) {
    if (entry.zone.writable) files.set(entry.prefix, { kind: 'dir', open: true, by: undefined });
  }
}

type Logs = Pick<Machine, 'losses' | 'removals' | 'promised' | 'failures'>;

function machine(world: World, prepared: Prepared, index: number, files: Files, input: RunInput, logs: Logs): Machine {
  const { step, table, program } = prepared;
  const source = program?.sources[0] ?? { step: index, text: '', place: () => ({ list: 'command' as const, index: 0, span: { start: 0, end: 0 } }) };
  const site = { source, start: 0, end: source.text.length };
  return {
    world,
    symbols: world.symbols,
    oracle: input.oracle,
    run: input.run,
    files,
    table,
    step,
    stepIndex: index,
    userland: userlandOf(step.image),
    shell: shellOf(step, world.symbols),
    source,
    override: undefined,
    site,
    stdin: undefined,
    peers: input.peers,
    out: { kind: 'null' },
    descriptors: new Map(),
    status: 0,
    flow: undefined,
    condition: 0,
    loopClause: false,
    depth: 0,
    fresh: 0,
    substituted: undefined,
    scripts: program?.scripts ?? new Map(),
    failure: undefined,
    snapshots: input.record ? [] : undefined,
    recorded: -1,
    everyCommand: input.record === 'every command',
    inForce: [],
    absent: input.absent,
    ...logs,
  };
}

function shellOf(step: InitStep, symbols: Symbols): Shell {
  const vars = new Map(
    step.env.map((item) => [item.name, item.value ?? symbols.intern(`env:${item.name}`, { origin: 'environment', shown: `$${item.name}` })]),
  );
  return {
    vars,
    arrays: new Map(),
    exported: new Set(vars.keys()),
    functions: new Map(),
    options: new Set(),
    positional: [],
    name: 'sh',
    cwd: normalize(absolute(step.workingDir || workingDirectoryOf(step.image, symbols), '/')),
    traps: new Map(),
    dialect: dialectOf(step.image),
    background: '',
    frames: [],
  };
}
