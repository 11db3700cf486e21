import type { World } from './machine.ts';
import { type Key, pathOf, volumeOf } from './mounts.ts';
import type { Prepared } from './prepared.ts';
import type { MountKind } from './program.ts';
import type { Site } from './source.ts';
import type { Symbols } from './symbols.ts';
import type { Finding } from './verdict.ts';

export interface Speaker {
  readonly world: World;
  readonly steps: readonly Prepared[];
  readonly kinds: ReadonlyMap<string, MountKind>;
}

const kindNames: Readonly<Record<MountKind, string>> = {
  claim: 'claim',
  emptyDir: 'emptyDir',
  memory: 'emptyDir',
  hostPath: 'hostPath',
  ephemeral: 'ephemeral volume',
  input: 'volume',
};

const mostPaths = 3;

/** The command as it stands in the manifest, on one line. */
export function commandText(site: Site, symbols?: Symbols): string {
  const text =
    shownText(site, symbols)
      .replace(/\\\n\s*/g, ' ')
      .split('\n')[0]
      ?.trim() ?? '';
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

function shownText(site: Site, symbols: Symbols | undefined): string {
  const text = site.source.text.slice(site.start, site.end);
  return symbols ? symbols.show(text) : text;
}

export function pathText(s: Speaker, step: number, key: Key): string {
  const prepared = s.steps[step];
  return s.world.symbols.show(prepared ? pathOf(prepared.table, key) : key.slice(key.indexOf(':') + 1));
}

function volumeText(s: Speaker, key: Key): string | undefined {
  const kind = s.kinds.get(volumeOf(key));
  return kind === undefined ? undefined : `${kindNames[kind]} ${volumeOf(key)}`;
}

/** Paths with their volumes: `/data/a, /data/b on claim data`. */
export function where(s: Speaker, step: number, keys: readonly Key[]): string {
  const groups = new Map<string | undefined, string[]>();
  for (const key of keys) {
    const volume = volumeText(s, key);
    const list = groups.get(volume) ?? [];
    const path = pathText(s, step, key);
    if (!list.includes(path)) list.push(path);
    groups.set(volume, list);
  }
  const texts = [...groups].map(([volume, paths]) => {
    const shown = paths.slice(0, mostPaths).join(', ') + (paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : '');
    return volume === undefined ? shown : `${shown} on ${volume}`;
  });
  return texts.join('; ');
}

export function messageOf(s: Speaker, f: Finding): string {
  const what = commandText(f.site, s.world.symbols);
  const may = f.definite ? '' : ', on some paths,';
  const at = where(s, f.step, f.keys);
  switch (f.how) {
    case 'fails':
      return `${what}${may} fails when ${moment(f)}: ${reasonText(f.reason ?? '', at)}`;
    case 'added':
      return `${what}${may} adds ${at} when ${moment(f)}: the copy of the last start is still there`;
    case 'grown':
      return `${what}${may} appends to ${at} again at each start`;
    case 'changed':
      return `${what}${may} leaves something else in ${at} at each start`;
    case 'replaced':
      return f.rule === 'clobbers-managed'
        ? `${what}${may} resets ${at} at each start (by design?)`
        : `${what}${may} replaces ${at} when a new pod starts: what changed there since the last start is lost`;
    case 'deleted':
      return `${what}${may} deletes ${at}: whatever the previous incarnation left there is lost`;
    case 'unsafe':
      return unsafeText(s, f, what, at);
  }
}

function moment(f: Finding): string {
  return f.scenario === 'new pod' ? 'a new pod starts on the same volumes' : 'the pod starts again';
}

function reasonText(reason: string, at: string): string {
  if (at === '') return reason.replace(/^it /, 'the container ');
  if (reason.endsWith(' in it')) return `${reason.slice(0, -2)}${at}`;
  if (reason.startsWith('it ')) return `${at} ${reason.slice(3)}`;
  const subject = /^the (source|target|directory)\b/.exec(reason);
  if (subject) return `${subject[0]} ${at}${reason.slice(subject[0].length)}`;
  return `${reason} (${at})`;
}

function unsafeText(s: Speaker, f: Finding, what: string, at: string): string {
  const before = f.before ? commandText(f.before, s.world.symbols) : 'its end';
  if (f.reason !== undefined) return `not crash-safe: if the container is killed before ${before}, ${what} fails on every retry: ${reasonText(f.reason, at)}`;
  return `not crash-safe: if the container is killed before ${before}, the next start leaves ${at} different from an undisturbed one`;
}
