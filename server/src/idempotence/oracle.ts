/**
 * Answers what the analysis cannot know. A run asks, the answers are written down, and the next run is the same
 * program with the last open answer turned round: the interpreter itself stays a plain single-path interpreter.
 */
export class Oracle {
  readonly facts: Map<string, boolean>;
  readonly #script: readonly boolean[];
  readonly taken: boolean[] = [];

  constructor(facts: ReadonlyMap<string, boolean>, script: readonly boolean[]) {
    this.facts = new Map(facts);
    this.#script = script;
  }

  ask(key: string, likely = true): boolean {
    const known = this.facts.get(key);
    if (known !== undefined) return known;
    const answer = this.#script[this.taken.length] ?? likely;
    this.taken.push(answer);
    this.facts.set(key, answer);
    return answer;
  }
}

/** Runs every combination of answers, most likely first, as long as more are wanted. */
export function explore<T>(facts: ReadonlyMap<string, boolean>, more: (done: number) => boolean, run: (oracle: Oracle) => T): readonly T[] {
  const results: T[] = [];
  const pending: (readonly boolean[])[] = [[]];
  while (pending.length > 0 && more(results.length)) {
    const script = pending.pop() ?? [];
    const oracle = new Oracle(facts, script);
    results.push(run(oracle));
    for (let i = script.length; i < oracle.taken.length; i++) pending.push([...oracle.taken.slice(0, i), !oracle.taken[i]]);
  }
  return results;
}
