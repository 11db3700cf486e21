// Edits of manifests, applied to a stand-in of 1.4.4, against what kubectl of that time makes of them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { changesBetween } from '../../../client/src/cluster/changes.ts';
import { forComparing } from '../../../client/src/cluster/comparing.ts';
import { type Connection, connect, readKubeconfig } from '../../../client/src/cluster/index.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/analyze.ts';
import { faultsOf } from '../../../server/src/faults.ts';
import { kubeconfigFor } from '../apiServer.ts';
import { comparable, declared, type Edit, editsFor, manifestOf, nameOf } from '../edits.ts';
import { type Json, type OldServer, pathOf, startOldServer } from '../oldServer.ts';

let server: OldServer;
let connection: Connection;
before(async () => {
  server = await startOldServer();
  const source = { setting: await kubeconfigFor(server.url), env: {}, home: tmpdir() };
  const kubeconfig = await readKubeconfig(source);
  assert.ok(kubeconfig.ok);
  const opened = await connect({ kubeconfig: kubeconfig.value, contextName: 'here', source });
  assert.ok(opened.ok);
  connection = opened.value;
});
after(async () => {
  connection?.close();
  await server?.close();
});

async function apply(manifest: Json): Promise<void> {
  const plan = await connection.plan(declared(manifest));
  assert.ok(plan.ok);
  assert.deepEqual(plan.value.refused, []);
  assert.ok((await connection.apply(declared(manifest), plan.value)).ok);
}

async function check(edit: Edit, index: number, expected: unknown): Promise<void> {
  const [old, wanted] = [manifestOf(edit, 'before', 'old', nameOf(index)), manifestOf(edit, 'after', 'old', nameOf(index))];
  const path = pathOf(String(old.kind), nameOf(index));
  await apply(old);
  const plan = await connection.plan(declared(wanted));
  assert.ok(plan.ok);
  assert.deepEqual(plan.value.refused, []);
  assert.ok((await connection.apply(declared(wanted), plan.value)).ok);
  const live = server.objects.get(path) ?? {};
  assert.deepEqual(comparable(live), expected);
  // What was shown is what came, but for what the server fills in.
  assert.deepEqual(changesBetween(forComparing(live), plan.value.after, { scope: 'declared' }), []);
  const again = await connection.plan(declared(wanted));
  assert.ok(again.ok);
  assert.deepEqual([again.value.changes, again.value.patch], [[], undefined]);
}

for (const [file, results] of [
  ['apply-edits.yaml', 'apply-edits-1.4.4.json'],
  ['apply-edits-fresh.yaml', 'apply-edits-fresh-1.4.4.json'],
] as const) {
  describe(`${file}: as kubectl of 1.4 makes it`, () => {
    const expected = resultsIn<unknown>(results);
    for (const [index, edit] of editsFor('old', file).entries()) {
      test(edit.edit, async () => {
        assert.ok(edit.edit in expected);
        server.objects.clear();
        await check(edit, index, expected[edit.edit]);
      });
    }
  });
}

describe('nobody noted what was applied: as kubectl of 1.4 makes it, unless that is invalid by our own rules', () => {
  const expected: Readonly<Record<string, Json>> = resultsIn('apply-edits-unnoted-1.4.4.json');
  const edits = [...editsFor('old'), ...editsFor('old', 'apply-edits-fresh.yaml')];
  const faults = (object: unknown): readonly string[] => faultsOf(object, 4, DEFAULT_SETTINGS, new Set()).map(({ message }) => message);
  const mended: string[] = [];
  for (const [index, edit] of edits.entries()) {
    test(edit.edit, async () => {
      const [old, wanted] = [manifestOf(edit, 'before', 'old', nameOf(index)), manifestOf(edit, 'after', 'old', nameOf(index))];
      const path = pathOf(String(old.kind), nameOf(index));
      await fetch(`${server.url}${path.replace(/\/[^/]+$/, '')}`, { method: 'POST', body: JSON.stringify(old) });
      const asKubectl = await connection.plan(declared(wanted));
      assert.ok(asKubectl.ok);
      assert.equal(asKubectl.value.isUnnoted, true);
      const isInvalid = faults(asKubectl.value.after).length > 0;
      const ofKubectl = expected[edit.edit];
      // What the server refused to kubectl; two items of one key, which kubectl melts into one; a null, which kubectl of that time does not see.
      const isOtherwise = ofKubectl === undefined || edit.kubectl !== undefined || JSON.stringify(edit.after).includes(':null');
      const plan = isInvalid ? await connection.plan(declared(wanted), { merge: 'exact' }) : asKubectl;
      assert.ok(plan.ok);
      assert.ok((await connection.apply(declared(wanted), plan.value)).ok);
      const live = server.objects.get(path);
      assert.deepEqual(faults(forComparing(live ?? {})), []);
      if (isInvalid || isOtherwise) assert.deepEqual(changesBetween(live, wanted, { scope: 'declared' }), []);
      else assert.deepEqual(comparable(live), ofKubectl);
      if (isInvalid) mended.push(edit.edit);
    });
  }
  test('some of them are', () => assert.ok(mended.length >= 10, mended.join('; ')));
});

function resultsIn<T>(file: string): Readonly<Record<string, T>> {
  return JSON.parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8'));
}
