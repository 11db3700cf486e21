import type { Feature } from '../feature.ts';
import { codeAction } from './codeAction.ts';
import { documentSymbol } from './documentSymbol.ts';

/** The table: every method that the server answers. */
export const FEATURES: readonly Feature[] = [codeAction, documentSymbol];
