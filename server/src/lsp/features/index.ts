import type { Feature } from '../feature.ts';
import { codeAction } from './codeAction.ts';
import { completion } from './completion.ts';
import { conversions } from './conversions.ts';
import { documentSymbol } from './documentSymbol.ts';
import { explain } from './explain.ts';
import { faults } from './faults.ts';
import { hover } from './hover.ts';
import { manifest } from './manifest.ts';
import { recognized } from './recognized.ts';
import { scriptWrites } from './scriptWrites.ts';

/** The table: every method that the server answers. */
export const FEATURES: readonly Feature[] = [hover, completion, codeAction, documentSymbol, explain, manifest, faults, recognized, conversions, scriptWrites];
