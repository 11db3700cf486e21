import { type Field, spanOf } from '../../kube/field.ts';
import { entries } from '../../yaml/tree.ts';
import type { Report } from '../rule.ts';
import { amountOf } from './quantity.ts';

const BYTES = /^(memory|ephemeral-storage|storage)$/;

/** A quantity and the resource it is of. */
export interface Named extends Field {
  readonly name: string;
}

export function amounts(map: Field | undefined): readonly Named[] {
  return map ? entries(map.tree).map((entry) => ({ tree: entry.value, path: [...map.path, entry.key], entry, name: entry.key })) : [];
}

/** The server only warns of it. */
export function judgeBytes(named: Named, report: Report): void {
  const value = BYTES.test(named.name) ? amountOf(named.tree) : undefined;
  if (value === undefined || (Number.isInteger(value) && value < 2 ** 60)) return;
  const message = Number.isInteger(value) ? 'is more than Kubernetes can count' : 'is a fraction of a byte (m is a thousandth; did you mean M or Mi?)';
  report({ level: 'warning', span: spanOf(named), message: `${named.name} ${message}.` });
}
