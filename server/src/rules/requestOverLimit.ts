import { child, entries, type Tree } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';
import { podsOf } from './visit.ts';

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

/** petset.md 2.7 #1. Quantities that cannot be read are the schema's business. */
export const requestOverLimit = defineRule({
  id: 'request-over-limit',
  level: 'error',
  summary: 'A container requests more of a resource than its limit allows, so no pod is created.',
  source: 'Kubernetes pod validation: `must be less than or equal to ... limit` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      for (const { tree } of [...pod.init, ...pod.template.containers]) {
        const limits = child(child(tree, 'resources'), 'limits');
        for (const { key, value } of entries(child(child(tree, 'resources'), 'requests'))) {
          const limit = child(limits, key);
          const [asked, allowed] = [amount(value), amount(limit)];
          if (asked === undefined || allowed === undefined || asked <= allowed || value.kind !== 'scalar' || limit?.kind !== 'scalar') continue;
          report({
            span: value.span,
            message: `${key}: ${value.value} is requested and no more than ${limit.value} allowed: no pod can be created from this template.`,
            related: [{ span: limit.span, message: 'The limit' }],
          });
        }
      }
    }
  },
});

/** A Kubernetes quantity as a number: exact enough to compare what people write. */
function amount(tree: Tree | undefined): number | undefined {
  if (tree?.kind !== 'scalar') return undefined;
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(tree.value));
  if (!found) return undefined;
  const [, number, exponent, suffix = ''] = found;
  return Number(number) * (exponent === undefined ? (SUFFIXES[suffix] ?? Number.NaN) : 10 ** Number(exponent));
}
