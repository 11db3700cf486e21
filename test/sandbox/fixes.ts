// Takes the interpreter's offers and executes what they make of a script.

import type { Fix, Verdict } from '../../server/src/idempotence/program.ts';
import { labelOf } from '../server/idempotence/truth.ts';
import type { SandboxCase } from './case.ts';
import { tell } from './differential.ts';
import type { Sandbox } from './run.ts';

export interface FixScore {
  scripts: number;
  fixes: number;
  /** Scripts of which nothing that a second start minds is left. */
  healed: number;
  readonly failures: string[];
}

const rounds = 12;

/** Takes every preferred fix, one after the other, then starts the script again and again. */
export async function tryFixes(sandbox: Sandbox, cases: readonly SandboxCase[]): Promise<FixScore> {
  const score: FixScore = { scripts: 0, fixes: 0, healed: 0, failures: [] };
  await Promise.all(cases.map((c) => tryOne(sandbox, c, score)));
  return score;
}

async function tryOne(sandbox: Sandbox, c: SandboxCase, score: FixScore): Promise<void> {
  const { fixed, titles } = fixAll(c, score);
  if (titles.length === 0) return;
  score.scripts++;
  score.fixes += titles.length;
  const label = labelOf(tell(fixed), true);
  const runs = [c, c, fixed].map((one) => sandbox.execute({ ...one, crash: false }));
  const [before, beside, after] = await Promise.all(runs);
  if (!before || !beside || !after) return;
  // Its own fault: the data has none of these, a random script may.
  if (before.label === 'first-run-fails') return;
  const report = (why: string): number =>
    score.failures.push(
      `${c.id}: ${why}\n  ${titles.join('; ')}\n${indent(c.command.at(-1))}\n  becomes\n${indent(fixed.command.at(-1))}\n  ${JSON.stringify({ first: after.first, T: after.T, R: after.R }).slice(0, 600)}`,
    );
  if (after.label === 'first-run-fails') report('the first start fails');
  else if (after.label !== label) report(`told ${label}, seen ${after.label}`);
  else if (before.left !== after.left && before.left === beside.left) report('the first start leaves something else');
  else if (after.label === 'idempotent') score.healed++;
}

function fixAll(c: SandboxCase, score: FixScore): { readonly fixed: SandboxCase; readonly titles: readonly string[] } {
  const titles: string[] = [];
  let fixed = c;
  for (let i = 0; i < rounds; i++) {
    const offer = firstOffer(tell(fixed));
    if (!offer) break;
    const next = applyTo(fixed, offer.fix);
    titles.push(`${offer.verdict.rule}: ${offer.fix.title}`);
    if (tell(next).some((verdict) => verdict.message === offer.verdict.message && sameLength(fixed, next))) {
      score.failures.push(`${c.id}: the finding stays: ${offer.verdict.message}\n${indent(next.command.at(-1))}`);
      break;
    }
    fixed = next;
  }
  return { fixed, titles };
}

function firstOffer(verdicts: readonly Verdict[]): { readonly verdict: Verdict; readonly fix: Fix } | undefined {
  for (const verdict of verdicts) {
    const fix = verdict.rule === 'not-crash-safe' ? undefined : verdict.fixes.find((one) => one.preferred);
    if (fix) return { verdict, fix };
  }
  return undefined;
}

/** An edit that changes nothing would be offered for ever. */
function sameLength(a: SandboxCase, b: SandboxCase): boolean {
  return a.command.join('\n') === b.command.join('\n') && (a.args ?? []).join('\n') === (b.args ?? []).join('\n');
}

export function applyTo(c: SandboxCase, fix: Fix): SandboxCase {
  const edits = fix.edits.toSorted((a, b) => b.place.span.start - a.place.span.start);
  const strings = { command: [...c.command], args: [...(c.args ?? [])] };
  for (const { place, text } of edits) {
    const old = strings[place.list][place.index] ?? '';
    strings[place.list][place.index] = old.slice(0, place.span.start) + text + old.slice(place.span.end);
  }
  return { ...c, command: strings.command, ...(c.args && { args: strings.args }) };
}

function indent(text: string | undefined): string {
  return (text ?? '').replace(/^/gm, '    ');
}
