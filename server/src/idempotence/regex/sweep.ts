import type { Budget } from '../budget.ts';
import { Meter } from './meter.ts';
import { type Program, reads } from './program.ts';
import { holds } from './syntax.ts';

interface Swept {
  /** Where the first match that was seen ends, and where the last one does. */
  readonly shortest: number | undefined;
  readonly longest: number | undefined;
}

/** Steps that a sweep costs before its first character. */
const setUp = 32;

/** Matches without asking where a match began or what its groups are: a set of places in the program moves along the text. */
export class Sweep {
  readonly #program: Program;
  readonly #seen: Int32Array;
  readonly #pending: number[] = [];
  #round = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#seen = new Int32Array(program.code.length);
  }

  /** `anywhere`: a match may begin at each character, and the first that is seen ends the sweep. Else it begins at the beginning. */
  run(text: string, budget: Budget, { anywhere }: { readonly anywhere: boolean }): Swept {
    const meter = new Meter(budget);
    meter.add(setUp);
    const { code, start } = this.#program;
    let [shortest, longest]: (number | undefined)[] = [];
    let here: number[] = [];
    for (let at = 0; at <= text.length; at++) {
      // Places of this character: those that the one before led to are marked by the same round.
      if (at === 0) this.#round++;
      if ((at === 0 || anywhere) && this.#follow(here, start, text, at)) shortest ??= longest = at;
      if (here.length === 0 && !anywhere && longest !== at) break;
      meter.add(here.length + 1);
      const unit = text.charCodeAt(at);
      const next: number[] = [];
      this.#round++;
      let isMatched = false;
      for (const pc of at < text.length ? here : []) {
        const instruction = code[pc];
        if (instruction?.op === 'set' && reads(this.#program, instruction.set, unit) && this.#follow(next, instruction.next, text, at + 1)) isMatched = true;
      }
      if (anywhere && shortest !== undefined) break;
      if (isMatched) {
        longest = at + 1;
        shortest ??= longest;
      }
      here = next;
    }
    meter.settle();
    return { shortest, longest };
  }

  /** Adds the places that read a character and are reached from `pc` without reading one; true when a match is reached. */
  #follow(places: number[], pc: number, text: string, at: number): boolean {
    const { code } = this.#program;
    const pending = this.#pending;
    let isMatched = false;
    pending.push(pc);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.#seen[next] === this.#round) continue;
      this.#seen[next] = this.#round;
      const instruction = code[next];
      if (instruction?.op === 'split') pending.push(instruction.second, instruction.first);
      else if (instruction?.op === 'save') pending.push(instruction.next);
      else if (instruction?.op === 'assert') {
        if (holds(instruction.what, text, at)) pending.push(instruction.next);
      } else if (instruction?.op === 'match') isMatched = true;
      else places.push(next);
    }
    return isMatched;
  }
}
