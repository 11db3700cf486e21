import type { Claim } from '../cluster/claims.ts';
import type { Container } from '../cluster/containers.ts';
import type { PetEvent } from '../cluster/events.ts';
import type { PeerReport } from '../cluster/peers.ts';
import type { Pet, PetPod } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { type Hold, holdsOf } from '../views/holding.ts';
import { claimStatus, containerStatus, type Level, petStatus, type Status, setStatus } from '../views/status.ts';

/** What the panel shows of one set, as plain data. */
export interface PanelModel {
  readonly title: string;
  readonly status: string;
  /** Why what is shown may be old; empty when it is not. */
  readonly trouble: string;
  /** Length of all time lines, in seconds since a pod was made; 0 when nothing has started. */
  readonly axis: number;
  readonly rows: readonly PetRow[];
  /** Pets that are left out. */
  readonly more: number;
  /** Something runs whose bar grows with the clock. */
  readonly isMoving: boolean;
}

export interface PetRow {
  readonly name: string;
  readonly exists: boolean;
  readonly status: Status;
  readonly readiness: Status;
  readonly restarts: number;
  readonly steps: readonly Step[];
  readonly claims: readonly { readonly name: string; readonly status: Status }[];
}

/** An init container, or the first start of a main one. */
export interface Step {
  readonly name: string;
  readonly role: Container['role'];
  readonly status: Status;
  /** How it ended or stands, and when it ran. */
  readonly about: string;
  readonly bars: readonly Bar[];
}

/** Seconds since the pod was made. */
interface Bar {
  readonly from: number;
  readonly to: number;
  readonly level: Level;
}

export interface PanelInput {
  readonly set: PetsSet;
  readonly pets: readonly Pet[];
  /** Claims by name; absent when they could not be read. */
  readonly claims: ReadonlyMap<string, Claim> | undefined;
  /** Of the set, newest first. */
  readonly events: readonly PetEvent[];
  readonly trouble: string;
  /** Milliseconds, as Date.now(). */
  readonly now: number;
}

/** More rows than a person reads, fewer than a page can bear. */
const mostRows = 300;
/** Init containers that run again much later (a node came back) would make a time line of days: then it begins with their start. */
const longestWaitMs = 3_600_000;

export function panelOf({ set, pets, claims, events, trouble, now }: PanelInput): PanelModel {
  const holdOf = holdsOf(set, pets, events);
  const rows = pets.slice(0, mostRows).map((pet): PetRow => {
    return {
      name: pet.name,
      exists: pet.pod !== undefined,
      status: statusOf(pet, holdOf(pet)),
      readiness: readinessOf(pet.pod),
      restarts: pet.pod?.containers.reduce((sum, each) => sum + each.restarts, 0) ?? 0,
      steps: pet.pod === undefined ? [] : stepsOf(pet.pod, now),
      claims: set.claimTemplates.map((template) => claimLine(`${template}-${pet.name}`, claims)),
    };
  });
  const bars = rows.flatMap((row) => row.steps.flatMap((step) => step.bars));
  return {
    title: `${set.kind} ${set.namespace}/${set.name}`,
    status: setStatus(set),
    trouble,
    // A little longer than the last start, so that a bar which begins there is seen.
    axis: Math.ceil(Math.max(0, ...bars.map((bar) => bar.to)) * 1.1),
    rows,
    more: pets.length - rows.length,
    isMoving: pets.some(({ pod }) => pod?.initContainers.some((each) => each.role === 'init' && each.state.kind === 'running')),
  };
}

function statusOf(pet: Pet, hold: Hold): Status {
  const { text, level } = petStatus(pet);
  const notes = [text, ...(pet.isWanted ? [] : ['not wanted any more']), hold.text].filter((each) => each !== '');
  return { text: notes.join(', '), level: hold.isFault ? 'bad' : level };
}

function readinessOf(pod: PetPod | undefined): Status {
  if (pod === undefined) return { text: 'no', level: 'idle' };
  return pod.ready ? { text: 'ready', level: 'good' } : { text: 'not ready', level: 'busy' };
}

function claimLine(name: string, claims: PanelInput['claims']): PetRow['claims'][number] {
  const claim = claims?.get(name);
  if (claim !== undefined) return { name, status: claimStatus(claim) };
  return { name, status: claims === undefined ? { text: 'could not be read', level: 'idle' } : { text: 'does not exist', level: 'idle' } };
}

/** Init containers in their order; then the main ones, as long as their first start is still the one that counts. */
function stepsOf(pod: PetPod, now: number): readonly Step[] {
  const containers = [...pod.initContainers, ...pod.containers];
  const starts = containers.flatMap((each) => runsOf(each, now).map((run) => run.from));
  const first = Math.min(...starts);
  const made = Date.parse(pod.createdAt);
  const zero = Number.isNaN(made) || first - made > longestWaitMs ? first : made;
  return containers.map((container): Step => {
    const isLater = container.role === 'main' && (container.restarts > 0 || pod.initContainers.length === 0);
    const runs = runsOf(container, now).map(({ from, to, level }): Bar => ({ from: seconds(from - zero), to: seconds(to - zero), level }));
    const bars = isLater ? [] : container.role === 'init' ? runs : runs.map((bar) => ({ ...bar, to: bar.from }));
    const status = containerStatus(container);
    return { name: container.name, role: container.role, status, about: aboutOf(container, status, bars.at(-1)), bars };
  });
}

/** The last two runs are all that a status tells. Milliseconds. */
function runsOf({ state, last }: Container, now: number): readonly Bar[] {
  const runs: Bar[] = [];
  const add = (from: string, to: number, level: Level): void => {
    const start = Date.parse(from);
    if (!Number.isNaN(start) && !Number.isNaN(to)) runs.push({ from: start, to: Math.max(start, to), level });
  };
  if (last !== undefined) add(last.startedAt, Date.parse(last.finishedAt), last.exitCode === 0 ? 'good' : 'bad');
  if (state.kind === 'terminated') add(state.startedAt, Date.parse(state.finishedAt), state.exitCode === 0 ? 'good' : 'bad');
  if (state.kind === 'running') add(state.startedAt, now, 'busy');
  return runs;
}

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));

/** Servers write whole seconds: a step of 0 s took less than one. */
function aboutOf({ role, state }: Container, { text, level }: Status, bar: Bar | undefined): string {
  if (bar === undefined) return text;
  if (role !== 'init') return `${text}, from second ${bar.from}`;
  const length = bar.to - bar.from;
  const took = `${length === 0 ? 'under 1 s' : `${length} s`}, from second ${bar.from}`;
  if (state.kind === 'waiting') return text;
  return `${level === 'good' ? 'done in' : `${text}, for`} ${took}`;
}

/** What each pet said when it was asked for its peers: a report, or why there is none. */
export type Seen = ReadonlyMap<string, PeerReport | string>;

export interface Matrix {
  /** Names of the pets that should be found. */
  readonly columns: readonly string[];
  readonly rows: readonly MatrixRow[];
  /** Names found that are no pets of the set, and what is wrong with the Service. */
  readonly notes: readonly string[];
}

interface MatrixRow {
  readonly name: string;
  /** One for each column; empty when the pet could not be asked. */
  readonly cells: readonly { readonly found: boolean; readonly reason: string }[];
  readonly failure: string;
}

export function matrixOf(seen: Seen): Matrix {
  const reports = [...seen.values()].filter((each): each is PeerReport => typeof each !== 'string');
  const columns = [...new Set(reports.flatMap((report) => report.peers.map((peer) => peer.name)))].toSorted(byOrdinal);
  const rows = [...seen].map(([name, answer]): MatrixRow => {
    if (typeof answer === 'string') return { name, cells: [], failure: answer };
    const cells = columns.map((column) => {
      const peer = answer.peers.find((each) => each.name === column);
      return { found: peer?.found === true, reason: peer?.reason ?? 'not expected when this pet was asked' };
    });
    return { name, cells, failure: '' };
  });
  const strangers = reports.flatMap((report) => report.strangers.map((name) => `${report.pet} also finds ${name}, which is no pet of this set.`));
  const faults = reports.map((report) => report.fault).filter((fault) => fault !== '');
  return { columns, rows: rows.toSorted((a, b) => byOrdinal(a.name, b.name)), notes: [...new Set([...faults, ...strangers])] };
}

const ordinalIn = (name: string): number => Number(/\d+$/.exec(name)?.[0] ?? 0);
const byOrdinal = (a: string, b: string): number => ordinalIn(a) - ordinalIn(b);
