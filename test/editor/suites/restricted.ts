import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestingApi } from '../../../client/src/testing.ts';
import { editorPage } from '../page.ts';
import { eventually, suite } from '../suite.ts';

/** A workspace that nobody trusts: manifests are judged, clusters are out of reach. */
export const run = suite({
  'manifests are judged as ever': async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const uri = vscode.Uri.file(join(folder, 'broken.yaml'));
    await vscode.window.showTextDocument(uri);
    await eventually(() => assert.ok(vscode.languages.getDiagnostics(uri).length > 10), 30_000);
  },

  'the view says why it is empty, and leads to trust': async () => {
    await vscode.commands.executeCommand('petset.pets.focus');
    const page = editorPage();
    await eventually(async () =>
      assert.match(
        (await page?.texts('.pane-body .welcome-view-content'))?.join(' ') ?? 'In Restricted Mode',
        /In Restricted Mode, Pets checks manifests but connects to no cluster/,
      ),
    );
    assert.deepEqual(await page?.texts('.pane-body .welcome-view-content .monaco-button'), page && ['Manage Workspace Trust']);
    await page?.screenshot('restricted');
  },

  'no command connects, reads a kubeconfig or applies anything': async () => {
    const extension = vscode.extensions.all.find((each) => each.id.endsWith('.petset'));
    const api = (await extension?.activate()) as TestingApi | undefined;
    assert.ok(api);
    const { testing } = api;
    for (const command of ['petset.connect', 'petset.exec', 'petset.apply', 'petset.check', 'petset.scale']) await vscode.commands.executeCommand(command);
    assert.deepEqual([testing.prompts, testing.state()], [[], 'untrusted']);
    assert.deepEqual(
      new Set(testing.messages.map(({ text }) => text)),
      new Set(['Pets does not connect to clusters from a workspace in Restricted Mode. Trust the workspace first.']),
    );
  },
});
