import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as cluster from '../../../client/src/cluster/index.ts';
import { runCommand } from '../../../client/src/commands/command.ts';
import { convert } from '../../../client/src/commands/convert.ts';
import type { Manifest } from '../../../client/src/manifests.ts';
import { testContext } from '../testContext.ts';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const object = { apiVersion: 'apps/v1alpha1', kind: 'PetSet', name: 'web', namespace: '', text: '', value: {}, line: 0, range: nowhere, kindRange: nowhere };
const manifest: Manifest = { uri: 'file:///w/web.yaml', name: 'web.yaml', objects: [object], current: object };

function world(conversions: readonly object[]) {
  return testContext({ load: async () => cluster, kubeconfig: '', isTrusted: false, manifest, answers: { 'petset/conversions': conversions } });
}

test('a conversion is chosen, made, and what it loses is said; nothing is changed before', async () => {
  const to = (title: string, lost: readonly string[]) => ({ title, lost, edits: [{ range: nowhere, newText: `# ${title}\n` }] });
  const context = world([to('Convert to StatefulSet apps/v1', ['the dot in the name']), to('Move the init containers', [])]);
  context.ui.answer(undefined);
  await runCommand(context, convert, undefined);
  assert.deepEqual(context.edits, []);
  context.ui.answer('Convert to StatefulSet apps/v1');
  await runCommand(context, convert, undefined);
  assert.deepEqual(context.edits, [{ uri: 'file:///w/web.yaml', texts: ['# Convert to StatefulSet apps/v1\n'] }]);
  assert.equal(context.ui.messages.at(-1)?.text, 'Converted. There is no equivalent for the dot in the name.');
});

test('an object that is as it should be is left alone, and that is said', async () => {
  const context = world([]);
  await runCommand(context, convert, undefined);
  assert.match(context.ui.messages.at(-1)?.text ?? '', /^PetSet web is already/);
});
