import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from '../../../server/src/kube/document.ts';
import type { Finding } from '../../../server/src/rules/rule.ts';
import { validate } from '../../../server/src/schema/validate.ts';
import { formatPath } from '../../../server/src/yaml/tree.ts';
import { BAD, OK } from './manifests.ts';

for (const [name, text] of Object.entries(OK)) {
  test(`accepts ${name}`, () => {
    assert.deepEqual(validate(readDocument(text, undefined)), []);
  });
}

for (const row of BAD) {
  test(`${row.rule}: ${row.what}`, () => {
    const findings = validate(readDocument(row.text, row.version));
    assert.deepEqual(
      findings.map((f) => `${f.rule} ${row.text.slice(f.span.start, f.span.end)}`),
      [`${row.rule} ${row.under}`],
    );
    const [found] = findings;
    assert.ok(found);
    assert.equal(found.level, row.level ?? 'error');
    if (row.says) assert.match(found.message, row.says);
    if (row.path !== undefined) assert.equal(formatPath(found.path ?? []), row.path);
    if (row.fixed !== undefined) assertFix(row.text, found, row.fixed, row.version);
  });
}

/** The fix leaves the expected text, and in that text the finding is gone. */
function assertFix(text: string, finding: Finding, line: string, version: number | undefined): void {
  const edit = finding.fixes?.[0]?.edits[0];
  assert.ok(edit, 'no fix');
  const after = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  assert.ok(after.includes(line), after);
  assert.deepEqual(validate(readDocument(after, version)), []);
}

test('leaves alone what it does not know', () => {
  const texts = [
    'apiVersion: batch/v1\nkind: Job\nspec: {x: 1}\n',
    'apiVersion: apps.k8s.appscode.com/v1\nkind: PetSet\nspec: {x: 1}\n',
    'apiVersion: serving.knative.dev/v1\nkind: Service\nspec: {x: 1}\n',
    'apiVersion: v1\nkind: Namespace\nx: 1\n',
    'apiVersion: v1\nkind: Node\n',
    'apiVersion: apps/v1\nkind: ReplicaSet\n',
    'apiVersion: apps/v1\nkind: DaemonSet\n',
    'a: 1\n',
    '- 1\n',
    'text\n',
    '',
  ];
  for (const text of texts) assert.deepEqual(validate(readDocument(text, undefined)), [], text);
});

test('never throws, whatever a half-typed manifest is cut down to', () => {
  for (const text of [...Object.values(OK), ...BAD.map((b) => b.text)]) {
    for (let end = 0; end < text.length; end += 3) validate(readDocument(text.slice(0, end), undefined));
  }
});

test('takes its place in a hostile object', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {__proto__: {ports: 1}, constructor: 1, clusterIP: None, ports: [{port: 1}]}\n';
  assert.deepEqual(
    validate(readDocument(text, undefined)).map((f) => text.slice(f.span.start, f.span.end)),
    ['__proto__', 'constructor'],
  );
});
