import type { SandboxCase } from './case.ts';
import { type Disagreement, judge } from './differential.ts';
import type { Sandbox } from './run.ts';

/** The same disagreement with as few lines as possible: lines go alone, then in pairs, because `if` goes with its `fi`. */
export async function shrink(sandbox: Sandbox, found: Disagreement): Promise<Disagreement> {
  let best = found;
  for (let progress = true; progress; ) {
    const smaller = await firstSmaller(sandbox, best);
    progress = smaller !== undefined;
    best = smaller ?? best;
  }
  return best;
}

async function firstSmaller(sandbox: Sandbox, best: Disagreement): Promise<Disagreement | undefined> {
  const lines = (best.case.command.at(-1) ?? '').split('\n');
  const cuts = lines.flatMap((_, i) => lines.slice(i).map((_, j) => [i, i + j] as const));
  cuts.sort((a, b) => Number(a[0] !== a[1]) - Number(b[0] !== b[1]));
  // A few at once, the first in order wins: the answer does not depend on which is quicker.
  for (let i = 0; i < cuts.length; i += 6) {
    const tried = await Promise.all(
      cuts.slice(i, i + 6).map((cut) =>
        same(
          sandbox,
          best,
          lines.filter((_, at) => !cut.includes(at)),
        ),
      ),
    );
    const hit = tried.find((one) => one !== undefined);
    if (hit) return hit;
  }
  return undefined;
}

async function same(sandbox: Sandbox, best: Disagreement, lines: readonly string[]): Promise<Disagreement | undefined> {
  const c: SandboxCase = { ...best.case, timeLimit: 3_000, crash: false, command: [...best.case.command.slice(0, -1), lines.join('\n')] };
  const judged = await judge(sandbox, c);
  return judged?.told === best.told && judged.seen === best.seen ? judged : undefined;
}
