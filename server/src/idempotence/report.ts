import type { Prepared } from './execute.ts';
import type { World } from './machine.ts';
import type { MountKind, Verdict } from './program.ts';
import type { Finding } from './verdict.ts';

export function describe(world: World, _steps: readonly Prepared[], findings: readonly Finding[], _kinds: ReadonlyMap<string, MountKind>): readonly Verdict[] {
  return findings.map((finding) => ({ step: finding.step, rule: finding.rule, level: finding.level, place: finding.place, message: `${finding.how} ${finding.reason ?? ''} ${finding.keys.map((key) => world.symbols.show(key)).join(', ')} [${finding.scenario}]`, related: [], fixes: [] }));
}
