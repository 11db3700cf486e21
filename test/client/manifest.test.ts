import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commands } from '../../client/src/commands/index.ts';
import type { ContextValue } from '../../client/src/views/node.ts';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;

interface MenuRow {
  readonly command: string;
  readonly when?: string;
}

interface Property {
  readonly scope?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

test('the table of commands and the manifest name the same commands', () => {
  const declared = contributes.commands.map((row: { command: string }) => row.command).toSorted();
  assert.deepEqual(commands.map((each) => each.id).toSorted(), declared);
  for (const row of contributes.commands) assert.equal(row.category, 'Pets');
});

test('what needs trust is also hidden without it', () => {
  for (const { id, needsTrust } of commands) {
    const row = contributes.commands.find((each: { command: string }) => each.command === id);
    assert.equal(/isWorkspaceTrusted/.test(row.enablement ?? ''), needsTrust, id);
  }
});

test('every menu row names a known command, and each tree menu fits some line', () => {
  const values: Readonly<Record<ContextValue, true>> = {
    'petset.context': true,
    'petset.set': true,
    'petset.set.petSet': true,
    'petset.pet': true,
    'petset.pet.petSet': true,
    'petset.missingPet': true,
    'petset.initContainer': true,
    'petset.initContainer.running': true,
    'petset.container': true,
    'petset.container.running': true,
    'petset.claim': true,
    'petset.forward': true,
    'petset.orphans': true,
    'petset.events': true,
    'petset.event': true,
    'petset.stranger': true,
    'petset.message': true,
  };
  const ids = new Set(commands.map((each) => each.id));
  const rows: readonly MenuRow[] = Object.values<readonly MenuRow[]>(contributes.menus).flat();
  for (const row of rows) assert.ok(ids.has(row.command), row.command);
  for (const { when = '', command } of contributes.menus['view/item/context']) {
    const pattern = /viewItem =~ \/(.+)\/$/.exec(when)?.[1];
    const exact = /viewItem == (\S+)$/.exec(when)?.[1];
    const fits = Object.keys(values).filter((value) => value === exact || (pattern !== undefined && new RegExp(pattern).test(value)));
    assert.ok(fits.length > 0, `${command}: ${when}`);
    assert.ok(!fits.includes('petset.missingPet') && !fits.includes('petset.message'), when);
  }
});

test('each state has one welcome text, and its links are commands', () => {
  const states = contributes.viewsWelcome.map((row: { when: string }) => /^petset\.state == '(\w+)'$/.exec(row.when)?.[1]);
  assert.deepEqual(states.toSorted(), ['error', 'noKubeconfig', 'noSets', 'notConnected', 'untrusted']);
  const ids = new Set(commands.map((each) => each.id));
  for (const { contents } of contributes.viewsWelcome) {
    for (const [, id = ''] of contents.matchAll(/\(command:([\w.]+)/g)) assert.ok(ids.has(id) || id.startsWith('workbench.'), id);
  }
});

test('settings: described, with a default, and what chooses files or programs belongs to the machine', () => {
  const properties: Readonly<Record<string, Property>> = contributes.configuration.properties;
  for (const [id, { scope, description, markdownDescription, default: initial }] of Object.entries(properties)) {
    assert.ok(scope !== undefined, id);
    assert.ok((description ?? markdownDescription ?? '').length > 60, id);
    assert.notEqual(initial, undefined, id);
  }
  const restricted: readonly string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  // A description of an API belongs beside the manifests; from a workspace that nobody trusts not even that is read.
  assert.deepEqual(restricted, ['petset.kubeconfig', 'petset.openapi', 'petset.exec.shell', 'petset.peerFinder']);
  for (const id of restricted.filter((each) => each !== 'petset.openapi')) assert.equal(properties[id]?.scope, 'machine', id);
});

test('every picture that the manifest names is there', () => {
  for (const file of [manifest.icon, contributes.viewsContainers.activitybar[0].icon, contributes.views.petset[0].icon])
    assert.ok(readFileSync(path.join(root, file)).length > 0);
});

const sources = readdirSync(path.join(root, 'client/src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(path.join(root, 'client/src', file), 'utf8');
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^import (?!type ).*? from '([^']+)'|import\('([^']+)'\)/gm)].map((match) => match[1] ?? match[2] ?? '');

test('the cluster half is reached by one door, and knows no editor', () => {
  for (const file of sources) {
    const imports = importsOf(textOf(file));
    const isInside = file.startsWith(`cluster${path.sep}`);
    if (isInside) assert.ok(!imports.includes('vscode'), file);
    else if (file !== 'clusterLoader.ts')
      assert.deepEqual(
        imports.filter((each) => /\/cluster\//.test(each) || each.startsWith('@kubernetes')),
        [],
        file,
      );
  }
  assert.deepEqual(importsOf(textOf('clusterLoader.ts')), ['./cluster/index.ts']);
});

test('commands and nodes can be tested without an editor', () => {
  const withEditor = sources.filter((file) => importsOf(textOf(file)).some((each) => each.startsWith('vscode')));
  assert.deepEqual(withEditor.toSorted(), [
    'apiFiles.ts',
    'documents.ts',
    'extension.ts',
    'firstLook.ts',
    'forwardStatus.ts',
    'languageClient.ts',
    'liveLenses.ts',
    'openManifests.ts',
    path.join('panel', 'webview.ts'),
    'recognition.ts',
    'settings.ts',
    path.join('views', 'tree.ts'),
    'vscodeUi.ts',
  ]);
});
