import { type Assertion, type CharSet, has, type Syntax } from './syntax.ts';

/** A step of a matcher. `next`, `first` and `second` are indexes; `first` is preferred to `second`. */
export type Instruction =
  | { readonly op: 'set'; readonly set: CharSet; readonly next: number }
  | { readonly op: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly op: 'save'; readonly slot: number; readonly next: number }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'match' };

export interface Program {
  readonly code: readonly Instruction[];
  readonly start: number;
  /** Two for each group: where it begins and ends. */
  readonly slots: number;
  readonly ignoreCase: boolean;
}

/** `(a{255}){255}` would be 65,025 instructions. */
const most = 2_000;

/** The instructions for a syntax; undefined when there would be too many. */
export function compile(syntax: Syntax, ignoreCase: boolean): Program | undefined {
  const builder = new Builder();
  const end = builder.add({ op: 'match' });
  const start = builder.build(syntax, end);
  return start === undefined ? undefined : { code: builder.code, start, slots: builder.slots, ignoreCase };
}

/** Whether a set of the program has the character; `unit` is a UTF-16 code unit. */
export function reads({ ignoreCase }: Program, set: CharSet, unit: number): boolean {
  if (has(set, unit)) return true;
  if (!ignoreCase) return false;
  const c = String.fromCharCode(unit);
  return has(set, c.toLowerCase().charCodeAt(0)) || has(set, c.toUpperCase().charCodeAt(0));
}

/** Builds from the end to the beginning, because each instruction names the one after it. */
class Builder {
  readonly code: Instruction[] = [];
  slots = 0;

  add(instruction: Instruction): number {
    this.code.push(instruction);
    return this.code.length - 1;
  }

  /** The index where the syntax begins, given where it goes on; undefined when the program is too long. */
  build(syntax: Syntax, next: number): number | undefined {
    if (this.code.length > most) return undefined;
    switch (syntax.kind) {
      case 'set':
        return this.add({ op: 'set', set: syntax.set, next });
      case 'assert':
        return this.add({ op: 'assert', what: syntax.what, next });
      case 'sequence':
        return syntax.items.reduceRight<number | undefined>((after, item) => (after === undefined ? undefined : this.build(item, after)), next);
      case 'choice':
        return this.#choice(syntax.options, next);
      case 'group': {
        this.slots = Math.max(this.slots, 2 * syntax.index);
        const inner = this.build(syntax.inner, this.add({ op: 'save', slot: 2 * syntax.index - 1, next }));
        return inner === undefined ? undefined : this.add({ op: 'save', slot: 2 * syntax.index - 2, next: inner });
      }
      case 'repeat':
        return this.#repeat(syntax.inner, syntax.min, syntax.max, next);
    }
  }

  #choice(options: readonly Syntax[], next: number): number | undefined {
    return options.reduceRight<number | undefined>((others, option, i) => {
      const first = this.build(option, next);
      if (first === undefined || i === options.length - 1) return first;
      return others === undefined ? undefined : this.add({ op: 'split', first, second: others });
    }, next);
  }

  #repeat(inner: Syntax, min: number, max: number, next: number): number | undefined {
    let at: number | undefined = next;
    if (max === Number.POSITIVE_INFINITY) {
      // The split is placed first and learns afterwards where its loop begins.
      const loop: { op: 'split'; first: number; second: number } = { op: 'split', first: 0, second: next };
      at = this.add(loop);
      const begin = this.build(inner, at);
      if (begin === undefined) return undefined;
      loop.first = begin;
    } else {
      for (let i = min; i < max && at !== undefined; i++) {
        const first = this.build(inner, at);
        at = first === undefined ? undefined : this.add({ op: 'split', first, second: next });
      }
    }
    for (let i = 0; i < min && at !== undefined; i++) at = this.build(inner, at);
    return at;
  }
}
