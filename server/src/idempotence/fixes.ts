import type { Command, Redirect, Word } from '../shell/ast.ts';
import { parseShell } from '../shell/parse.ts';
import { userlandOf } from './decode.ts';
import { nameOf as lastName } from './mounts.ts';
import type { Fix } from './program.ts';
import type { Site } from './source.ts';
import type { Finding } from './verdict.ts';
import type { Speaker } from './wording.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Draft {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** A simple command of the script, with its words where they stand. */
interface Target {
  readonly site: Site;
  readonly text: string;
  readonly name: string;
  readonly nameEnd: number;
  readonly words: readonly Word[];
  readonly operands: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly image: string | undefined;
}

/** The edits that end a finding, the best first. Only commands that stand in the manifest as shell text can be edited. */
export function fixesFor(s: Speaker, finding: Finding): readonly Fix[] {
  const target = targetOf(s, finding);
  if (!target) return [];
  return draftsFor(finding, target).map((draft, i) => ({
    title: draft.title,
    preferred: i === 0,
    edits: draft.edits.map((edit) => ({ place: target.site.source.place(target.site.start + edit.start, target.site.start + edit.end), text: edit.text })),
  }));
}

function targetOf(s: Speaker, finding: Finding): Target | undefined {
  const { site } = finding;
  const program = s.steps[finding.step]?.program;
  if (!program || program.scripts.get(site.source.text) !== site.source || program.words[0] === site.source.text) return undefined;
  const text = site.source.text.slice(site.start, site.end);
  const node = parseShell(text).commands[0]?.command;
  if (node?.type !== 'Command' || !node.name) return undefined;
  const words = node.args.filter((arg): arg is Word => arg.type === 'Word');
  const redirects = node.redirects.filter(
    (redirect): redirect is Redirect =>
      redirect.type === 'Redirect' && (redirect.descriptor === undefined || (redirect.descriptor.type === 'FileDescriptor' && redirect.descriptor.value === 1)),
  );
  const operands = words.filter((word) => !word.value.startsWith('-'));
  return { site, text, name: nameOf(node), nameEnd: node.name.end, words, operands, redirects, image: s.steps[finding.step]?.step.image };
}

function nameOf(node: Command): string {
  const value = node.name?.value ?? '';
  return value.slice(value.lastIndexOf('/') + 1);
}

function draftsFor(f: Finding, t: Target): readonly Draft[] {
  switch (f.rule) {
    case 'rerun-fails':
      return f.scenario !== 'interrupted' ? failing(f, t) : [];
    case 'accumulates':
      return accumulating(f, t);
    case 'clobbers':
      return f.how === 'replaced' ? replacing(f, t) : [];
    case 'changes-every-run':
      return writing(t);
    case 'not-crash-safe':
      return t.name === 'mkdir' && /already/.test(f.reason ?? '') ? [option(t, '-p', 'Let mkdir accept the directory (-p)')] : [];
    default:
      return [];
  }
}

function option(t: Target, flag: string, title: string): Draft {
  return { title, edits: [{ start: t.nameEnd, end: t.nameEnd, text: ` ${flag}` }] };
}

/** `[ -e X ] || command`; inside && and | the two are one group. */
function guard(t: Target, test: string, title: string): Draft {
  const before = t.site.source.text.slice(0, t.site.start).trimEnd();
  const after = t.site.source.text.slice(t.site.end).trimStart();
  const inside = /(&&|\|\||\||!|\bif|\belif|\bwhile|\buntil)$/.test(before) || /^(&&|\|)/.test(after);
  const edits: Edit[] = [{ start: 0, end: 0, text: `${inside ? '{ ' : ''}${test} || ` }];
  if (inside) edits.push({ start: t.text.length, end: t.text.length, text: '; }' });
  return { title, edits };
}

function unlessExists(t: Target, word: string, test = '-e'): Draft {
  return guard(t, `[ ${test} ${word} ]`, `Skip it when ${word} is there`);
}

function failing(f: Finding, t: Target): readonly Draft[] {
  const first = t.operands[0];
  const last = t.operands.at(-1);
  switch (t.name) {
    case 'mkdir':
      return t.words.some((word) => /^-[a-z]*p|^--parents$/.test(word.value)) ? [] : [option(t, '-p', 'Let mkdir accept the directory (-p)')];
    case 'ln':
      return /already/.test(f.reason ?? '') ? [linkForced(t)] : [];
    case 'rm':
    case 'rmdir':
      if (!/exist/.test(f.reason ?? '')) return [];
      return t.name === 'rm'
        ? [option(t, '-f', 'Accept that it is gone (-f)')]
        : first
          ? [guard(t, `[ ! -d ${first.text} ]`, `Skip it when ${first.text} is gone`)]
          : [];
    case 'mkfifo':
      return last ? [unlessExists(t, last.text, '-p')] : [];
    case 'mknod':
    case 'touch':
      return first ? [unlessExists(t, first.text)] : [];
    case 'git':
      return t.operands[0]?.value === 'clone' ? cloneGuard(t) : [];
    case 'mv':
      return first && /source/.test(f.reason ?? '') && first.parts === undefined
        ? [guard(t, `[ ! -e ${first.text} ]`, `Skip it when ${first.text} was moved before`)]
        : [];
    case 'cp':
      return last && /already|mode/.test(f.reason ?? '') ? [option(t, '-f', 'Replace the old copy (-f)')] : [];
    case 'tar':
      return userlandOf(t.image) === 'gnu' ? keepOld(t) : [];
    case 'ssh-keygen':
      return optionFile(t, '-f');
    default:
      return [];
  }
}

function optionFile(t: Target, flag: string): readonly Draft[] {
  const at = t.words.findIndex((word) => word.value === flag);
  const word = at < 0 ? undefined : t.words[at + 1];
  return word ? [unlessExists(t, word.text)] : [];
}

function linkForced(t: Target): Draft {
  const symbolic = t.words.find((word) => /^-[a-z]*s[a-z]*$/.test(word.value));
  if (!symbolic) return option(t, '-f', 'Replace the old link (-f)');
  return {
    title: 'Replace the old link (-fn)',
    edits: [{ start: symbolic.end, end: symbolic.end, text: /n/.test(symbolic.value) ? 'f' : /f/.test(symbolic.value) ? 'n' : 'fn' }],
  };
}

function cloneGuard(t: Target): readonly Draft[] {
  const target = t.operands.at(-1);
  if (!target) return [];
  const remote = /^(https?|git|ssh|file):|@.*:/.test(target.value);
  const folder = remote
    ? target.value
        .replace(/\/+$/, '')
        .replace(/.*[/:]/, '')
        .replace(/\.git$/, '')
    : target.text;
  return folder === '' ? [] : [unlessExists(t, `${folder}/.git`, '-d')];
}

function keepOld(t: Target): readonly Draft[] {
  const bundle = t.words.find((word) => /^-?[a-z]*k[a-z]*$/.test(word.value));
  if (!bundle) return [{ title: 'Keep files that exist (--skip-old-files)', edits: [{ start: t.text.length, end: t.text.length, text: ' --skip-old-files' }] }];
  const at = bundle.text.indexOf('k');
  const rest = [
    { start: bundle.pos + at, end: bundle.pos + at + 1, text: '' },
    { start: t.text.length, end: t.text.length, text: ' --skip-old-files' },
  ];
  return [{ title: 'Keep files that exist (--skip-old-files)', edits: rest }];
}

function accumulating(f: Finding, t: Target): readonly Draft[] {
  const append = t.redirects.find((redirect) => redirect.operator === '>>');
  if (f.how === 'grown' && append?.target) {
    const out: Draft[] = [];
    const line = t.operands.length === 1 && t.name === 'echo' && t.words.length === 1 ? t.operands[0] : undefined;
    if (line) out.push(guard(t, `grep -qxF -- ${line.text} ${append.target.text} 2>/dev/null`, 'Append the line only when it is not there'));
    out.push({
      title: 'Write the file anew (>)',
      edits: [{ start: append.target.pos - gap(t, append) - 2, end: append.target.pos - gap(t, append), text: '>' }],
    });
    return out;
  }
  if (f.how === 'grown' && t.name === 'tee') {
    const flag = t.words.find((word) => word.value === '-a');
    return flag ? [{ title: 'Write the file anew (no -a)', edits: [{ start: flag.pos - 1, end: flag.end, text: '' }] }] : [];
  }
  if (f.how !== 'added') return [];
  const target = t.operands.at(-1);
  if ((t.name === 'cp' || t.name === 'mv') && target && nests(f, t)) {
    return [unlessExists(t, target.text), ...(t.name === 'cp' ? [option(t, '-T', 'Merge into the target instead of nesting (-T)')] : [])];
  }
  if (t.name === 'ln') return [linkForced(t)];
  const from = t.operands.findLast((word) => /:\/\//.test(word.value));
  if (t.name === 'wget' && from && !t.words.some((word) => /^-P|^--directory-prefix/.test(word.value)))
    return [unlessExists(t, from.value.replace(/[?#].*$/, '').replace(/.*\//, ''))];
  return [];
}

/** Did the second copy land inside the first? */
function nests(f: Finding, t: Target): boolean {
  const [from, to] = t.operands;
  if (!from || !to || t.operands.length !== 2) return false;
  if (t.name === 'cp' && !t.words.some((word) => /^-[a-zA-Z]*[rRa]|^--(rec|arch)/.test(word.value))) return false;
  const inner = `/${lastSegment(to.value.replace(/\/+$/, ''))}/${lastSegment(from.value.replace(/\/+$/, ''))}`;
  return /[$`]/.test(inner) || f.keys.some((key) => key.endsWith(inner) || key.includes(`${inner}/`));
}

function gap(t: Target, redirect: Redirect): number {
  const target = redirect.target?.pos ?? redirect.end;
  return target - t.text.slice(0, target).trimEnd().length;
}

/** Copies that replace: a guard is always right, -n only where the image's cp keeps quiet about what it skips. */
function replacing(f: Finding, t: Target): readonly Draft[] {
  if (t.name === 'cp' || t.name === 'mv' || t.name === 'install') {
    const out: Draft[] = [];
    const [from, to] = t.operands;
    const whole =
      t.operands.length === 2 && from && to && !/[*?[]/.test(from.text) && t.words.every((word) => !/^-[a-zA-Z]*[rRat]|^--(rec|arch|target)/.test(word.value));
    if (whole) out.push(unlessExists(t, destination(f, from, to)));
    if (t.name !== 'install' && quietNoClobber(t.image)) out.push(option(t, '-n', 'Keep files that exist (-n)'));
    return out;
  }
  if (t.name === 'tar' && userlandOf(t.image) === 'gnu') return keepOld(t);
  if (t.name === 'rsync')
    return t.words.some((word) => word.value.startsWith('--delete')) ? [] : [option(t, '--ignore-existing', 'Keep files that exist (--ignore-existing)')];
  return writing(t);
}

/** What a copy of one file writes: in a directory, which only the run may have shown it to be, it is the file in there. */
function destination(f: Finding, from: Word, to: Word): string {
  const name = lastSegment(from.text);
  if (/\/$/.test(to.value)) return `${to.text}${name}`;
  const inside = lastSegment(to.value) !== name && f.keys.some((key) => lastName(key) === name);
  return inside ? `${to.text}/${name}` : to.text;
}

function lastSegment(path: string): string {
  return path.replace(/["']/g, '').replace(/.*\//, '');
}

function writing(t: Target): readonly Draft[] {
  const redirect = t.redirects.find((one) => one.operator === '>' || one.operator === '>|');
  if (redirect?.target) return [unlessExists(t, redirect.target.text, '-s')];
  const flag = t.name === 'wget' ? '-O' : t.name === 'curl' ? '-o' : t.name === 'openssl' ? '-out' : undefined;
  if (flag === undefined) return [];
  const at = t.words.findIndex((word) => word.value === flag || (flag.length === 2 && new RegExp(`^-[a-zA-Z]*${flag.slice(1)}$`).test(word.value)));
  const word = at < 0 ? undefined : t.words[at + 1];
  return word ? [unlessExists(t, word.text, '-s')] : [];
}

/** GNU 9.2 to 9.4 end with 1 when -n skips something, old busybox has no -n at all. */
function quietNoClobber(image: string | undefined): boolean {
  if (image === undefined) return false;
  const alpine = /(?:^|[/:-])alpine:?(\d+)\.(\d+)/.exec(image);
  if (alpine) return Number(alpine[1]) > 3 || Number(alpine[2]) >= 17;
  const busybox = /(?:^|\/)busybox:(\d+)\.(\d+)/.exec(image);
  if (busybox) return Number(busybox[1]) > 1 || Number(busybox[2]) >= 35;
  const ubuntu = /(?:^|\/)ubuntu:(\d+)/.exec(image);
  if (ubuntu) return Number(ubuntu[1]) <= 22;
  return /(?:^|\/)debian:(1[0-2]|9|8|jessie|stretch|buster|bullseye|bookworm)/.test(image);
}
