import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');

/** Who may import whom: ARCHITECTURE.md as data. Folders are matched by prefix, the longest first. */
interface Room {
  /** Rooms that it may import, beside itself. */
  readonly rooms: readonly string[];
  /** Packages that it may import; `node:` stands for all of Node's own. */
  readonly packages: readonly string[];
}

const SERVER = 'server/src/';
const ROOMS: Readonly<Record<string, Room>> = {
  'server/src/text': { rooms: [], packages: [] },
  'server/src/yaml': { rooms: ['server/src/text'], packages: ['yaml', 'jsonc-parser'] },
  'server/src/shell': { rooms: ['server/src/text'], packages: ['unbash'] },
  'server/src/kube': { rooms: ['server/src/text', 'server/src/yaml'], packages: [] },
  'server/src/idempotence': { rooms: ['server/src/text', 'server/src/shell'], packages: [] },
  'server/src/schema': { rooms: ['server/src/text', 'server/src/yaml', 'server/src/kube', 'server/src/rules/rule.ts'], packages: [] },
  'server/src/rules': { rooms: ['server/src/text', 'server/src/yaml', 'server/src/kube', 'server/src/schema'], packages: [] },
  'server/src/ide': {
    rooms: [
      'server/src/text',
      'server/src/yaml',
      'server/src/kube',
      'server/src/schema',
      'server/src/rules',
      'server/src/analyze.ts',
      'server/src/initSteps.ts',
      'server/src/idempotence/explain.ts',
    ],
    packages: [],
  },
  'server/src/initSteps.ts': {
    rooms: ['server/src/text', 'server/src/yaml', 'server/src/kube', 'server/src/idempotence'],
    packages: [],
  },
  'server/src/initFindings.ts': {
    rooms: ['server/src/text', 'server/src/yaml', 'server/src/kube', 'server/src/idempotence', 'server/src/rules/rule.ts', 'server/src/initSteps.ts'],
    packages: [],
  },
  'server/src/analyze.ts': {
    rooms: [
      'server/src/text',
      'server/src/yaml',
      'server/src/kube',
      'server/src/schema',
      'server/src/rules',
      'server/src/idempotence/commands/schema.ts',
      'server/src/initFindings.ts',
      'server/src/initSteps.ts',
      'server/src/suppress.ts',
    ],
    packages: [],
  },
  'server/src/lsp': { rooms: [SERVER], packages: ['node:', 'vscode-languageserver', 'vscode-languageserver-textdocument'] },
  'server/src/cli': { rooms: [SERVER], packages: ['node:', 'tinyglobby'] },
  'server/src/': { rooms: [SERVER, 'package.json'], packages: ['node:', 'vscode-languageserver'] },
  'client/src/cluster': { rooms: [], packages: ['node:', '@kubernetes/client-node', 'ws'] },
  'client/src/': { rooms: ['client/src/'], packages: ['node:', 'vscode', 'vscode-languageclient'] },
};

const KEYS = Object.keys(ROOMS).sort((a, b) => b.length - a.length);

function roomOf(file: string): string {
  return KEYS.find((key) => file.startsWith(key)) ?? '';
}

/** What a file imports: repository paths or package names. */
function importsOf(file: string, text: string): string[] {
  const found = [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)].map((m) => m[1] ?? m[2] ?? '');
  return found.map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name));
}

function forbidden(file: string, text: string): string[] {
  const own = roomOf(file);
  const room = ROOMS[own];
  if (!room) return [`${file} is in no room`];
  return importsOf(file, text)
    .filter((name) => !name.startsWith(own.endsWith('.ts') ? '\0' : own))
    .filter((name) => {
      if (/^(server|client|schemas|package\.json)/.test(name)) return !room.rooms.some((allowed) => name.startsWith(allowed));
      return !room.packages.some((allowed) => name === allowed || name.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`));
    })
    .map((name) => `${file} imports ${name}`);
}

const files = globSync(['server/src/**/*.ts', 'client/src/**/*.ts'], { cwd: ROOT }).filter((f) => !f.includes('/generated/'));

test('every room imports only what ARCHITECTURE.md allows it', () => {
  assert.ok(files.length > 100, 'the files were found');
  assert.deepEqual(
    files.flatMap((file) => forbidden(file, readFileSync(join(ROOT, file), 'utf8'))),
    [],
  );
});

test('this gate sees a forbidden import', () => {
  assert.deepEqual(forbidden('server/src/text/x.ts', "import { parse } from '../yaml/parse.ts';\nimport { y } from 'yaml';\n"), [
    'server/src/text/x.ts imports server/src/yaml/parse.ts',
    'server/src/text/x.ts imports yaml',
  ]);
  assert.deepEqual(forbidden('client/src/cluster/x.ts', "import * as vscode from 'vscode';\n"), ['client/src/cluster/x.ts imports vscode']);
  assert.deepEqual(forbidden('server/src/idempotence/x.ts', "import type { A } from '../rules/rule.ts';\nimport { b } from './b.ts';\n"), [
    'server/src/idempotence/x.ts imports server/src/rules/rule.ts',
  ]);
});

test('no rule imports another rule', () => {
  const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const rules = new Set(files.filter((f) => f.startsWith('server/src/rules/') && source(f).includes('= defineRule(')));
  assert.ok(rules.size > 20, 'the rules were found');
  const between = [...rules].flatMap((file) => importsOf(file, source(file)).filter((name) => rules.has(name)));
  assert.deepEqual(between, []);
});
