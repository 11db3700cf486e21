import type { Cause, PlainKind, Subject } from './failure.ts';
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
      return `${what}${may} fails when ${moment(f)}: ${f.cause ? causeAt(f.cause, at) : ''}`;
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

/** A sentence, and where a path goes in it: in place of the subject `it`, beside the subject, inside (`in PATH` at the end), or after it in brackets. */
interface Sentence {
  readonly subject: string;
  readonly says: string;
  readonly path: 'subject' | 'beside' | 'inside' | 'after';
}

const it = (says: string): Sentence => ({ subject: 'it', says, path: 'subject' });
const beside = (subject: string, says: string): Sentence => ({ subject, says, path: 'beside' });
const after = (subject: string, says: string): Sentence => ({ subject, says, path: 'after' });

const plainSentences: Readonly<Record<PlainKind, Sentence>> = {
  'other-kind': it('exists and is not a directory'),
  'not-file': it('is not a file'),
  'entries-exist': after('files', 'it would create already exist'),
  filled: beside('the directory', 'already holds files'),
  locked: after('its mode', 'forbids writing'),
  same: after('source and target', 'are the same'),
  'same-file': after('source and target', 'are the same file'),
  'other-volume': after('a hard link', 'cannot lead to another volume'),
  'mount-point': after('a mount point', 'cannot be removed'),
  'mount-point-below': after('a mount point below it', 'cannot be removed'),
  'nothing-to-remove': after('there', 'is nothing to remove'),
  'no-match': it('finds no matching line'),
  differs: after('the files', 'differ'),
  'bad-checksum': after('the checksum', 'does not fit'),
  refused: it('reports failure'),
  'false-test': after('the test', 'is false'),
  'broken-pipe': after('its reader stops,', 'and it dies of SIGPIPE'),
  'functions-too-deep': after('the functions', 'call each other too deeply'),
  'shells-too-deep': after('the shells', 'are nested too deeply'),
  'no-script': after('there', 'is no script after -c'),
  'no-hook': it('needs -on-start or -on-change'),
};

function about(of: Subject, says: string): Sentence {
  switch (of) {
    case 'it':
      return it(says);
    case 'parent':
      return after('its parent', says);
    case 'target directory':
      return beside('the target', `directory ${says}`);
    default:
      return beside(`the ${of}`, says);
  }
}

function sentenceOf(cause: Cause): Sentence {
  switch (cause.kind) {
    case 'missing':
      return cause.of === 'parent' ? after('its directory', 'does not exist') : about(cause.of, 'does not exist');
    case 'unreadable':
      return cause.detail === undefined ? it('cannot be read') : after(cause.detail, 'cannot be read');
    case 'exists':
      return about(cause.of, 'already exists');
    case 'is-directory':
      return about(cause.of, 'is a directory');
    case 'not-directory':
      return about(cause.of, 'is not a directory');
    case 'not-empty':
      return about(cause.of, 'is not empty');
    case 'not-replaceable':
      return after(`a ${cause.of}`, `cannot be replaced by a ${cause.by}`);
    case 'entry-exists':
      return { subject: `the entry ${cause.detail}`, says: 'already exists', path: 'inside' };
    case 'unset':
      return after(cause.detail, 'is not set');
    case 'not-installed':
      return after(cause.detail, 'is not installed');
    case 'not-in-shell':
      return after(cause.detail, 'is not part of this shell');
    case 'status':
      return it(`ends with status ${cause.status}`);
    case 'exit':
      return after('the script', `ends itself with status ${cause.status}`);
    default:
      return plainSentences[cause.kind];
  }
}

/** Why a command failed, where no path is known or needed: `it already exists`. */
export function causeText(cause: Cause): string {
  const { subject, says, path } = sentenceOf(cause);
  return `${subject} ${says}${path === 'inside' ? ' in it' : ''}`;
}

/** The same about a path: `/data/a on claim data already exists`. Without a path it is about the container. */
function causeAt(cause: Cause, at: string): string {
  const { subject, says, path } = sentenceOf(cause);
  if (at === '') return path === 'subject' ? `the container ${says}` : causeText(cause);
  switch (path) {
    case 'subject':
      return `${at} ${says}`;
    case 'beside':
      return `${subject} ${at} ${says}`;
    case 'inside':
      return `${subject} ${says} in ${at}`;
    case 'after':
      return `${subject} ${says} (${at})`;
  }
}

function unsafeText(s: Speaker, f: Finding, what: string, at: string): string {
  const before = f.before ? commandText(f.before, s.world.symbols) : 'its end';
  if (f.cause !== undefined) return `not crash-safe: if the container is killed before ${before}, ${what} fails on every retry: ${causeAt(f.cause, at)}`;
  return `not crash-safe: if the container is killed before ${before}, the next start leaves ${at} different from an undisturbed one`;
}
