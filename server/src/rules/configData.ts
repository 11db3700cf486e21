import type { Resource } from '../kube/resource.ts';
import { type Entry, entries, isNull, type Tree } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';
import { isPlaceholder, nearest } from './visit.ts';

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const COMMON = ['apiVersion', 'kind', 'metadata'];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'v1 ConfigMap': [...COMMON, 'data', 'binaryData', 'immutable'],
  'v1 Secret': [...COMMON, 'data', 'stringData', 'type', 'immutable'],
  'v1 ServiceAccount': [...COMMON, 'secrets', 'imagePullSecrets', 'automountServiceAccountToken'],
};

/** core validation.go ValidateConfigMap, ValidateSecret, and strict decoding. What sets mount and read stands beside them. */
export const configData = defineRule({
  id: 'config-data',
  level: 'error',
  summary: 'A ConfigMap, Secret or ServiceAccount has a field that does not exist, a value that is no string, or a key that is none: refused.',
  source: 'Decoding and validation of the API server (observed on 1.34.4).',
  check(document, report) {
    if (document.yaml.problems.length > 0) return;
    for (const resource of document.resources) {
      const name = `${resource.apiVersion?.text} ${resource.kind?.text}`;
      const known = FIELDS[name];
      if (known) fields(resource, known, name === 'v1 Secret', report);
    }
  },
});

function fields(resource: Resource, known: readonly string[], secret: boolean, report: Report): void {
  const maps = new Map<string, string>();
  for (const entry of resource.tree.entries) {
    if (!known.includes(entry.key)) {
      const meant = nearest(entry.key, known);
      const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
      report({ span: entry.keySpan, message: `A ${resource.kind?.text} has no field ${entry.key}: strict decoding refuses it.${hint}` });
    } else if (/^(data|binaryData|stringData)$/.test(entry.key)) data(entry, secret ? entry.key === 'data' : entry.key === 'binaryData', maps, secret, report);
  }
}

function data(map: Entry, encoded: boolean, seen: Map<string, string>, secret: boolean, report: Report): void {
  if (map.value.kind !== 'map') {
    if (!isNull(map.value) && !isTemplate(map.value)) report({ span: map.keySpan, message: `${map.key} must be a map of strings: the API server refuses it.` });
    return;
  }
  for (const entry of entries(map.value)) {
    const value = entry.value.kind === 'scalar' ? entry.value.value : undefined;
    if (!KEY.test(entry.key) && !isPlaceholder(entry.key))
      report({ span: entry.keySpan, message: 'A key has letters, digits, dashes, dots and underscores only: the API server refuses it.' });
    else if (!secret && (seen.get(entry.key) ?? map.key) !== map.key)
      report({ span: entry.keySpan, message: `${entry.key} stands in ${seen.get(entry.key)} too: the API server refuses it.` });
    seen.set(entry.key, map.key);
    if (value === null) continue;
    if (typeof value !== 'string') {
      const quoted = value === undefined ? '' : ' Put it in quotes.';
      report({ span: value === undefined ? entry.keySpan : entry.value.span, message: `${entry.key} must be a string: the API server refuses it.${quoted}` });
    } else if (encoded && !isPlaceholder(value) && !BASE64.test(value.replace(/[\r\n]/g, '')))
      report({
        span: entry.value.span,
        message: `${entry.key} must be base64${secret ? ' (plain text goes into stringData)' : ''}: the API server refuses it.`,
      });
  }
}

function isTemplate(tree: Tree): boolean {
  return tree.kind === 'scalar' && typeof tree.value === 'string' && isPlaceholder(tree.value);
}
