import type { CommandSpec, UserCommands } from './idempotence/commands/schema.ts';
import { validateCommands } from './schema/generated/commands.js';
import type { SchemaError } from './schema/generated/validators.js';

export interface ReadCommands {
  /** Undefined where there is none, so that equal settings stay equal. */
  readonly commands: UserCommands | undefined;
  /** What is wrong with a row, one sentence each; such a row is left out. */
  readonly problems: readonly string[];
}

/** Reads the setting petset.idempotence.commands, or the file that the linter was given. The shape is schemas/commands.json; never throws. */
export function readCommands(value: unknown): ReadCommands {
  if (value === undefined || value === null) return { commands: undefined, problems: [] };
  if (typeof value !== 'object' || Array.isArray(value)) return { commands: undefined, problems: ['commands must be an object with a row for each command'] };
  const rows: [string, CommandSpec][] = [];
  const problems: string[] = [];
  for (const [name, row] of Object.entries(value)) {
    if (validateCommands({ [name]: row })) rows.push([name, row as CommandSpec]);
    else problems.push(sentence(name, validateCommands.errors ?? []));
  }
  return { commands: rows.length > 0 ? Object.fromEntries(rows) : undefined, problems };
}

/** The deepest error says most; `if` and `anyOf` only repeat that something below them is wrong. */
function sentence(name: string, errors: readonly SchemaError[]): string {
  const telling = errors.filter((e) => e.keyword !== 'if' && e.keyword !== 'anyOf');
  const error = telling.toSorted((a, b) => b.instancePath.split('/').length - a.instancePath.split('/').length)[0] ?? errors[0];
  const path = (error?.instancePath ?? '').split('/').slice(2).join('/');
  return `${path === '' ? name : `${name}/${path}`} ${complaint(error)}`;
}

function complaint(error: SchemaError | undefined): string {
  const p = error?.params ?? {};
  switch (error?.keyword) {
    case 'required':
      return `lacks ${String(p.missingProperty)}`;
    case 'additionalProperties':
      return `has no ${String(p.additionalProperty)}`;
    case 'enum':
      return `must be one of ${(p.allowedValues as readonly unknown[]).join(', ')}`;
    case 'const':
      return `must be ${String(p.allowedValue)}`;
    case 'type':
      return `must be ${/^[aeiou]/.test(String(p.type)) ? 'an' : 'a'} ${String(p.type)}`;
    default:
      return 'is not written as docs/commands.md says';
  }
}
