import type { Word, WordPart } from '../shell/ast.ts';
import type { Target } from './fixTarget.ts';
import type { Template } from './program.ts';

/** Replaces `start` to `end` of the script; UTF-16 offsets. */
interface ScriptEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A rewriting that nobody has proved yet. */
export interface Draft {
  readonly template: Template;
  readonly title: string;
  readonly edits: readonly ScriptEdit[];
  /** Does the command still do what its author wanted of it, also at later starts? */
  readonly keepsIntent: boolean;
}

/** What a draft is called, and whether it keeps the author's intent. */
export type Head = Omit<Draft, 'edits'>;

function insert(at: number, text: string): ScriptEdit {
  return { start: at, end: at, text };
}

export function withOption(t: Target, flag: string, head: Head): Draft {
  return { ...head, edits: [insert(t.nameEnd, ` ${flag}`)] };
}

/**
 * `[ -e X ] || command`. The whole pipeline is skipped: a guard inside it leaves the writer alone with a closed pipe, and under
 * pipefail it dies of SIGPIPE (executed: 134 of 300 starts).
 */
export function guarded(t: Target, test: string, head: Head): Draft {
  return around(t, `${test} || `, '', head, []);
}

/** What `aside` renames: the words that name the file, where its temporary name goes, and further files that come with it. */
export interface Aside {
  /** The file as the shell reads it, without a trailing slash. */
  readonly word: string;
  /** Edits that make the command write to the temporary name. */
  readonly write: (temporary: string, suffix: string) => readonly ScriptEdit[];
  /** Endings of files that the command writes beside it. */
  readonly beside?: readonly string[];
  /** A folder is not empty after an interruption, and most commands mind. */
  readonly folder?: boolean;
  readonly test?: '-e' | '-s';
}

/**
 * `[ -e X ] || { command X.tmp && mv X.tmp X; }`. The name appears when its content is complete: a guard alone takes what a killed
 * command left for the whole, at every later start (executed for cp, git clone, curl and `>`).
 */
export function aside(t: Target, what: Aside, head: Head): Draft {
  const { word, folder = false, beside = [], test = '-e' } = what;
  const suffix = freeSuffix(t, word);
  const temporary = word + suffix;
  const first = folder || beside.length > 0 ? `rm -rf ${[temporary, ...beside.map((end) => temporary + end)].join(' ')} && ` : '';
  const renames = [...beside.map((end) => `mv ${temporary}${end} ${word}${end}`), `mv ${temporary} ${word}`];
  return around(t, `[ ${test} ${word} ] || { ${first}`, ` && ${renames.join(' && ')}; }`, head, what.write(temporary, suffix));
}

function around(t: Target, before: string, after: string, head: Head, inside: readonly ScriptEdit[]): Draft {
  const { start, end } = t.whole;
  const edits = [insert(start, `${t.inList ? '{ ' : ''}${before}`), ...inside, insert(end, `${after}${t.inList ? '; }' : ''}`)];
  return { ...head, edits: joined(edits.filter((edit) => edit.text !== '' || edit.end > edit.start)) };
}

/** Edits in the order of the text, those that touch made one: who applies edits need not keep the order of insertions at one place. */
function joined(edits: readonly ScriptEdit[]): readonly ScriptEdit[] {
  const out: ScriptEdit[] = [];
  for (const edit of edits) {
    const last = out.at(-1);
    if (last && last.end === edit.start) out[out.length - 1] = { start: last.start, end: edit.end, text: last.text + edit.text };
    else out.push(edit);
  }
  return out;
}

/** An ending that makes a name which the script does not know. */
function freeSuffix(t: Target, word: string): string {
  const bare = unquoted(word);
  return ['.tmp', '.new', '.part'].find((suffix) => !unquoted(t.script).includes(bare + suffix)) ?? '.petset-tmp';
}

export function unquoted(text: string): string {
  return text.replace(/["']/g, '');
}

/** The text of a word without the slashes at its end, and where it ends. */
export function trimmed(word: Word): { readonly text: string; readonly end: number } {
  const text = word.text.replace(/\/+$/, '');
  return { text, end: word.pos + text.length };
}

/** Can the word stand twice in a script and mean one path both times? */
export function isOnePath(word: Word): boolean {
  return word.text !== '' && (word.parts ?? []).every(isPlainPart);
}

const plainParts: ReadonlySet<string> = new Set(['Literal', 'SingleQuoted', 'SimpleExpansion', 'ParameterExpansion']);

function isPlainPart(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every(isPlainPart);
  return plainParts.has(part.type) && !/^\$\{?[!?$@*#-]/.test(part.text) && !/[:=?+]/.test(part.type === 'ParameterExpansion' ? part.text : '');
}
