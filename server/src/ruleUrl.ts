import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RULES } from './rules/index.ts';

const KNOWN = new Set(RULES.map((r) => r.id));

/** The rules' pages come with the product, so that the link works without a network: docs/rules/<id>.md beside the bundle. */
const FOLDER = ['../docs/rules', '../../docs/rules'].map((up) => join(dirname(fileURLToPath(import.meta.url)), up)).find(existsSync);

export function ruleUrl(rule: string): string | undefined {
  return FOLDER && KNOWN.has(rule) ? pathToFileURL(join(FOLDER, `${rule}.md`)).href : undefined;
}
