// Fresh scripts, told by the interpreter and seen by the sandbox.

import { analyzeInit } from '../../server/src/idempotence/analyzeInit.ts';
import type { Verdict } from '../../server/src/idempotence/program.ts';
import { labelOf, stepOf } from '../server/idempotence/truth.ts';
import type { Label, Observed, SandboxCase } from './case.ts';
import { generate } from './generate.ts';
import { Random } from './random.ts';
import type { Sandbox } from './run.ts';

export interface Disagreement {
  readonly case: SandboxCase;
  readonly told: string;
  readonly seen: Label;
  readonly verdicts: readonly Verdict[];
  readonly observed: Observed;
  readonly kinds: readonly ('false alarm' | 'false error' | 'missed')[];
}

export interface Difference {
  readonly scripts: number;
  readonly agree: number;
  readonly falseAlarms: number;
  readonly falseErrors: number;
  readonly missed: number;
  readonly unknown: number;
  readonly crashOf: number;
  readonly crashAgree: number;
  readonly labels: ReadonlyMap<string, number>;
  readonly disagreements: readonly Disagreement[];
  readonly crashDisagreements: readonly Disagreement[];
}

interface Judged extends Disagreement {
  readonly crash: boolean | undefined;
}

export interface Wish {
  readonly count: number;
  readonly seed: number;
  /** Of how many in a hundred the interruptions are tried too. */
  readonly crashPercent: number;
}

/** `count` scripts whose first run succeeds; the others say nothing about a second one. */
export async function differ(sandbox: Sandbox, wish: Wish): Promise<Difference> {
  const seeds = new Random(wish.seed);
  const judged: Judged[] = [];
  let attempts = 0;
  while (judged.length < wish.count && attempts < 20) {
    const more = Array.from({ length: Math.ceil((wish.count - judged.length) * 1.6) }, () => seeds.below(2 ** 31));
    const found = await Promise.all(more.map((seed) => judge(sandbox, { ...generate(seed), crash: seed % 100 < wish.crashPercent })));
    judged.push(...found.flatMap((one) => one ?? []));
    attempts++;
  }
  return summary(judged.slice(0, wish.count));
}

/** Nothing where the first run fails. */
export async function judge(sandbox: Sandbox, c: SandboxCase): Promise<Judged | undefined> {
  const observed = await sandbox.execute(c);
  if (observed.label === 'first-run-fails') return undefined;
  const verdicts = tell(c);
  const told = labelOf(verdicts, true);
  const kinds: Disagreement['kinds'][number][] = [];
  const alarm = observed.label === 'idempotent' && told !== 'idempotent' && told !== 'unknown';
  if (alarm) kinds.push('false alarm');
  if (alarm && verdicts.some((verdict) => verdict.level === 'error')) kinds.push('false error');
  if (observed.label !== 'idempotent' && told === 'idempotent') kinds.push('missed');
  return { case: c, told, seen: observed.label, verdicts, observed, kinds, crash: observed.crashSafe };
}

export function tell(c: SandboxCase): readonly Verdict[] {
  const { image: _, ...rest } = c;
  return analyzeInit([stepOf({ ...rest, image: c.userland === 'bb' ? 'busybox:1.35' : 'debian:12', label: '', retry: '' })]);
}

function summary(judged: readonly Judged[]): Difference {
  const labels = new Map<string, number>();
  for (const { seen } of judged) labels.set(seen, (labels.get(seen) ?? 0) + 1);
  const disagreements = judged.filter((one) => one.told !== one.seen);
  const of = (kind: Disagreement['kinds'][number]): number => judged.filter((one) => one.kinds.includes(kind)).length;
  // Of a script that fails anyway an interruption says nothing new.
  const crash = judged.filter((one) => one.crash !== undefined && one.seen === 'idempotent' && one.told === 'idempotent');
  const crashDisagreements = crash.filter((one) => one.verdicts.some((verdict) => verdict.rule === 'not-crash-safe') === one.crash);
  return {
    scripts: judged.length,
    agree: judged.length - disagreements.length,
    falseAlarms: of('false alarm'),
    falseErrors: of('false error'),
    missed: of('missed'),
    unknown: judged.filter((one) => one.told === 'unknown').length,
    crashOf: crash.length,
    crashAgree: crash.length - crashDisagreements.length,
    labels,
    disagreements,
    crashDisagreements,
  };
}

export function figures(d: Difference): string {
  const percent = ((100 * d.agree) / Math.max(1, d.scripts)).toFixed(1);
  const labels = [...d.labels].map(([label, count]) => `${label} ${count}`).join(', ');
  return `agree ${d.agree}/${d.scripts} (${percent} %), false alarms ${d.falseAlarms}, false errors ${d.falseErrors}, missed ${d.missed}, unknown ${d.unknown}, crash safety ${d.crashAgree}/${d.crashOf}; ${labels}`;
}

export function tellDisagreement(d: Disagreement): string {
  const says = d.verdicts.map((verdict) => `    ${verdict.level} ${verdict.rule}: ${verdict.message}`);
  const crash = d.observed.crashSafe === false ? [`  unsafe ${JSON.stringify(d.observed.unsafe).slice(0, 400)}`] : [];
  return [
    `--- ${d.case.id} ${d.case.userland} ${d.case.command[0]}${d.kinds.length > 0 ? ` (${d.kinds.join(', ')})` : ''}: told ${d.told}, seen ${d.seen}`,
    d.case.command.at(-1) ?? '',
    ...says,
    `  first ${JSON.stringify(d.observed.first).slice(0, 200)}`,
    `  T ${JSON.stringify(d.observed.T).slice(0, 400)}`,
    `  R ${JSON.stringify(d.observed.R).slice(0, 400)}`,
    ...crash,
  ].join('\n');
}
