import { DEFAULT_SETTINGS } from '../../../server/src/analyze.ts';
import { judgeAlone, type LintFinding, report } from '../../../server/src/cli/judge.ts';
import { formatPath } from '../../../server/src/yaml/tree.ts';
import { isNear, steps } from '../../paths.ts';
import { askServer, type Verdict } from './ask.ts';
import type { Variant } from './faults.ts';
import { madeFrom } from './pets.ts';

/** How what we say compares with what the server says. */
export type Agreement = 'accepted' | 'about the cluster' | 'flagged' | 'elsewhere' | 'missed' | 'false error' | 'warned' | 'warning missed';

export interface Compared {
  readonly variant: Variant;
  readonly agreement: Agreement;
  readonly verdict: Verdict;
  readonly errors: readonly LintFinding[];
}

const MINOR = 34;

/** What a file cannot tell: classes, accounts and settings of this one cluster. */
const OF_THE_CLUSTER =
  /serviceaccount .* not found|no PriorityClass|RuntimeClass .* not found|disallowed by cluster policy|not configured (on|for)|not in the valid range|namespace of the provided object|provided IP is already allocated|already exists$/;

export async function compare(url: string, variant: Variant): Promise<Compared> {
  const verdict = await askAll(url, variant);
  const findings = report(judgeAlone({ name: 'a.yaml', text: JSON.stringify(variant.manifest, null, 1) }, { ...DEFAULT_SETTINGS, kubernetes: MINOR }, true));
  const errors = findings.filter((f) => f.level === 'error');
  return { variant, agreement: agree(variant, verdict, findings, errors), verdict, errors };
}

/** What the server takes of a set may still be refused when the controller makes claims and pods of it. */
async function askAll(url: string, { manifest }: Variant): Promise<Verdict> {
  const verdict = await askServer(url, manifest);
  if (verdict.refused || !url.endsWith('/statefulsets')) return verdict;
  for (const made of madeFrom(manifest)) {
    const later = await askServer(made.url, made.manifest, 'Ignore');
    if (later.refused) return { ...later, message: `later: ${later.message}` };
  }
  return verdict;
}

function agree(variant: Variant, verdict: Verdict, findings: readonly LintFinding[], errors: readonly LintFinding[]): Agreement {
  if (!verdict.refused) {
    if (errors.length > 0) return 'false error';
    if (verdict.warnings.length === 0) return 'accepted';
    return findings.length > 0 ? 'warned' : 'warning missed';
  }
  if (OF_THE_CLUSTER.test(verdict.message)) return 'about the cluster';
  if (errors.length === 0) return 'missed';
  const places = [...variant.paths.map(formatPath), ...verdict.fields].map(steps);
  const put = variant.paths.map((path) => steps(formatPath(path)));
  const ours = errors.flatMap((f) => (f.path === undefined ? [] : [steps(f.path)]));
  const right = ours.some((path) => places.some((place) => isNear(path, place)) || put.some((place) => isBelow(path, place)) || isOtherSide(path, verdict));
  return right ? 'flagged' : 'elsewhere';
}

/** Selector and labels contradict each other: the server names the labels, we the selector. */
function isOtherSide(path: readonly string[], { message }: Verdict): boolean {
  return /`selector` does not match template `labels`/.test(message) && path.includes('selector');
}

/** What was put there is at fault in one of its parts. */
function isBelow(path: readonly string[], place: readonly string[]): boolean {
  return place.every((step, i) => path[i] === step);
}
