import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestingApi } from '../../../client/src/testing.ts';
import type { Node } from '../../../client/src/views/node.ts';
import { editorPage } from '../page.ts';
import { eventually, suite } from '../suite.ts';

/** The live half as a user has it: the setting petset.kubeconfig names a cluster on which the examples run. */
async function testing(): Promise<TestingApi['testing']> {
  const extension = vscode.extensions.all.find((e) => e.id.endsWith('.petset'));
  const api = (await extension?.activate()) as TestingApi | undefined;
  assert.ok(api);
  return api.testing;
}

async function find(pattern: RegExp): Promise<Node> {
  const search = async (nodes: readonly Node[]): Promise<Node | undefined> => {
    for (const node of nodes) {
      if (pattern.test(`${node.contextValue} ${node.label}`)) return node;
      const below = await search((await node.children?.()) ?? []);
      if (below) return below;
    }
    return undefined;
  };
  const node = await search(await (await testing()).nodes());
  assert.ok(node, `${pattern} in\n${await (await testing()).tree()}`);
  return node;
}

/** A webview is a frame in a frame. */
const panel = 'iframe.webview >>> #active-frame >>>';

export const run = suite({
  'connect shows sets, pets by ordinal, init steps, containers and claims': async () => {
    const api = await testing();
    await vscode.commands.executeCommand('petset.pets.focus');
    assert.equal(api.state(), 'notConnected');
    api.answer('petset-test');
    await vscode.commands.executeCommand('petset.connect');
    assert.equal(api.state(), 'connected');
    const tree = await api.tree();
    for (const wanted of [/petset-test/, /vm.*2\/2/, /vm-0/, /vm-1/, /rootfs/, /usr-vm-0/, /web.*2\/2/, /peerfinder/]) assert.match(tree, wanted, tree);
    assert.ok(tree.indexOf('vm-0') < tree.indexOf('vm-1'), tree);
  },

  'the tree opens by clicks': async () => {
    const page = editorPage();
    if (!page) return;
    for (const label of ['web', 'web-0']) {
      await page.click(`.pane-body .monaco-list-row:has-text("${label}")`);
      await page.press('ArrowRight');
    }
    await eventually(async () => assert.match((await page.texts('.pane-body .monaco-list-row')).join('\n'), /peerfinder/));
    await page.screenshot('tree');
  },

  'a set that is scaled is painted by itself, up and down': async () => {
    const page = editorPage();
    if (!page) return;
    const api = await testing();
    const rows = async (): Promise<string> => (await page.texts('.pane-body .monaco-list-row')).join('\n');
    api.answer('3');
    await vscode.commands.executeCommand('petset.scale', await find(/\.set web/));
    await eventually(async () => assert.match(await rows(), /web-2.*Running/), 60_000);
    await page.screenshot('scaled');
    api.answer('2', 'Scale');
    await vscode.commands.executeCommand('petset.scale', await find(/\.set web/));
    assert.match(api.prompts.at(-1)?.labels.join('\n') ?? '', /Deleted: web-2/);
    await eventually(async () => assert.doesNotMatch(await rows(), /web-2/), 60_000);
  },

  'a pet as YAML': async () => {
    await vscode.commands.executeCommand('petset.openYaml', await find(/\.pet web-0/));
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^kind: Pod$[\s\S]*name: web-0/m));
  },

  'a command in all pets, side by side': async () => {
    const api = await testing();
    api.answer('hostname');
    await vscode.commands.executeCommand('petset.runInPets', await find(/\.set web/));
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /web-0: exit status 0 ===\nweb-0[\s\S]*\nweb-1\n/), 20_000);
    await editorPage()?.screenshot('run');
  },

  'a terminal in a pet: type, read, exit': async () => {
    const api = await testing();
    await vscode.commands.executeCommand('petset.exec', await find(/\.container\S* ub/));
    await eventually(() => assert.equal(api.terminals.length, 1));
    const [terminal] = api.terminals;
    assert.ok(terminal);
    await eventually(() => assert.match(terminal.output(), /[#$] /), 20_000);
    terminal.type('echo $((6*7)) in $HOSTNAME\r');
    await eventually(() => assert.match(terminal.output(), /42 in vm-0/));
    await editorPage()?.screenshot('terminal');
    terminal.type('exit 3\r');
    await eventually(() => assert.match(terminal.output(), /3/));
  },

  'logs of an init step open as a document': async () => {
    await vscode.commands.executeCommand('petset.logs', await find(/initContainer\S* peerfinder/));
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /web-0\.nginx/), 20_000);
  },

  'peers of a pet, found against expected': async () => {
    await vscode.commands.executeCommand('petset.findPeers', await find(/\.pet web-1/));
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /web-0[\s\S]*web-1/), 60_000);
    await editorPage()?.screenshot('peers');
  },

  'the panel of a set: pets in order, steps as a time line, and the matrix of peers by its button': async () => {
    await vscode.commands.executeCommand('petset.showPanel', await find(/\.set web/));
    const page = editorPage();
    if (!page) return;
    await eventually(async () => assert.match((await page.texts(`${panel} #pets`)).join(''), /web-0[\s\S]*peerfinder[\s\S]*web-1/), 20_000);
    await page.click(`${panel} [data-action=peers]`);
    await page.press('Shift+Tab');
    await page.press('Tab');
    await page.press('Enter');
    await eventually(async () => assert.equal((await page.texts(`${panel} #matrix`)).join('').match(/found/g)?.length, 4), 60_000);
    assert.equal((await page.texts(`${panel} [data-action=peers]:focus`)).length, 1, 'painting leaves the focus where it is');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    for (const [name, theme] of [
      ['panel', 'Default Dark Modern'],
      ['panel-light', 'Default Light Modern'],
      ['panel-contrast', 'Default High Contrast'],
    ] as const) {
      await vscode.workspace.getConfiguration('workbench').update('colorTheme', theme, true);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await page.screenshot(name);
    }
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', undefined, true);
  },

  'from a live set to its manifest, which says how it lives, and back': async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    (await testing()).answer('statefulset_peers.yaml');
    await vscode.commands.executeCommand('petset.openManifest', await find(/\.set web/));
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.fileName ?? '', /statefulset_peers\.yaml$/);
    const line = editor?.selection.active.line ?? 0;
    assert.equal(editor?.document.lineAt(line).text, 'kind: StatefulSet');
    const page = editorPage();
    await eventually(
      async () => assert.match((await page?.texts('.codelens-decoration'))?.join('') ?? 'petset-test: 2/2 pets ready', /petset-test: 2\/2 pets ready/),
      20_000,
    );
    await page?.screenshot('lens');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('petset.reveal');
    await eventually(async () => assert.match((await page?.texts('.pane-body .monaco-list-row.focused'))?.join('') ?? 'web', /^web/));
  },

  'what may not change is marked at its word; the server says the same of a dry run, and a diff shows what would change': async () => {
    const [editor] = vscode.window.visibleTextEditors;
    assert.ok(editor);
    const { document } = editor;
    const saidBy = (source: RegExp): readonly vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(document.uri).filter((each) => source.test(each.source ?? ''));
    const edit = async (from: string, to: string): Promise<void> => {
      const at = document.getText().indexOf(from);
      assert.ok(at >= 0, from);
      await vscode.window.showTextDocument(document);
      const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
      await vscode.window.activeTextEditor?.edit((builder) => builder.replace(range, to));
    };
    await edit('serviceName: nginx', 'serviceName: other');
    await eventually(
      () =>
        assert.deepEqual(
          saidBy(/^live in petset-test/).map(({ range }) => document.getText(range)),
          ['other'],
        ),
      20_000,
    );
    assert.match(saidBy(/^live in/)[0]?.message ?? '', /only replicas, ordinals, template.*--cascade=orphan/);
    await vscode.commands.executeCommand('petset.check');
    await eventually(() => assert.match(saidBy(/^Kubernetes v.*petset-test/)[0]?.message ?? '', /^Forbidden: updates to statefulset spec/));
    await edit('serviceName: other', 'serviceName: nginx');
    await edit('replicas: 2', 'replicas: -2\n  unheard: of');
    await vscode.commands.executeCommand('petset.check');
    await eventually(() =>
      assert.deepEqual(
        saidBy(/^Kubernetes/).map(({ range }) => document.getText(range)),
        ['of'],
      ),
    );
    await edit('\n  unheard: of', '');
    await vscode.commands.executeCommand('petset.check');
    await eventually(() =>
      assert.deepEqual(
        saidBy(/^Kubernetes/).map(({ range }) => document.getText(range)),
        ['-2'],
      ),
    );
    await editorPage()?.screenshot('dry-run');
    await edit('replicas: -2', 'replicas: 3');
    assert.deepEqual(saidBy(/^Kubernetes/), [], 'gone when it is edited');
    await vscode.commands.executeCommand('petset.diff');
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^ {2}replicas: 3$/m));
    await new Promise((resolve) => setTimeout(resolve, 500));
    await editorPage()?.screenshot('diff');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.window.showTextDocument(document);
    const api = await testing();
    api.answer('StatefulSet web', 'Apply');
    await vscode.commands.executeCommand('petset.apply');
    assert.match(api.prompts.at(-1)?.labels.join('\n') ?? '', /replicas: 2 becomes 3/);
    await eventually(async () => assert.match(await api.tree(), /web-2 {2}Running/), 60_000);
    await edit('replicas: 3', 'replicas: 2');
    api.answer('StatefulSet web', 'Apply');
    await vscode.commands.executeCommand('petset.apply');
    await eventually(async () => assert.doesNotMatch(await api.tree(), /\] web-2 /), 60_000);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'a set that is accepted and pets that are not: said at the words, with what the cluster lacks': async () => {
    const [uri] = await vscode.workspace.findFiles('statefulset_peers.yaml');
    assert.ok(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const said = (): readonly string[] =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ source }) => source?.startsWith('Kubernetes v'))
        .map(({ range, severity, message }) => `${vscode.DiagnosticSeverity[severity]} ${document.getText(range)}: ${message}`)
        .toSorted();
    for (const [from, to] of [
      ['terminationGracePeriodSeconds: 5', 'priorityClassName: first'],
      ['name: nginx-peers\n            defaultMode', 'name: nginx-pears\n            defaultMode'],
    ] as const) {
      const at = document.getText().indexOf(from);
      await editor.edit((builder) => builder.replace(new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to));
    }
    await vscode.commands.executeCommand('petset.check');
    await eventually(() =>
      assert.deepEqual(said(), [
        'Error first: The set is accepted, but its pet web-0 will be refused: no PriorityClass with name first was found',
        'Warning nginx-pears: petset-test has no ConfigMap nginx-pears in namespace petset-examples: its pets do not get beyond ContainerCreating.',
      ]),
    );
    editor.selection = new vscode.Selection(document.positionAt(0), document.positionAt(0));
    await vscode.commands.executeCommand('editor.action.marker.next');
    editor.revealRange(
      editor.document.lineAt(document.getText().split('priorityClassName')[0]?.split('\n').length ?? 0).range,
      vscode.TextEditorRevealType.InCenter,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await editorPage()?.screenshot('dry-run-pets');
    await vscode.commands.executeCommand('closeMarkersNavigation');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'on request manifests are judged by the API of the cluster, kinds that we do not know too, and by ours again': async () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: front\nspec:\n  replica: 3\n';
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: text });
    await vscode.window.showTextDocument(document);
    const words = (): readonly string[] => vscode.languages.getDiagnostics(document.uri).map(({ range }) => document.getText(range));
    const setting = (): string | undefined => vscode.workspace.getConfiguration('petset').get('openapi');
    assert.deepEqual(words(), []);
    const api = await testing();
    await vscode.commands.executeCommand('petset.useClusterApi', (await api.nodes())[0]);
    assert.match(api.messages.at(-1)?.text ?? '', /judged by the API of petset-test/);
    assert.match(setting() ?? '', /openapi.petset-test-\d+\.json$/);
    await eventually(() => assert.deepEqual(words(), ['replica']), 20_000);
    const page = editorPage();
    await page?.click('[id="status.languageStatus"]');
    await eventually(async () =>
      assert.match((await page?.texts('.hover-language-status'))?.join('') ?? 'by the API of petset-test', /by the API of petset-test/),
    );
    await page?.screenshot('cluster-api');
    await page?.press('Escape');
    await vscode.commands.executeCommand('petset.useBundledApi');
    assert.equal(setting(), '');
    await eventually(() => assert.deepEqual(words(), []));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'from the palette, without an argument, a picker asks': async () => {
    const api = await testing();
    api.answer(/^web/, /web-0/, /peerfinder/);
    const before = api.prompts.length;
    await vscode.commands.executeCommand('petset.logs');
    assert.ok(api.prompts.length >= before + 2, JSON.stringify(api.prompts));
  },

  'disconnect leaves nothing behind': async () => {
    const api = await testing();
    await vscode.commands.executeCommand('petset.disconnect', (await api.nodes())[0]);
    await eventually(() => assert.equal(api.state(), 'notConnected'));
  },
});
