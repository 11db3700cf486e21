import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TestingApi } from '../../../client/src/testing.ts';
import type { Node } from '../../../client/src/views/node.ts';
import { editorPage } from '../page.ts';
import { eventually, suite } from '../suite.ts';

/**
 * The guide to pets without a terminal, from an empty namespace: create the virtual machines, watch them come up one after another, change one,
 * kill it and find the change again; then the peers. Each step leaves a picture.
 */
async function testing(): Promise<TestingApi['testing']> {
  const extension = vscode.extensions.all.find((each) => each.id.endsWith('.petset'));
  const api = (await extension?.activate()) as TestingApi | undefined;
  assert.ok(api);
  return api.testing;
}

async function nodeOf(...labels: readonly string[]): Promise<Node> {
  let nodes = await (await testing()).nodes();
  let at: Node | undefined;
  for (const label of ['petset-test', ...labels]) {
    at = nodes.find((node) => node.label === label);
    assert.ok(at, label);
    nodes = (await at.children?.()) ?? [];
  }
  assert.ok(at);
  return at;
}

const words = async (...labels: readonly string[]): Promise<string> => (await nodeOf(...labels)).description;
const file = (name: string): vscode.Uri => vscode.Uri.file(join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', name));
const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';
const picture = async (name: string): Promise<void> => void (await editorPage()?.screenshot(`walk-${name}`));
const panel = 'iframe.webview >>> #active-frame >>>';

async function applyFile(name: string): Promise<void> {
  const api = await testing();
  await vscode.window.showTextDocument(file(name));
  api.answer(/^All/, 'Apply');
  await vscode.commands.executeCommand('petset.apply');
}

/** Runs a command in pets, and waits for what they said. */
async function inPets(node: Node, command: string, expected: RegExp): Promise<void> {
  (await testing()).answer(command);
  await vscode.commands.executeCommand('petset.runInPets', node);
  await eventually(() => assert.match(text(), expected), 20_000);
}

export const run = suite({
  '1 connect to an empty namespace': async () => {
    const api = await testing();
    await vscode.window.showTextDocument(file('statefulset_vm.yaml'));
    await vscode.commands.executeCommand('petset.pets.focus');
    api.answer('petset-test');
    await vscode.commands.executeCommand('petset.connect');
    await eventually(() => assert.equal(api.state(), 'noSets'));
    await picture('1-connected');
  },

  '2 apply the virtual machines: what is new is said first': async () => {
    await applyFile('statefulset_vm.yaml');
    const api = await testing();
    assert.deepEqual(api.prompts.at(-1)?.labels.slice(2), ['New: Service ub.', 'New: StatefulSet vm.']);
    await eventually(() => assert.equal(api.state(), 'connected'), 20_000);
  },

  '3 the panel shows them come up, one after another, each by its init step': async () => {
    await eventually(async () => assert.ok(await nodeOf('vm')), 20_000);
    await vscode.commands.executeCommand('petset.showPanel', await nodeOf('vm'));
    const page = editorPage();
    const seen = new Set<string>();
    await eventually(async () => {
      const both = [await words('vm', 'vm-0'), await words('vm', 'vm-1')];
      if (/Init:/.test((await page?.texts(`${panel} #pets`))?.join('') ?? '')) await picture('3-init');
      seen.add(both.join());
      assert.deepEqual(both, ['Running', 'Running']);
    }, 120_000);
    assert.ok(
      [...seen].some((each) => /,not created · waits for vm-0/.test(each)),
      [...seen].join('\n'),
    );
    await eventually(async () => assert.equal((await page?.texts(`${panel} #pets`))?.join('').match(/done in/g)?.length ?? 2, 2));
    await picture('3-ready');
  },

  '4 a terminal in vm-0, where something is changed': async () => {
    const api = await testing();
    await vscode.commands.executeCommand('petset.exec', await nodeOf('vm', 'vm-0', 'ub'));
    await eventually(() => assert.match(api.terminals.at(-1)?.output() ?? '', /[#$] /), 20_000);
    const terminal = api.terminals.at(-1);
    terminal?.type('echo "my own pet" > /etc/motd; cat /etc/motd\r');
    await eventually(() => assert.match(terminal?.output() ?? '', /\rmy own pet\r\n/));
    await picture('4-terminal');
    terminal?.type('exit\r');
  },

  '5 vm-0 is deleted: what is lost and kept is said, and it comes back with the change': async () => {
    const api = await testing();
    api.answer('Delete Pet');
    await vscode.commands.executeCommand('petset.deletePet', await nodeOf('vm', 'vm-0'));
    assert.match(api.prompts.at(-1)?.labels.join('\n') ?? '', /Kept: usr-vm-0, etc-vm-0\.[\s\S]*Its init steps run again on what was kept: rootfs\./);
    const states = new Set<string>();
    await eventually(async () => {
      states.add(await words('vm', 'vm-0'));
      assert.ok(states.size > 1 && (await words('vm', 'vm-0')) === 'Running', [...states].join());
    }, 60_000);
    await inPets(await nodeOf('vm'), 'cat /etc/motd', /vm-0: exit status 0 ===\nmy own pet/);
    await picture('5-kept');
  },

  '6 pets that find their peers before they start': async () => {
    await applyFile('statefulset_peers.yaml');
    await eventually(async () => assert.deepEqual([await words('web', 'web-0'), await words('web', 'web-1')], ['Running', 'Running']), 120_000);
    await vscode.commands.executeCommand('petset.logs', await nodeOf('web', 'web-1', 'peerfinder'));
    await eventually(() => assert.match(text(), /now \[web-0\.nginx\S* web-1\.nginx/), 20_000);
    await picture('6-peer-finder');
  },

  '7 every pet finds every peer, also the one that is new': async () => {
    const api = await testing();
    api.answer('3');
    await vscode.commands.executeCommand('petset.scale', await nodeOf('web'));
    await eventually(async () => assert.equal(await words('web', 'web-2'), 'Running'), 60_000);
    await vscode.commands.executeCommand('petset.showPanel', await nodeOf('web'));
    const page = editorPage();
    if (!page) return;
    await eventually(async () => {
      await page.click(`${panel} [data-action=peers]:not([aria-disabled])`);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      assert.equal((await page.texts(`${panel} #matrix`)).join('').match(/found/g)?.length, 9);
    }, 90_000);
    await picture('7-peers');
  },

  '8 a smaller set: its claim stays, and is shown': async () => {
    const api = await testing();
    api.answer('2', 'Scale');
    await vscode.commands.executeCommand('petset.scale', await nodeOf('web'));
    assert.match(api.prompts.at(-1)?.labels.join('\n') ?? '', /Kept: their claims \(www\)/);
    await eventually(async () => assert.match(await api.tree(), /1 claim without a pet {2}kept after a scale-down\n\s+\[database\] www-web-2/), 60_000);
    await picture('8-orphan');
  },
});
