// The manifests of which a real Kubernetes said what it thinks, judged through the linter; counted as /shared's judge counts.

import { readFileSync } from 'node:fs';
import { judgeAlone, type LintFinding, report } from '../../server/src/cli/judge.ts';
import { isNear, steps } from '../paths.ts';

interface Place {
  readonly path?: string | null;
  readonly line?: number | null;
}

interface ApiCase extends Place {
  readonly id: string;
  readonly fault: string | null;
  readonly manifest: string;
  readonly verdict: string;
  readonly also?: readonly Place[];
}

export interface ApiScore {
  flagged: number;
  elsewhere: number;
  weak: number;
  missed: number;
  faults: number;
  falseErrors: number;
  accepted: number;
  noticed: number;
  silent: number;
  readonly wrong: string[];
}

export const apiSets = [
  { file: 'api-truth-dev.json', minor: 4 },
  { file: 'api-truth-modern-dev.json', minor: 34 },
] as const;

const aboutRestarts = /clobbers|rerun|accumulates|crash|changes-every|unknown-command/;

export function judgeApi(set: (typeof apiSets)[number]): ApiScore {
  const cases = JSON.parse(readFileSync(new URL(`../data/${set.file}`, import.meta.url), 'utf8')) as readonly ApiCase[];
  const score: ApiScore = { flagged: 0, elsewhere: 0, weak: 0, missed: 0, faults: 0, falseErrors: 0, accepted: 0, noticed: 0, silent: 0, wrong: [] };
  for (const c of cases) {
    const analysis = judgeAlone({ name: c.id, text: c.manifest }, { kubernetes: set.minor, rules: {} }, true);
    count(
      c,
      report(analysis).filter((finding) => !aboutRestarts.test(finding.rule)),
      score,
    );
  }
  return score;
}

function count(c: ApiCase, findings: readonly LintFinding[], score: ApiScore): void {
  const errors = findings.filter((finding) => finding.level === 'error');
  if (c.fault === null) {
    score.accepted++;
    if (errors.length > 0) score.falseErrors++;
    for (const finding of errors) score.wrong.push(`${c.id}: accepted, but ${finding.rule}: ${finding.message}`);
  } else if (c.verdict === 'ok') {
    score.silent++;
    if (findings.length > 0) score.noticed++;
  } else {
    countFault(c, findings, errors, score);
  }
}

function countFault(c: ApiCase, findings: readonly LintFinding[], errors: readonly LintFinding[], score: ApiScore): void {
  const here = (finding: LintFinding): boolean => [c, ...(c.also ?? [])].some((place) => isAt(finding, place));
  score.faults++;
  if ((c.verdict === 'warned' ? findings : errors).some(here)) {
    score.flagged++;
    return;
  }
  const how = errors.length > 0 ? 'elsewhere' : findings.some(here) ? 'weak' : 'missed';
  score[how]++;
  score.wrong.push(`${c.id}: ${c.fault} (${c.verdict}) ${how}`);
}

/** The server names a path or a line, and the line of a wrong value may be its neighbour. */
function isAt({ range, path }: LintFinding, place: Place): boolean {
  if (typeof place.line === 'number') {
    const [first, last] = [range.start.line + 1, range.end.line + 1];
    if (Math.abs(first - place.line) <= 1 || (first <= place.line && last >= place.line && last - first < 30)) return true;
  }
  return typeof place.path === 'string' && path !== undefined && isNear(steps(path), steps(place.path));
}
