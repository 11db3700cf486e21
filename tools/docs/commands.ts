import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandTable } from '../../server/src/idempotence/commands/table.ts';

/*
 * Writes docs/commands.md from schemas/commands.json and the built-in table.
 *   node tools/docs/commands.ts           writes
 *   node tools/docs/commands.ts --check   fails when it differs
 */

const ROOT = join(import.meta.dirname, '..', '..');
const PAGE = join(ROOT, 'docs', 'commands.md');

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly $ref?: string;
}

/** The page for people who describe a command of their own. */
export function commandsPage(): string {
  const { definitions } = JSON.parse(readFileSync(join(ROOT, 'schemas/commands.json'), 'utf8')) as { readonly definitions: Readonly<Record<string, Schema>> };
  const effects = definitions.Effect?.properties?.op?.enum ?? [];
  return `${[
    ...INTRO,
    '## A command',
    '',
    ...table('key', definitions.Command?.properties ?? {}),
    '',
    '## Effects',
    '',
    'Each effect may have `when`: by which options it happens.',
    '',
    '| op | needs | may have | what happens |',
    '|---|---|---|---|',
    ...effects.map((op) => effectRow(op, definitions[op])),
    '',
    ...['Words', 'Condition', 'Choice', 'content'].map((name) => `* **${name}**: ${describe(name, definitions)}`),
    '',
    '## What is built in',
    '',
    `${commandTable.size} commands: ${[...commandTable.keys()].sort().map(code).join(' ')}`,
    '',
    '<!-- Written by tools/docs/commands.ts from schemas/commands.json. -->',
  ].join('\n')}\n`;
}

const INTRO = [
  '# Describe a command',
  '',
  'An init container that runs a program of your own is not judged: what the program does to the volumes is not known (`unknown-command`).',
  'The setting `petset.idempotence.commands` says what it does, in the words of the built-in table; a name that the table has is replaced.',
  'The editor completes and checks it in `settings.json`. `petset-lint --commands petset-commands.json` reads the same object from a file.',
  '',
  '```json',
  '{',
  '  "petset.idempotence.commands": {',
  '    "seed-db": {',
  '      "flags": "f=force",',
  '      "values": "o=out",',
  '      "effects": [',
  '        { "op": "need", "at": "0" },',
  '        { "op": "write", "at": "@o", "content": "network", "existing": { "f": "replace", "else": "fail" } }',
  '      ]',
  '    }',
  '  }',
  '}',
  '```',
  '',
  'So `seed-db dump.sql -o /data/seed` fails when the pod starts again, because `/data/seed` exists, and `seed-db -f dump.sql -o /data/seed` replaces what the application wrote there.',
  '',
];

function table(head: string, properties: Readonly<Record<string, Schema>>): string[] {
  const rows = Object.entries(properties).map(([key, schema]) => `| \`${key}\` | ${cell(schema.description ?? 'A command, as described here.')} |`);
  return [`| ${head} | meaning |`, '|---|---|', ...rows];
}

function effectRow(op: string, schema: Schema | undefined): string {
  const needed = (schema?.required ?? []).filter((key) => key !== 'op');
  const others = Object.keys(schema?.properties ?? {}).filter((key) => key !== 'op' && key !== 'when' && !needed.includes(key));
  return `| \`${op}\` | ${needed.map(code).join(' ')} | ${others.map(code).join(' ')} | ${cell(schema?.description ?? '')} |`;
}

function describe(name: string, definitions: Readonly<Record<string, Schema>>): string {
  switch (name) {
    case 'Words':
      return `(at, from, to, into, name, mode, reads) ${definitions.Words?.description ?? ''}`;
    case 'Condition':
      return `(when, parents, recursive, force, merge, ...) ${definitions.Condition?.description ?? ''}`;
    case 'Choice':
      return `(existing, nonEmpty) ${definitions.Choice?.description ?? ''}`;
    default:
      return `${definitions.write?.properties?.content?.description ?? ''} In this order: ${(definitions.write?.properties?.content?.enum ?? []).map(code).join(', ')}.`;
  }
}

function code(word: string): string {
  return `\`${word}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

if (import.meta.main) {
  const page = commandsPage();
  if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
  else if (readFileSync(PAGE, 'utf8') !== page) {
    console.error('docs/commands.md is not what tools/docs/commands.ts writes');
    process.exit(1);
  }
}
