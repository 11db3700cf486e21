import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { TestingApi } from '../../../client/src/testing.ts';
import { eventually, suite } from '../suite.ts';

/** Kubeconfigs whose time of access was set to long ago: reading one of them shows. */
const traps = (process.env.PETSET_TEST_TRAPS ?? '').split(',');
const read = (): readonly string[] => traps.filter((file) => statSync(file).atimeMs > statSync(file).mtimeMs);

/** A trusted window, in which somebody works on manifests and looks at the view. */
export const run = suite({
  'activating, linting, looking at the view and the first look read no kubeconfig': async () => {
    assert.equal(vscode.workspace.isTrusted, true);
    assert.equal(traps.length, 2);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const uri = vscode.Uri.file(join(folder, 'broken.yaml'));
    await vscode.window.showTextDocument(uri);
    await eventually(() => assert.ok(vscode.languages.getDiagnostics(uri).length > 10), 30_000);
    await vscode.commands.executeCommand('petset.pets.focus');
    await vscode.commands.executeCommand('petset.firstLook');
    // What is read in the background would be read by now.
    await sleep(2_000);
    assert.deepEqual(read(), []);
  },

  'Connect reads them: the trap works': async () => {
    const extension = vscode.extensions.all.find((each) => each.id.endsWith('.petset'));
    const api = (await extension?.activate()) as TestingApi | undefined;
    assert.ok(api);
    api.testing.answer(undefined);
    await vscode.commands.executeCommand('petset.connect');
    await eventually(() => assert.deepEqual(read(), [traps[0]]));
  },
});
