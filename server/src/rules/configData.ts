import { below, type Field, fieldOf, keySpanOf, spanOf, textOf } from '../kube/field.ts';
import { entries } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';

const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What a Secret of a type cannot do without: one of the keys of each row. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/basic-auth': [['username', 'password']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
};
const ACCOUNT = 'kubernetes.io/service-account.name';

/** core validation.go ValidateConfigMap, ValidateSecret. Fields, keys and types are the schema's business. */
export const configData = defineRule({
  id: 'config-data',
  level: 'error',
  summary: 'A ConfigMap or Secret holds data that cannot be decoded, twice the same key, or not what its type needs: refused.',
  source: 'Decoding and validation of the API server (observed on 1.34.4).',
  check(document, report) {
    if (document.yaml.problems.length > 0) return;
    for (const resource of document.resources) {
      const name = `${resource.apiVersion?.text} ${resource.kind?.text}`;
      const object = fieldOf(resource.tree, resource.path);
      if (name === 'v1 ConfigMap') {
        encoded(below(object, 'binaryData'), 'base64', report);
        twice(below(object, 'data'), below(object, 'binaryData'), report);
      } else if (name === 'v1 Secret') {
        encoded(below(object, 'data'), 'base64 (plain text goes into stringData)', report);
        needed(object, report);
      }
    }
  },
});

function valuesOf(map: Field | undefined): readonly Field[] {
  return map ? entries(map.tree).map((entry) => ({ tree: entry.value, path: [...map.path, entry.key], entry })) : [];
}

function encoded(map: Field | undefined, what: string, report: Report): void {
  for (const value of valuesOf(map)) {
    const written = textOf(value);
    if (written !== undefined && !BASE64.test(written.replace(/[\r\n]/g, '')))
      report({ span: spanOf(value), message: `${value.entry?.key} must be ${what}: the API server refuses it.` });
  }
}

function twice(data: Field | undefined, binary: Field | undefined, report: Report): void {
  const keys = new Set(valuesOf(data).map((v) => v.entry?.key));
  for (const value of valuesOf(binary)) {
    if (keys.has(value.entry?.key)) report({ span: keySpanOf(value), message: `${value.entry?.key} stands in data too: the API server refuses it.` });
  }
}

function needed(secret: Field, report: Report): void {
  const type = below(secret, 'type');
  const word = textOf(type) ?? '';
  const keys = new Set(['data', 'stringData'].flatMap((key) => valuesOf(below(secret, key)).map((v) => v.entry?.key)));
  for (const row of NEEDED[word] ?? []) {
    if (type && !row.some((key) => keys.has(key)))
      report({
        span: spanOf(type),
        path: [...secret.path, 'data', row[0] ?? ''],
        message: `A Secret of type ${word} needs ${row.join(' or ')}: the API server refuses it.`,
      });
  }
  if (word === 'kubernetes.io/tls') pem(secret, report);
  if (type && word === 'kubernetes.io/service-account-token' && !below(secret, 'metadata', 'annotations', ACCOUNT))
    report({ span: spanOf(type), path: [...secret.path, 'metadata', 'annotations', ACCOUNT], message: `A token needs the annotation ${ACCOUNT}: refused.` });
}

/** Only a warning of the server; something else may fill in what is empty. */
function pem(secret: Field, report: Report): void {
  for (const key of ['tls.crt', 'tls.key']) {
    const plain = below(secret, 'stringData', key);
    const encoded = below(secret, 'data', key);
    const written = textOf(plain ?? encoded);
    const place = plain ?? encoded;
    if (!place || written === undefined || (!plain && !BASE64.test(written.replace(/\s/g, '')))) continue;
    const content = plain ? written : atob(written.replace(/\s/g, ''));
    if (content.includes('-----BEGIN')) continue;
    report({
      level: content.trim() === '' ? 'information' : 'warning',
      span: spanOf(place),
      message: `${key} holds nothing in PEM form (-----BEGIN ...): what serves with it fails.`,
    });
    return;
  }
}
