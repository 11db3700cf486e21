import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commands } from '../../client/src/commands/index.ts';
import { findAll } from '../rules/fixture.ts';

const root = path.resolve(import.meta.dirname, '../..');
const example = readFileSync(path.join(root, 'media/first-look/pets.yaml'), 'utf8');
const [walkthrough] = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).contributes.walkthroughs;

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents?: readonly string[];
}

test('the example has one finding, data that is lost, at the word where the cursor is put, and it has a fix', () => {
  const found = findAll(example);
  assert.deepEqual(
    found.map((each) => [each.rule, each.level]),
    [['clobbers', 'warning']],
  );
  const source = readFileSync(path.join(root, 'client/src/firstLook.ts'), 'utf8');
  const word = /^const finding = '(.+)';$/m.exec(source)?.[1] ?? '';
  const [first] = found;
  assert.ok(first && (example.split('\n')[first.line] ?? '').startsWith(word, first.start), word);
  assert.ok((first.finding.fixes ?? []).length > 0);
});

test('each step of the walkthrough has its page, and its buttons and events name commands that exist', () => {
  const ids = new Set(commands.map((each) => each.id));
  const known = (id: string): boolean => ids.has(id) || /^(workbench|vscode|editor)\.|^runCommands$|^petset\.pets\.focus$/.test(id);
  for (const { id, description, media, completionEvents = [] } of walkthrough.steps as readonly Step[]) {
    assert.ok(existsSync(path.join(root, media.markdown)), id);
    for (const [, command = '', args] of description.matchAll(/\(command:([\w.]+)(?:\?([^)]*))?\)/g)) {
      assert.ok(known(command), `${id}: ${command}`);
      if (command !== 'runCommands') continue;
      const inner = JSON.parse(decodeURIComponent(args ?? '')) as { readonly commands: readonly string[] };
      for (const each of inner.commands) assert.ok(known(each), `${id}: ${each}`);
    }
    for (const event of completionEvents) assert.ok(known(event.replace('onCommand:', '')), `${id}: ${event}`);
  }
});
