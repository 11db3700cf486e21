import type { Tree } from '../../yaml/tree.ts';

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number: exact enough to compare what people write. Those that cannot be read are the schema's business. */
export function amountOf(tree: Tree | undefined): number | undefined {
  return tree?.kind === 'scalar' ? amount(String(tree.value)) : undefined;
}

export function amount(written: string): number | undefined {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(written);
  if (!found) return undefined;
  const [, number, exponent, suffix = ''] = found;
  return Number(number) * (exponent === undefined ? (SUFFIXES[suffix] ?? Number.NaN) : 10 ** Number(exponent));
}
