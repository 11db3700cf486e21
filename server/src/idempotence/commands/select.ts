import type { Machine } from '../machine.ts';
import { variable } from '../variables.ts';
import type { Invocation } from './options.ts';
import type { Select } from './schema.ts';

/** The words a selector means in this invocation. */
export function select(m: Machine, invocation: Invocation, selector: Select): readonly string[] {
  const plus = selector.indexOf(' + ');
  const tail = plus < 0 ? '' : selector.slice(plus + 3);
  for (const alternative of (plus < 0 ? selector : selector.slice(0, plus)).split(' | ')) {
    const found = selectOne(m, invocation, alternative);
    if (found.length > 0) return tail ? found.map((word) => word + tail) : found;
  }
  return [];
}

function selectOne(m: Machine, invocation: Invocation, one: string): readonly string[] {
  if (one.startsWith('@')) return invocation.values.get(one.slice(1)) ?? [];
  if (one.startsWith('=')) return [one.slice(1)];
  if (one.startsWith('base:')) return selectOne(m, invocation, one.slice(5)).map(lastSegment);
  if (one.startsWith('env:')) {
    const value = variable(m, one.slice(4));
    return value === undefined || value === '' ? [] : [value];
  }
  if (one.startsWith('strip.')) {
    const suffix = one.slice(5, one.indexOf(':'));
    return selectOne(m, invocation, one.slice(one.indexOf(':') + 1)).map((path) => (path.endsWith(suffix) ? path.slice(0, -suffix.length) : path));
  }
  if (one.startsWith('in:')) {
    const [, option = '', ...rest] = one.split(':');
    const folder = invocation.values.get(option)?.at(-1);
    return selectOne(m, invocation, rest.join(':')).map((name) => (folder === undefined ? name : `${folder}/${name}`));
  }
  if (one === 'cwd') return [m.shell.cwd];
  if (one === 'stdin') return [];
  if (one === 'claim') return onlyClaim(m);
  return range(invocation.operands, one);
}

export function lastSegment(path: string): string {
  const trimmed = path
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function onlyClaim(m: Machine): readonly string[] {
  const claims = m.table.entries.filter((entry) => entry.zone.kind === 'claim' || entry.zone.kind === 'hostPath');
  return claims.length === 1 ? claims.map((entry) => entry.path) : [];
}

function range(operands: readonly string[], text: string): readonly string[] {
  const [from = '0', to] = text.split('..');
  const index = (part: string): number => (Number(part) < 0 ? operands.length + Number(part) : Number(part));
  if (to === undefined) {
    const word = operands[index(from)];
    return word === undefined ? [] : [word];
  }
  return operands.slice(index(from), to === '' ? undefined : index(to) + 1);
}
