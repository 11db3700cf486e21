import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { editorPage } from '../page.ts';
import { eventually, suite } from '../suite.ts';

/** The authoring half as a user has it: the examples of the repository in a real VS Code. */
const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(join(folder, name)));
}

function found(editor: vscode.TextEditor, rule?: string): vscode.Diagnostic[] {
  const all = vscode.languages.getDiagnostics(editor.document.uri);
  return rule === undefined ? all : all.filter((d) => ruleOf(d) === rule);
}

function ruleOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until the server has spoken of the document as it is now: the grace period of petset_vm.yaml is always remarked on. */
async function settled(editor: vscode.TextEditor, rule: string): Promise<void> {
  await eventually(() => assert.ok(found(editor, rule).length > 0, `no ${rule} among ${found(editor).map(ruleOf).join(' ')}`), 30_000);
}

async function replace(editor: vscode.TextEditor, old: string, by: string): Promise<void> {
  const at = editor.document.getText().indexOf(old);
  assert.ok(at >= 0, old);
  const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + old.length));
  editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  editor.selection = new vscode.Selection(range.start, range.start);
  assert.ok(await editor.edit((edit) => edit.replace(range, by)));
}

export const run = suite({
  'petset_vm.yaml has no errors and no warnings': async () => {
    const editor = await open('petset_vm.yaml');
    await settled(editor, 'grace-period-zero');
    const serious = found(editor).filter((d) => d.severity <= vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(
      serious.map((d) => d.message),
      [],
    );
  },

  'dropping -n from cp raises clobbers on exactly that cp': async () => {
    const editor = await open('petset_vm.yaml');
    await settled(editor, 'grace-period-zero');
    await replace(editor, 'cp -vnpr', 'cp -vpr');
    await settled(editor, 'clobbers');
    assert.deepEqual(
      found(editor, 'clobbers').map((d) => editor.document.getText(d.range)),
      ['cp -vpr /$d/* /${d}mnt'],
    );
    await vscode.commands.executeCommand('editor.action.marker.next');
    await editorPage()?.screenshot('clobbers');
    await vscode.commands.executeCommand('closeMarkersNavigation');
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.deepEqual(found(editor, 'clobbers'), []));
  },

  'a fix is offered at its finding, and accepting it removes the finding': async () => {
    const editor = await open('broken.yaml');
    await settled(editor, 'restart-policy');
    const [finding] = found(editor, 'restart-policy');
    assert.ok(finding);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', editor.document.uri, finding.range);
    const fix = actions.find((a) => a.isPreferred && a.edit);
    assert.ok(fix?.edit, actions.map((a) => a.title).join('; '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await eventually(() => assert.deepEqual(found(editor, 'restart-policy'), []));
    await vscode.commands.executeCommand('undo');
  },

  'settings.json knows the shape of a command': async () => {
    const document = await vscode.workspace.openTextDocument(join(folder, '.vscode', 'settings.json'));
    await vscode.window.showTextDocument(document);
    await eventually(() => {
      const messages = vscode.languages.getDiagnostics(document.uri).map((d) => `${document.getText(d.range)}: ${d.message}`);
      assert.ok(
        messages.some((m) => m.startsWith('"writes"') && m.includes('"write"')),
        messages.join('\n'),
      );
    }, 30_000);
  },

  'a snippet becomes a pair of objects without any finding': async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: '' });
    const editor = await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'yaml', name: 'PetSet with its Service' });
    await eventually(() => assert.match(document.getText(), /kind: PetSet/));
    assert.match(document.getText(), /clusterIP: None/);
    // The set and its Service name each other, so a change in one shows that both were read and judged.
    await replace(editor, 'clusterIP: None', 'clusterIP: ""');
    await settled(editor, 'service-not-headless');
    await replace(editor, 'clusterIP: ""', 'clusterIP: None');
    await eventually(() =>
      assert.deepEqual(
        found(editor).map((d) => d.message),
        [],
      ),
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'a field is completed inside the JSON of the annotation': async () => {
    const editor = await open('petset_vm.yaml');
    await settled(editor, 'grace-period-zero');
    const at = editor.document.getText().indexOf('"image": "ubuntu:15.10",') + '"image": "ubuntu:15.10",'.length;
    const position = editor.document.positionAt(at);
    assert.ok(await editor.edit((edit) => edit.insert(position, ' ""')));
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      position.translate(0, 2),
    );
    const labels = list.items.map((i) => (typeof i.label === 'string' ? i.label : i.label.label));
    assert.ok(labels.includes('imagePullPolicy') && labels.includes('workingDir'), labels.slice(0, 30).join(' '));
    assert.ok(!labels.includes('image'), 'a key that stands there is not offered again');
    await vscode.commands.executeCommand('undo');
  },

  'hover explains what a field means for pets': async () => {
    const editor = await open('petset_vm.yaml');
    await settled(editor, 'grace-period-zero');
    const at = editor.document.positionAt(editor.document.getText().indexOf('serviceName: ub') + 3);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', editor.document.uri, at);
    const text = hovers.flatMap((h) => h.contents.map((c) => (typeof c === 'string' ? c : c.value))).join('\n');
    assert.match(text, /Service/);
  },

  'broken.yaml shows its findings': async () => {
    const editor = await open('broken.yaml');
    await settled(editor, 'rerun-fails');
    const rules = new Set(found(editor).map(ruleOf));
    for (const rule of ['clobbers', 'rerun-fails', 'accumulates', 'selector-mismatch', 'volume-mount-unknown', 'json-syntax', 'yaml-syntax'])
      assert.ok(rules.has(rule), rule);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await editorPage()?.screenshot('problems');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  },

  'the language status says what the document at the cursor was taken for': async () => {
    const editor = await open('petset_vm.yaml');
    await settled(editor, 'grace-period-zero');
    const page = editorPage();
    const says = async (wanted: RegExp): Promise<void> => {
      await page?.hover('#status\\.languageStatus');
      if (page) await eventually(async () => assert.match((await page.texts('.hover-language-status')).join(' '), wanted), 20_000);
    };
    await replace(editor, 'kind: PetSet', 'kind: PetSet # one');
    await says(/PetSet apps\/v1alpha1\s+Judged for Kubernetes 1\.4\./);
    await page?.screenshot('recognized');
    await replace(editor, 'kind: PetSet # one', '# petset: form=patch\nkind: PetSet');
    await says(/patch of a PetSet/);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
  },

  'nothing connects before the user asks, and the view says what to do': async () => {
    await vscode.commands.executeCommand('petset.pets.focus');
    const extension = vscode.extensions.all.find((e) => e.id.endsWith('.petset'));
    const api = (await extension?.activate()) as { testing: { state: () => string; prompts: readonly unknown[] } } | undefined;
    assert.equal(api?.testing.state(), 'notConnected');
    assert.deepEqual(api?.testing.prompts, []);
    const page = editorPage();
    if (page) await eventually(async () => assert.match((await page.texts('.pane-body .welcome-view')).join(' '), /Connect/i));
    await page?.screenshot('welcome');
  },
});
