import { builtins } from './builtins.ts';
import type { Code } from './code.ts';
import { environment } from './environment.ts';
import { filters } from './filters.ts';
import { findCodes } from './find.ts';
import { printers } from './printers.ts';
import { shells } from './shells.ts';

const all: Readonly<Record<string, Code>> = { ...builtins, ...environment, ...printers, ...filters, ...findCodes, ...shells };

export const CODES: readonly string[] = Object.keys(all);

export function code(name: string): Code {
  return all[name] ?? (() => 0);
}
