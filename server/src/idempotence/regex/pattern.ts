import type { Budget } from '../budget.ts';
import { compile, type Program } from './program.ts';
import { type Match, Search } from './search.ts';
import { Sweep } from './sweep.ts';
import type { Syntax } from './syntax.ts';

/**
 * A compiled pattern. All ways through it are followed at once, so matching takes at most (length of the text) x (length of the program)
 * steps whatever the pattern is, and these steps are charged to the budget of the analysis.
 */
export class Pattern {
  readonly #program: Program;
  readonly #sweep: Sweep;

  private constructor(program: Program) {
    this.#program = program;
    this.#sweep = new Sweep(program);
  }

  /** Undefined for a syntax that is too large. */
  static of(syntax: Syntax, ignoreCase = false): Pattern | undefined {
    const program = compile(syntax, ignoreCase);
    return program && new Pattern(program);
  }

  /** Whether it matches somewhere in the text. */
  test(text: string, budget: Budget): boolean {
    return this.#sweep.run(text, budget, { anywhere: true }).shortest !== undefined;
  }

  /** Whether it matches the whole text. */
  testWhole(text: string, budget: Budget): boolean {
    return this.#sweep.run(text, budget, { anywhere: false }).longest === text.length;
  }

  /** How much of the beginning of the text the shortest and the longest match take; undefined where none begins there. */
  prefixes(text: string, budget: Budget): { readonly shortest: number | undefined; readonly longest: number | undefined } {
    return this.#sweep.run(text, budget, { anywhere: false });
  }

  /** The first match at or after `from`, and of those that begin there the longest, as POSIX demands. */
  find(text: string, budget: Budget, from = 0): Match | undefined {
    return new Search(this.#program, text, budget).find(from);
  }

  /**
   * The text with matches replaced, as sed does it: an empty match next to the one before it is not one.
   * @param which the first, or also those after it, or only from the n-th on
   */
  replace(text: string, to: (match: Match) => string, budget: Budget, which: { readonly all: boolean; readonly nth?: number }): string {
    let out = '';
    let copied = 0;
    let count = 0;
    let last = -1;
    for (let from = 0; from <= text.length; ) {
      const match = this.find(text, budget, from);
      if (!match) break;
      const isEmpty = match.end === match.start;
      if (!(isEmpty && match.start === last) && ++count >= (which.nth ?? 1)) {
        out += text.slice(copied, match.start) + to(match);
        copied = match.end;
        if (!which.all) break;
      }
      last = match.end;
      from = isEmpty ? match.end + 1 : match.end;
    }
    return out + text.slice(copied);
  }
}
