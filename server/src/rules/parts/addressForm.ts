import { type Field, spanOf, textOf } from '../../kube/field.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import type { Report } from '../rule.ts';
import { fix } from './fix.ts';

/** The form of an address that every reader takes for the same: the server warns of others. Part of value-ineffective. */
export function judgeAddress(place: Field | undefined, chunk: string, report: Report): void {
  const written = textOf(place);
  const groups = written === undefined ? undefined : readAddress(written);
  if (!place || written === undefined || !groups) return;
  const form = canonical(groups);
  if (form === written) return;
  const odd = !written.includes(':') || !form.includes(':');
  report({
    level: odd ? 'warning' : 'information',
    span: spanOf(place),
    message: odd
      ? `Readers do not agree on what ${written} is, and a later Kubernetes refuses it: write ${form}.`
      : `${written} is compared as text here and there: write it as everybody does, ${form}.`,
    fixes: place.tree.kind === 'scalar' ? fix(`Write ${form}`, [replaceScalar(place.tree, form, chunk)]) : [],
  });
}

/** A network whose address has bits behind its length. */
export function judgeNetwork(place: Field, report: Report): void {
  const [address = '', bits = ''] = (textOf(place) ?? '').trim().split('/');
  const groups = readAddress(address);
  const size = groups?.length === 4 ? 8 : 16;
  if (!groups || !/^\d+$/.test(bits) || Number(bits) > groups.length * size) return;
  const masked = groups.map((g, i) => {
    const kept = Math.max(0, Math.min(size, Number(bits) - i * size));
    return g - (g % 2 ** (size - kept));
  });
  if (masked.some((g, i) => g !== groups[i]))
    report({
      level: 'warning',
      span: spanOf(place),
      message: `${address} is no network of ${bits} bits: is ${canonical(masked)}/${bits} meant, or ${address}/${groups.length * size}?`,
    });
}

/** Four numbers, or eight; undefined for what is no address. An IPv4 address in an IPv6 one is an IPv4 address. */
function readAddress(written: string): readonly number[] | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(written)) return written.split('.').map(Number);
  if (!written.includes(':') || !/^[0-9a-f:.]+$/i.test(written)) return undefined;
  const [, mapped] = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(written) ?? [];
  if (mapped !== undefined) return mapped.split('.').map(Number);
  const [head = '', tail, ...more] = written.split('::');
  const groupsOf = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((g) => (/^[0-9a-f]{1,4}$/i.test(g) ? Number.parseInt(g, 16) : Number.NaN));
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  const gap = 8 - front.length - back.length;
  if (more.length > 0 || gap < 0 || (tail === undefined && gap !== 0)) return undefined;
  const groups = [...front, ...Array.from({ length: gap }, () => 0), ...back];
  return groups.some(Number.isNaN) ? undefined : groups;
}

/** RFC 5952: lower case, no zeros in front, the longest run of zeros as two colons. */
function canonical(groups: readonly number[]): string {
  if (groups.length === 4) return groups.join('.');
  let [best, length] = [0, 1];
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > length) [best, length] = [start, end - start];
  }
  const hex = groups.map((g) => g.toString(16));
  return length < 2 ? hex.join(':') : `${hex.slice(0, best).join(':')}::${hex.slice(best + length).join(':')}`;
}
