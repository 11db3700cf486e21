import { fixesFor } from './fixes.ts';
import type { World } from './machine.ts';
import type { Key } from './mounts.ts';
import type { Prepared } from './prepared.ts';
import type { MountKind, Related, Verdict } from './program.ts';
import type { Path } from './scenarios.ts';
import type { Site } from './source.ts';
import type { Finding } from './verdict.ts';
import { messageOf, pathText, type Speaker } from './wording.ts';

/** Findings in words, with the places that explain them and the edits that end them. */
export function describe(
  world: World,
  steps: readonly Prepared[],
  findings: readonly Finding[],
  kinds: ReadonlyMap<string, MountKind>,
  paths: readonly Path[],
): readonly Verdict[] {
  const speaker: Speaker = { world, steps, kinds };
  return findings.map((finding) => ({
    step: finding.step,
    rule: finding.rule,
    level: finding.level,
    place: finding.place,
    message: messageOf(speaker, finding),
    related: relatedTo(speaker, finding, paths),
    get fixes() {
      return fixesFor(speaker, finding);
    },
  }));
}

function relatedTo(s: Speaker, finding: Finding, paths: readonly Path[]): readonly Related[] {
  const out: Related[] = [];
  const add = (site: Site | undefined, message: string): void => {
    if (!site) return;
    const place = site.source.place(site.start, site.end);
    const same = place.list === finding.place.list && place.index === finding.place.index && place.span.start === finding.place.span.start;
    if (!same || site.source.step !== finding.step) out.push({ step: site.source.step, place, message });
  };
  if (finding.before) add(finding.before, 'interrupted before this command');
  if (finding.how === 'fails' || finding.how === 'added' || finding.how === 'grown') {
    for (const key of finding.keys.slice(0, 1)) add(firstWriter(paths, key), `the first start makes ${pathText(s, finding.step, key)} here`);
  }
  return out;
}

function firstWriter(paths: readonly Path[], key: Key): Site | undefined {
  for (const path of paths) {
    const cell = path.first.files.get(key);
    if (cell && cell.kind !== 'gone' && cell.by) return cell.by;
  }
  return undefined;
}
