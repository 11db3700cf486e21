import type { HereDoc, HereString, Redirect, Redirection } from '../shell/ast.ts';
import { lacks } from './dialect.ts';
import { expandFields, expandText, textOf } from './expand.ts';
import { at, fail, type Machine, resolve, type Sink } from './machine.ts';
import { absolute } from './mounts.ts';
import { quieted } from './symbols.ts';
import { openFile, readFile } from './write.ts';

/** Opens the redirections, runs, and puts the streams back. A redirection that fails runs nothing. */
export function withRedirections(m: Machine, redirects: readonly Redirection[], run: () => void): boolean {
  if (redirects.length === 0) {
    run();
    return true;
  }
  const { stdin, out, descriptors } = m;
  const opened = applyRedirections(m, redirects);
  if (opened) run();
  m.stdin = stdin;
  m.out = out;
  m.descriptors = descriptors;
  return opened;
}

/** `exec > file` keeps them. */
export function applyRedirections(m: Machine, redirects: readonly Redirection[]): boolean {
  for (const redirect of redirects) {
    if (!applyOne(m, redirect)) {
      m.status = m.shell.dialect === 'dash' ? 2 : 1;
      return false;
    }
  }
  return true;
}

function applyOne(m: Machine, redirect: Redirection): boolean {
  switch (redirect.type) {
    case 'HereDoc':
      m.stdin = hereDocument(m, redirect);
      return true;
    case 'HereString':
      if (lacks(m, '<<<')) return false;
      m.stdin = hereString(m, redirect);
      return true;
    case 'Redirect':
      return applyRedirect(m, redirect);
  }
}

function hereDocument(m: Machine, redirect: HereDoc): string {
  const { body } = redirect;
  const text = body.parts ? textOf(m, body.parts) : body.text;
  return quieted(redirect.operator === '<<-' ? text.replace(/^\t+/gm, '') : text);
}

function hereString(m: Machine, redirect: HereString): string {
  return `${expandText(m, redirect.target)}\n`;
}

function applyRedirect(m: Machine, redirect: Redirect): boolean {
  const fd = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined;
  const target = redirect.target ? (expandFields(m, redirect.target)[0] ?? '') : '';
  switch (redirect.operator) {
    case '<':
      return input(m, target, fd);
    case '<>':
    case '<&':
      return true;
    case '>&':
      if (/^\d+$|^-$/.test(target)) {
        duplicate(m, fd ?? 1, target);
        return true;
      }
      return output(m, target, fd ?? 1, false, redirect);
    case '&>':
      return output(m, target, 1, false, redirect);
    case '&>>':
      return output(m, target, 1, true, redirect);
    case '>>':
      return output(m, target, fd ?? 1, true, redirect);
    case '>':
    case '>|':
      return output(m, target, fd ?? 1, false, redirect);
  }
}

function input(m: Machine, target: string, fd: number | undefined): boolean {
  const content = readFile(m, quieted(target));
  if (content === undefined) {
    fail(m, { kind: 'unreadable', detail: m.symbols.show(target) }, locateKey(m, target));
    return false;
  }
  if ((fd ?? 0) === 0) m.stdin = content;
  return true;
}

function output(m: Machine, target: string, fd: number, append: boolean, redirect: Redirect): boolean {
  const before = m.site;
  const path = quieted(target);
  m.site = siteOf(m, redirect);
  const clobbering = !append && redirect.operator !== '>|' && m.shell.options.has('noclobber');
  // A descriptor above 2 is a lock or a log that is held open; what is in it does not matter.
  const key = openFile(m, path, { append: append || fd > 2, existing: clobbering ? 'fail' : 'replace' });
  const site = m.site;
  m.site = before;
  if (key === undefined) return false;
  if (fd !== 1 && fd <= 2) return true;
  const sink: Sink = key === 'ignored' ? ignored(m, absolute(path, m.shell.cwd)) : { kind: 'file', key, site, opened: fd > 2 && !append };
  connect(m, fd, sink);
  return true;
}

/** `>&3`, `3>&1`, `3>&-`. */
function duplicate(m: Machine, fd: number, target: string): void {
  if (fd === 2) return;
  const from = target === '1' ? m.out : (m.descriptors.get(Number(target)) ?? { kind: 'null' });
  connect(m, fd, from);
}

function connect(m: Machine, fd: number, sink: Sink): void {
  if (fd === 1) m.out = sink;
  else m.descriptors = new Map(m.descriptors).set(fd, sink);
}

function ignored(m: Machine, path: string): Sink {
  return path === '/dev/stdout' || path === '/dev/fd/1' || path === '/proc/self/fd/1' ? m.out : { kind: 'null' };
}

/** The command that a redirection belongs to is what people look for, so a simple command's own range is kept. */
function siteOf(m: Machine, redirect: Redirect): Machine['site'] {
  if (m.override) return m.override;
  const { site } = m;
  const inside = site.source === m.source && site.start <= redirect.pos && redirect.end <= site.end;
  return inside && !compound(m) ? site : at(m, redirect.pos, redirect.end);
}

function compound(m: Machine): boolean {
  return /^\s*[({]|^(for|while|until|if|case)\b/.test(m.source.text.slice(m.site.start, m.site.start + 8));
}

function locateKey(m: Machine, path: string): string | undefined {
  return path === '' ? undefined : resolve(m, quieted(path)).key;
}
