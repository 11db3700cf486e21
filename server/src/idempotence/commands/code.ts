import type { Machine } from '../machine.ts';
import type { CommandSpec } from './schema.ts';

/** Behaviour that data cannot say, by the name under which the table asks for it. */
export type Code = (m: Machine, words: readonly string[], spec: CommandSpec) => number;
