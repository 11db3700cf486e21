import type { Budget } from '../budget.ts';
import { Meter } from './meter.ts';
import { type Program, reads } from './program.ts';
import { holds } from './syntax.ts';

export interface Match {
  /** UTF-16 offsets in the text; `end` is after the last character. */
  readonly start: number;
  readonly end: number;
  /** The texts of the groups, the first at 0; undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[];
}

interface Thread {
  readonly pc: number;
  readonly start: number;
  readonly slots: readonly number[];
}

/** Looks for one match with its place and its groups. Threads are kept in the order of preference: those that began earlier first. */
export class Search {
  readonly #program: Program;
  readonly #text: string;
  readonly #meter: Meter;
  readonly #seen: Int32Array;
  #round = 1;

  constructor(program: Program, text: string, budget: Budget) {
    this.#program = program;
    this.#text = text;
    this.#meter = new Meter(budget);
    this.#seen = new Int32Array(program.code.length);
  }

  find(from: number): Match | undefined {
    const { code, start, slots } = this.#program;
    const none = new Array<number>(slots).fill(-1);
    let best: Thread | undefined;
    let end = 0;
    let threads: Thread[] = [];
    for (let at = from; at <= this.#text.length; at++) {
      if (!best) this.#follow(threads, { pc: start, start: at, slots: none }, at);
      else if (threads.length === 0) break;
      const matched = threads.find((thread) => code[thread.pc]?.op === 'match');
      if (matched && (!best || matched.start < best.start || (matched.start === best.start && at > end))) [best, end] = [matched, at];
      threads = this.#advance(threads, at, best?.start ?? Number.POSITIVE_INFINITY);
    }
    this.#meter.settle();
    return best && { start: best.start, end, groups: this.#groups(best.slots) };
  }

  /** The threads after the character at `at`; those that began after `limit` have lost. */
  #advance(threads: readonly Thread[], at: number, limit: number): Thread[] {
    this.#round++;
    const next: Thread[] = [];
    if (at >= this.#text.length) return next;
    const unit = this.#text.charCodeAt(at);
    this.#meter.add(threads.length);
    for (const thread of threads) {
      const instruction = this.#program.code[thread.pc];
      if (instruction?.op !== 'set' || thread.start > limit || !reads(this.#program, instruction.set, unit)) continue;
      this.#follow(next, { ...thread, pc: instruction.next }, at + 1);
    }
    return next;
  }

  /** Adds a thread and all that it leads to without reading a character. A place that is reached again has been reached in a better way. */
  #follow(threads: Thread[], first: Thread, at: number): void {
    const pending = [first];
    let steps = 0;
    for (let thread = pending.pop(); thread; thread = pending.pop()) {
      steps++;
      if (this.#seen[thread.pc] === this.#round) continue;
      this.#seen[thread.pc] = this.#round;
      const instruction = this.#program.code[thread.pc];
      switch (instruction?.op) {
        case 'split':
          pending.push({ ...thread, pc: instruction.second }, { ...thread, pc: instruction.first });
          break;
        case 'save':
          pending.push({ ...thread, pc: instruction.next, slots: thread.slots.with(instruction.slot, at) });
          break;
        case 'assert':
          if (holds(instruction.what, this.#text, at)) pending.push({ ...thread, pc: instruction.next });
          break;
        default:
          threads.push(thread);
      }
    }
    // A thread is an object, and heavier than a place.
    this.#meter.add(4 * steps);
  }

  #groups(slots: readonly number[]): readonly (string | undefined)[] {
    return Array.from({ length: slots.length / 2 }, (_, i) => {
      const [from = -1, to = -1] = [slots[2 * i], slots[2 * i + 1]];
      return from < 0 || to < from ? undefined : this.#text.slice(from, to);
    });
  }
}
