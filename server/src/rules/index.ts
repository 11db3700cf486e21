import type { Rule } from './rule.ts';

/** The table: every rule that the product knows, in the order of the documentation. */
export const RULES: readonly Rule[] = [];
