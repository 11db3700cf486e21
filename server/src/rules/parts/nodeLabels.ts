import type { Document } from '../../kube/document.ts';
import { below, each, type Field, spanOf, textOf } from '../../kube/field.ts';
import { renameKey, replaceScalar } from '../../yaml/edit.ts';
import { entries } from '../../yaml/tree.ts';
import type { Report } from '../rule.ts';
import { nodeTerms, podTerms } from './affinity.ts';
import { fix } from './fix.ts';
import { mentions } from './words.ts';

/** Labels of nodes that have another name now: old one, since when, new one. The server warns of them; nodes lose them one by one. */
const OLD: Readonly<Record<string, readonly [since: number, now: string]>> = {
  'beta.kubernetes.io/arch': [14, 'kubernetes.io/arch'],
  'beta.kubernetes.io/os': [14, 'kubernetes.io/os'],
  'failure-domain.beta.kubernetes.io/region': [17, 'topology.kubernetes.io/region'],
  'failure-domain.beta.kubernetes.io/zone': [17, 'topology.kubernetes.io/zone'],
  'beta.kubernetes.io/instance-type': [17, 'node.kubernetes.io/instance-type'],
  'node-role.kubernetes.io/master': [20, 'node-role.kubernetes.io/control-plane'],
};

/** Part of scheduling-conflict. */
export function judgeNodeLabels(spec: Field | undefined, document: Document, report: Report): void {
  if (!spec || !mentions(document, ['beta.kubernetes.io/', 'node-role.kubernetes.io/master'])) return;
  const message = (key: string): string | undefined => {
    const [since, now] = OLD[key] ?? [];
    if (since === undefined || document.version < since) return undefined;
    return `The label ${key} of nodes is deprecated since Kubernetes 1.${since}: use ${now}. On a node without the old one this does not hold.`;
  };
  const selector = below(spec, 'nodeSelector');
  for (const entry of selector ? entries(selector.tree) : []) {
    const said = message(entry.key);
    const now = OLD[entry.key]?.[1] ?? '';
    if (said) report({ level: 'warning', span: entry.keySpan, message: said, fixes: fix(`Use ${now}`, [renameKey(entry, now, document.text)]) });
  }
  for (const key of keysOf(spec)) {
    const word = textOf(key) ?? '';
    const said = message(word);
    if (said && key.tree.kind === 'scalar')
      report({
        level: 'warning',
        span: spanOf(key),
        message: said,
        fixes: fix(`Use ${OLD[word]?.[1]}`, [replaceScalar(key.tree, OLD[word]?.[1] ?? word, document.text)]),
      });
  }
}

/** Where a label of nodes is named, but in the nodeSelector. */
function keysOf(spec: Field): readonly Field[] {
  const affinity = below(spec, 'affinity');
  return [
    ...nodeTerms(affinity)
      .flatMap((term) => each(term, 'matchExpressions'))
      .flatMap((x) => below(x, 'key') ?? []),
    ...[...podTerms(affinity), ...each(spec, 'topologySpreadConstraints')].flatMap((term) => below(term, 'topologyKey') ?? []),
  ];
}
