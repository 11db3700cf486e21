import { readFileSync } from 'node:fs';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import type { InitStep, MountKind, Verdict } from '../../../server/src/idempotence/program.ts';

export interface Case {
  readonly id: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly runAsUser?: number;
  readonly mounts: readonly { readonly path: string; readonly kind: string; readonly name: string; readonly readOnly?: boolean; readonly subPath?: string }[];
  readonly label: string;
  readonly retry: string;
  readonly crashSafe?: boolean | null;
  readonly crashUnsafe?: number;
  readonly findings?: readonly { readonly code: string; readonly line: number }[];
}

export const sets = [
  { name: 'patterns', floor: 1 },
  { name: 'random-dev', floor: 0.995 },
  { name: 'realistic-dev', floor: 1 },
] as const;

const kinds: Readonly<Record<string, MountKind>> = { pvc: 'claim', emptyDir: 'emptyDir', configMap: 'input', secret: 'input', hostPath: 'hostPath' };

export function stepOf(c: Case): InitStep {
  return {
    name: c.id,
    image: c.image ?? 'debian:12',
    command: c.command,
    args: c.args,
    workingDir: c.workingDir,
    env: Object.entries(c.env ?? {}).map(([name, value]) => ({ name, value: String(value) })),
    mounts: c.mounts.map((mount) => ({
      path: mount.path,
      volume: mount.name,
      subPath: mount.subPath,
      readOnly: mount.readOnly ?? false,
      kind: kinds[mount.kind] ?? 'input',
    })),
    runAsUser: c.runAsUser,
  };
}

export function loadSet(name: string): readonly Case[] {
  return JSON.parse(readFileSync(new URL(`./data/idempotence-${name}.json`, import.meta.url), 'utf8')) as readonly Case[];
}

export function labelOf(verdicts: readonly Verdict[], strict: boolean): string {
  const has = (rule: RegExp): boolean => verdicts.some((verdict) => rule.test(verdict.rule));
  if (has(/rerun-fails/)) return 'fails-on-rerun';
  if (has(/accumulates/)) return 'accumulates';
  if (has(/clobbers/)) return 'clobbers';
  if (has(/changes-every-run/)) return strict ? 'changes-every-run' : 'clobbers';
  return has(/unknown-command/) ? 'unknown' : 'idempotent';
}

export interface Score {
  readonly cases: number;
  agree: number;
  falseAlarms: number;
  falseErrors: number;
  missed: number;
  located: number;
  locatable: number;
  crashOk: number;
  crashOf: number;
  ms: number;
  readonly wrong: string[];
  /** For each label: how many scripts have it, and how many of them we say it of. */
  readonly labels: Map<string, { of: number; agree: number; missed: number }>;
}

function lineOf(c: Case, verdict: Verdict): readonly [number, number] {
  const text = (verdict.place.list === 'command' ? c.command : c.args)?.[verdict.place.index] ?? '';
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  return [line(verdict.place.span.start), line(verdict.place.span.end)];
}

export function judge(cases: readonly Case[]): Score {
  const strict = cases.some((c) => c.label === 'changes-every-run');
  const score: Score = {
    cases: cases.length,
    agree: 0,
    falseAlarms: 0,
    falseErrors: 0,
    missed: 0,
    located: 0,
    locatable: 0,
    crashOk: 0,
    crashOf: 0,
    ms: 0,
    wrong: [],
    labels: new Map(),
  };
  for (const c of cases) {
    const start = performance.now();
    const verdicts = analyzeInit([stepOf(c)]);
    score.ms += performance.now() - start;
    const got = labelOf(verdicts, strict);
    const says = verdicts.map((v) => `${v.rule}@${lineOf(c, v)[0]}: ${v.message}`).join(' | ');
    const label = score.labels.get(c.label) ?? { of: 0, agree: 0, missed: 0 };
    score.labels.set(c.label, label);
    label.of++;
    if (got === 'idempotent' && c.label !== got && c.label !== 'unknown') {
      label.missed++;
      score.missed++;
    }
    if (got === c.label) {
      label.agree++;
      score.agree++;
    } else score.wrong.push(`${c.id}: want ${c.label}, got ${got} (${says})`);
    if (c.label === 'idempotent' && got !== 'idempotent' && got !== 'unknown') {
      score.falseAlarms++;
      if (verdicts.some((v) => v.level === 'error' && v.rule !== 'shell-syntax')) score.falseErrors++;
    }
    locate(c, verdicts, score);
    judgeCrash(c, verdicts, score, says);
  }
  return score;
}

function locate(c: Case, verdicts: readonly Verdict[], score: Score): void {
  for (const expected of c.findings ?? []) {
    const family = expected.code.replace(/^clobbers.*/, 'clobbers');
    score.locatable++;
    const hit = verdicts.some(
      (v) => v.rule.replace(/^clobbers.*/, 'clobbers') === family && lineOf(c, v)[0] <= expected.line && lineOf(c, v)[1] >= expected.line,
    );
    if (hit) score.located++;
    else score.wrong.push(`${c.id}: no ${expected.code} on line ${expected.line} (${verdicts.map((v) => `${v.rule}@${lineOf(c, v)[0]}`).join(' ')})`);
  }
}

function judgeCrash(c: Case, verdicts: readonly Verdict[], score: Score, says: string): void {
  const safe =
    c.crashSafe ?? (c.crashUnsafe === undefined || c.label !== 'idempotent' || /urandom/.test(c.command?.join(' ') ?? '') ? undefined : c.crashUnsafe === 0);
  if (safe === undefined || safe === null) return;
  score.crashOf++;
  if (verdicts.some((v) => v.rule === 'not-crash-safe') === !safe) score.crashOk++;
  else score.wrong.push(`${c.id}: crash safe ${safe} (${says})`);
}

export function main(show: number): boolean {
  let good = true;
  for (const set of sets) {
    const cases = loadSet(set.name);
    judge(cases.slice(0, 30));
    const score = judge(cases);
    const rate = score.agree / score.cases;
    for (const line of score.wrong.slice(0, show)) console.error(`  ${line}`);
    console.log(
      `${set.name}: agree ${score.agree}/${score.cases} (${(100 * rate).toFixed(1)} %), false alarms ${score.falseAlarms}, false errors ${score.falseErrors}, missed ${score.missed}, on the right line ${score.located}/${score.locatable}, crash safety ${score.crashOk}/${score.crashOf}, ${(score.ms / score.cases).toFixed(2)} ms a script`,
    );
    for (const [label, { of, agree, missed }] of score.labels) console.log(`    ${label}: ${agree}/${of}, missed ${missed}`);
    if (rate < set.floor || score.falseErrors > 0) good = false;
  }
  return good;
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.exit(main(Number(process.argv[2] ?? '0')) ? 0 : 1);
