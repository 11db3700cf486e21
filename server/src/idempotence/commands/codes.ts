import type { Machine } from '../machine.ts';
import { builtins } from './builtins.ts';
import { environment } from './environment.ts';
import { filters } from './filters.ts';
import { findCodes } from './find.ts';
import { printers } from './printers.ts';
import type { CommandSpec } from './schema.ts';
import { shells } from './shells.ts';

/** Behaviour that data cannot say, by the name under which the table asks for it. */
export type Code = (m: Machine, words: readonly string[], spec: CommandSpec) => number;

const all: Readonly<Record<string, Code>> = { ...builtins, ...environment, ...printers, ...filters, ...findCodes, ...shells };

export const CODES: readonly string[] = Object.keys(all);

export function code(name: string): Code {
  return all[name] ?? (() => 0);
}
