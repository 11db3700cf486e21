import type { Redirect, Word } from '../shell/ast.ts';
import type { Subject } from './failure.ts';
import { aside, type Draft, guarded, isOnePath, trimmed, unquoted, withOption } from './fixForms.ts';
import { isSettled } from './fixLine.ts';
import type { Target } from './fixTarget.ts';
import type { Finding } from './verdict.ts';

/** Rewritings of the command that may end a finding, the best first. Whether they do is for `proof.ts` to say. */
export function draftsFor(f: Finding, t: Target): readonly Draft[] {
  switch (f.rule) {
    case 'rerun-fails':
      return f.scenario === 'interrupted' ? [] : failing(f, t);
    case 'accumulates':
      return accumulating(f, t);
    case 'clobbers':
      return f.how === 'replaced' ? replacing(f, t) : [];
    case 'changes-every-run':
      return writing(t, !/\bdate\b/.test(t.script.slice(t.whole.start, t.whole.end)));
    case 'not-crash-safe':
      return t.name === 'mkdir' && already(f) ? [directoryAccepted(t)] : [];
    default:
      return [];
  }
}

function already(f: Finding): boolean {
  return f.cause?.kind === 'exists';
}

function gone(f: Finding, of: Subject = 'it'): boolean {
  return f.cause?.kind === 'missing' && f.cause.of === of;
}

function directoryAccepted(t: Target): Draft {
  return withOption(t, '-p', { template: 'mkdir -p', title: 'Let mkdir accept the directory (-p)', keepsIntent: true });
}

function failing(f: Finding, t: Target): readonly Draft[] {
  const first = t.operands[0];
  const last = t.operands.at(-1);
  switch (t.name) {
    case 'mkdir':
      return t.words.some((word) => /^-[a-z]*p|^--parents$/.test(word.value)) ? [] : [directoryAccepted(t)];
    case 'ln':
      return already(f) ? [linkReplaced(t)] : [];
    case 'rm':
      return gone(f) ? [withOption(t, '-f', { template: 'rm -f', title: 'Accept that it is gone (-f)', keepsIntent: true })] : [];
    case 'rmdir':
      return first && gone(f) ? [unless(t, `[ ! -d ${first.text} ]`, 'rmdir guard', `Skip it when ${first.text} is gone`)] : [];
    case 'mkfifo':
      return last ? [unless(t, `[ -p ${last.text} ]`, 'mkfifo guard', `Skip it when ${last.text} is there`)] : [];
    case 'mknod':
      return first ? [unless(t, `[ -e ${first.text} ]`, 'mknod guard', `Skip it when ${first.text} is there`)] : [];
    case 'git':
      return t.operands[0]?.value === 'clone' ? cloned(f, t) : [];
    case 'mv':
      return first && gone(f, 'source') && first.parts === undefined
        ? [unless(t, `[ ! -e ${first.text} ]`, 'mv guard', `Skip it when ${first.text} was moved before`)]
        : [];
    case 'cp':
      return already(f) || f.cause?.kind === 'locked'
        ? [withOption(t, '-f', { template: 'cp -f', title: 'Replace the old copy (-f)', keepsIntent: true })]
        : [];
    case 'tar':
      return overwriting(t);
    case 'ssh-keygen':
      return keyAside(f, t);
    default:
      return [];
  }
}

function unless(t: Target, test: string, template: Draft['template'], title: string): Draft {
  return guarded(t, test, { template, title, keepsIntent: true });
}

function linkReplaced(t: Target): Draft {
  const symbolic = t.words.find((word) => /^-[a-zA-Z]*s[a-zA-Z]*$/.test(word.value));
  const long = t.words.some((word) => word.value === '--symbolic');
  if (!symbolic) {
    return withOption(t, long ? '-fn' : '-f', {
      template: long ? 'ln -fn' : 'ln -f',
      title: `Replace the old link (${long ? '-fn' : '-f'})`,
      keepsIntent: true,
    });
  }
  const flags = ['f', 'n'].filter((flag) => !symbolic.value.includes(flag)).join('');
  return {
    template: 'ln -fn',
    title: 'Replace the old link (-fn)',
    keepsIntent: true,
    edits: [{ start: symbolic.end, end: symbolic.end, text: flags }],
  };
}

function cloned(f: Finding, t: Target): readonly Draft[] {
  const target = t.operands.at(-1);
  if (!target || f.keys.some(t.isMountRoot) || !isOnePath(target)) return [];
  const folder = isRemote(target) || t.operands.length < 3 ? repositoryName(target) : trimmed(target).text;
  if (folder === '') return [];
  const named = folder === trimmed(target).text;
  const at = named ? trimmed(target).end : target.end;
  const write = (temporary: string, suffix: string): Draft['edits'] => [{ start: at, end: target.end, text: named ? suffix : ` ${temporary}` }];
  return [
    aside(
      t,
      { word: folder, write, folder: true },
      { template: 'clone aside', title: `Clone only when ${folder} is not there, to a temporary name first`, keepsIntent: true },
    ),
  ];
}

function isRemote(word: Word): boolean {
  return /^(https?|git|ssh|file):|@.*:/.test(word.value);
}

function repositoryName(word: Word): string {
  return word.value
    .replace(/\/+$/, '')
    .replace(/.*[/:]/, '')
    .replace(/\.(git|bundle)$/, '');
}

/** -k keeps old files and fails for it; a start that replaces them succeeds, but not as the author wrote it. */
function overwriting(t: Target): readonly Draft[] {
  const bundle = t.words.find((word) => /^-?[a-z]*k[a-z]*$/.test(word.value));
  if (!bundle) return [];
  const at = bundle.pos + bundle.text.indexOf('k');
  const edits = [{ start: at, end: at + 1, text: '' }];
  return [{ template: 'tar without -k', title: 'Let tar replace files (no -k)', keepsIntent: false, edits }];
}

function keyAside(f: Finding, t: Target): readonly Draft[] {
  const word = optionValue(t, '-f');
  if (!word || !isOnePath(word) || f.keys.some(t.isMountRoot)) return [];
  const write = (_: string, suffix: string): Draft['edits'] => [{ start: word.end, end: word.end, text: suffix }];
  return [aside(t, { word: word.text, write, beside: ['.pub'] }, { template: 'key aside', title: asideTitle(word.text), keepsIntent: true })];
}

function asideTitle(path: string): string {
  return `Skip it when ${path} is there; write to a temporary name first`;
}

function optionValue(t: Target, flag: string): Word | undefined {
  const bundle = new RegExp(`^-[a-zA-Z]*${flag.slice(1)}$`);
  const at = t.words.findIndex((word) => word.value === flag || (flag.length === 2 && bundle.test(word.value)));
  return at < 0 ? undefined : t.words[at + 1];
}

function accumulating(f: Finding, t: Target): readonly Draft[] {
  if (f.how === 'grown') return growing(t);
  if (f.how !== 'added') return [];
  const target = t.operands.at(-1);
  if ((t.name === 'cp' || t.name === 'mv') && target && nests(f, t))
    return t.name === 'cp' ? nestedCopy(f, t, target) : [skipped(t, target.text, 'mv skip', false)];
  if (t.name === 'ln') return [linkReplaced(t)];
  const from = t.operands.findLast((word) => /:\/\//.test(word.value));
  if (t.name === 'wget' && from && !t.words.some((word) => /^-P|^--directory-prefix/.test(word.value))) {
    const name = from.value.replace(/[?#].*$/, '').replace(/.*\//, '');
    const write = (temporary: string): Draft['edits'] => [{ start: t.nameEnd, end: t.nameEnd, text: ` -O ${temporary}` }];
    return /^[\w.-]+$/.test(name) ? [aside(t, { word: name, write }, { template: 'download aside', title: asideTitle(name), keepsIntent: true })] : [];
  }
  return [];
}

function skipped(t: Target, path: string, template: Draft['template'], keepsIntent: boolean): Draft {
  return guarded(t, `[ -e ${path} ]`, { template, title: `Skip it when ${path} is there`, keepsIntent });
}

/** A start that merges copies what is new in the source; one that skips keeps what the first copied, which nobody asked for. */
function nestedCopy(f: Finding, t: Target, target: Word): readonly Draft[] {
  const merge = withOption(t, '-T', { template: 'cp -T', title: 'Merge into the target instead of nesting (-T)', keepsIntent: true });
  if (!isOnePath(target) || f.keys.some(t.isMountRoot)) return [merge];
  const { text, end } = trimmed(target);
  const write = (_: string, suffix: string): Draft['edits'] => [{ start: end, end: target.end, text: suffix }];
  return [merge, aside(t, { word: text, write, folder: true }, { template: 'copy tree aside', title: asideTitle(text), keepsIntent: false })];
}

/** Did the second copy land inside the first? */
function nests(f: Finding, t: Target): boolean {
  const [from, to] = t.operands;
  if (!from || !to || t.operands.length !== 2) return false;
  if (t.name === 'cp' && !t.words.some((word) => /^-[a-zA-Z]*[rRa]|^--(rec|arch)/.test(word.value))) return false;
  const inner = `/${lastSegment(to.value.replace(/\/+$/, ''))}/${lastSegment(from.value.replace(/\/+$/, ''))}`;
  return /[$`]/.test(inner) || f.keys.some((key) => key.endsWith(inner) || key.includes(`${inner}/`));
}

function growing(t: Target): readonly Draft[] {
  const append = t.redirects.find((redirect) => redirect.operator === '>>');
  if (append?.target) return [...appendOnce(t, append.target), writtenOver(append)];
  const flag = t.name === 'tee' ? t.words.find((word) => word.value === '-a') : undefined;
  if (!flag) return [];
  return [
    {
      template: 'tee without -a',
      title: 'Replace the file instead of appending (no -a)',
      keepsIntent: false,
      edits: [{ start: flag.pos - 1, end: flag.end, text: '' }],
    },
  ];
}

/** Only for a line that is the same at every start and in every pod: another is never found, or found too late. */
function appendOnce(t: Target, file: Word): readonly Draft[] {
  const line = t.operands.length === 1 && t.name === 'echo' && t.words.length === 1 && !t.piped ? t.operands[0] : undefined;
  if (!line || !isSettled(t, line)) return [];
  return [unless(t, `grep -qxF -- ${line.text} ${file.text} 2>/dev/null`, 'append once', 'Append the line only when it is not there')];
}

function writtenOver(append: Redirect): Draft {
  const at = append.pos + (append.descriptor ? append.descriptor.end - append.descriptor.pos : 0);
  return { template: 'write over', title: 'Replace the file instead of appending (>)', keepsIntent: false, edits: [{ start: at, end: at + 2, text: '>' }] };
}

/** Copies that replace what somebody edited. */
function replacing(f: Finding, t: Target): readonly Draft[] {
  switch (t.name) {
    case 'cp':
    case 'mv':
    case 'install':
      return copying(f, t);
    case 'rsync':
      return t.words.some((word) => word.value.startsWith('--delete'))
        ? []
        : [withOption(t, '--ignore-existing', { template: 'rsync --ignore-existing', title: 'Keep files that exist (--ignore-existing)', keepsIntent: true })];
    default:
      return writing(t, true);
  }
}

/** The copy of one file: whether later starts leave it alone is one question for one name. */
function copying(f: Finding, t: Target): readonly Draft[] {
  const [from, to] = t.operands;
  if (!from || !to || t.operands.length !== 2 || /[*?[]/.test(from.text) || !isOnePath(to) || f.keys.some(t.isMountRoot)) return [];
  if (t.words.some((word) => /^-[a-zA-Z]*[rRatd]|^--(rec|arch|target|dir)/.test(word.value))) return [];
  const written = destination(f, from, to);
  if (t.name === 'mv') return [skipped(t, written, 'mv skip', true)];
  const write = (temporary: string): Draft['edits'] => [{ start: to.end, end: to.end, text: temporary.slice(to.text.length) }];
  return [aside(t, { word: written, write }, { template: 'copy aside', title: asideTitle(written), keepsIntent: true })];
}

/** What a copy of one file writes: in a directory, which only the run may have shown it to be, it is the file in there. */
function destination(f: Finding, from: Word, to: Word): string {
  const name = lastSegment(from.text);
  if (/\/$/.test(to.value)) return `${to.text}${name}`;
  const inside = lastSegment(to.value) !== name && f.keys.some((key) => key.slice(key.lastIndexOf('/') + 1) === name);
  return inside ? `${to.text}/${name}` : to.text;
}

function lastSegment(path: string): string {
  return unquoted(path).replace(/.*\//, '');
}

const outputFlags: Readonly<Record<string, string>> = { wget: '-O', curl: '-o', openssl: '-out' };

function writing(t: Target, keepsIntent: boolean): readonly Draft[] {
  const redirect = t.redirects.find((one) => one.operator === '>' || one.operator === '>|');
  const flag = outputFlags[t.name];
  const word = redirect?.target ?? (flag === undefined ? undefined : optionValue(t, flag));
  if (!word || !isOnePath(word)) return [];
  const write = (_: string, suffix: string): Draft['edits'] => [{ start: word.end, end: word.end, text: suffix }];
  const template = redirect ? 'write aside' : t.name === 'openssl' ? 'output aside' : 'download aside';
  return [aside(t, { word: word.text, write, test: '-s' }, { template, title: asideTitle(word.text), keepsIntent })];
}
