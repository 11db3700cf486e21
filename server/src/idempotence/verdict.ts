import type { Cause } from './failure.ts';
import { type Key, volumeOf } from './mounts.ts';
import type { Level, MountKind, Place, RuleId } from './program.ts';
import type { Effect, Path, Scenario } from './scenarios.ts';
import type { Site } from './source.ts';

/** One finding before it has words: what, where, on which files, and whether it is certain. */
export interface Finding {
  readonly rule: RuleId;
  readonly level: Level;
  readonly site: Site;
  readonly place: Place;
  readonly step: number;
  readonly keys: readonly Key[];
  readonly how: 'fails' | 'added' | 'grown' | 'changed' | 'replaced' | 'deleted' | 'unsafe';
  readonly cause: Cause | undefined;
  readonly before: Site | undefined;
  readonly scenario: Scenario;
  readonly definite: boolean;
}

interface Draft {
  readonly rule: RuleId;
  readonly effect: Effect;
  readonly keys: Set<Key>;
  readonly paths: Set<number>;
}

/** Gathers what the paths agree on: one finding for a rule at a place (docs/facts/idempotence.md#labels). */
export function gather(paths: readonly Path[], kinds: ReadonlyMap<string, MountKind>, given: ReadonlyMap<Key, boolean>): readonly Finding[] {
  const drafts = new Map<string, Draft>();
  paths.forEach((path, index) => {
    for (const effect of path.effects) {
      const rule = ruleOf(effect);
      const place = effect.site.source.place(effect.site.start, effect.site.end);
      const id = `${family(rule)}|${effect.site.source.step}|${place.list}|${place.index}|${place.span.start}|${place.span.end}`;
      const draft = drafts.get(id);
      const key = keyOf(effect);
      if (draft) {
        if (effect.certain) draft.paths.add(index);
        if (key !== undefined) draft.keys.add(key);
        if (draft.rule === 'clobbers-managed' && rule === 'clobbers') drafts.set(id, { ...draft, rule, effect });
      } else drafts.set(id, { rule, effect, keys: new Set(key === undefined ? [] : [key]), paths: new Set(effect.certain ? [index] : []) });
    }
  });
  const changing = new Set([...drafts.values()].filter((draft) => draft.rule === 'changes-every-run').flatMap((draft) => [...draft.keys]));
  const found = [...drafts.values()]
    .filter((draft) => !(family(draft.rule) === 'clobbers' && [...draft.keys].every((key) => changing.has(key))))
    .map((draft) => finish(draft, paths.length, kinds, given));
  const failing = found.some((finding) => finding.rule === 'rerun-fails');
  // A start that fails at once in the same pod says more than what a new pod would lose before it fails.
  return found.filter((finding) => !(failing && finding.rule === 'not-crash-safe')).sort(byPlace);
}

function family(rule: RuleId): string {
  return rule === 'clobbers-managed' ? 'clobbers' : rule;
}

function keyOf(effect: Effect): Key | undefined {
  switch (effect.kind) {
    case 'fails':
      return effect.failure.key;
    case 'differs':
      return effect.difference.key;
    case 'unsafe':
      return effect.key;
  }
}

function ruleOf(effect: Effect): RuleId {
  switch (effect.kind) {
    case 'fails':
      return 'rerun-fails';
    case 'unsafe':
      return 'not-crash-safe';
    case 'differs':
      switch (effect.difference.how) {
        case 'added':
        case 'grown':
          return 'accumulates';
        case 'changed':
          return 'changes-every-run';
        case 'replaced':
          return effect.difference.managed ? 'clobbers-managed' : 'clobbers';
        case 'deleted':
          return 'clobbers';
      }
  }
}

function finish(draft: Draft, count: number, kinds: ReadonlyMap<string, MountKind>, given: ReadonlyMap<Key, boolean>): Finding {
  const { effect, rule } = draft;
  const keys = [...draft.keys].sort();
  const persistent = keys.length === 0 || keys.some((key) => isPersistent(kinds.get(volumeOf(key))));
  const definite = draft.paths.size === count;
  const byDesign = effect.kind === 'differs' && effect.difference.how === 'deleted' && keys.every((key) => temporary.test(key));
  return {
    rule,
    level: byDesign
      ? 'hint'
      : levelOf(rule, persistent, definite && !keys.some((key) => given.has(key)) && !(effect.kind === 'fails' && effect.failure.key === undefined)),
    site: effect.site,
    place: effect.site.source.place(effect.site.start, effect.site.end),
    step: effect.site.source.step,
    keys,
    how: effect.kind === 'fails' ? 'fails' : effect.kind === 'unsafe' ? 'unsafe' : effect.difference.how,
    cause: effect.kind === 'differs' ? undefined : effect.failure?.cause,
    before: effect.kind === 'unsafe' ? effect.before : undefined,
    scenario: effect.scenario,
    definite,
  };
}

/** Folders that by their name hold nothing that anybody misses: emptying them is what many scripts are for. */
const temporary = /[/:](?:\.?te?mp|\.?caches?|lost\+found)(?:\/|$)/;

function isPersistent(kind: MountKind | undefined): boolean {
  return kind === 'claim' || kind === 'hostPath';
}

function levelOf(rule: RuleId, persistent: boolean, certain: boolean): Level {
  switch (rule) {
    case 'rerun-fails':
      return persistent && certain ? 'error' : 'warning';
    case 'clobbers':
      return 'warning';
    case 'clobbers-managed':
      return 'hint';
    case 'accumulates':
      return persistent ? 'warning' : 'information';
    case 'changes-every-run':
      return persistent ? 'warning' : 'hint';
    case 'not-crash-safe':
      return 'information';
    default:
      return 'warning';
  }
}

function byPlace(a: Finding, b: Finding): number {
  return (
    a.step - b.step ||
    Number(a.place.list === 'args') - Number(b.place.list === 'args') ||
    a.place.index - b.place.index ||
    a.place.span.start - b.place.span.start ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
