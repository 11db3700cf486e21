import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../server/src/rules/index.ts';
import type { Level, Rule } from '../../server/src/rules/rule.ts';
import { factLinks } from './facts.ts';

/*
 * Writes docs/rules from the table of rules and their pictures, so that a page can never say anything else than the rule does.
 *   node tools/docs/rules.ts           writes
 *   node tools/docs/rules.ts --check   names what differs and fails
 */

const ROOT = join(import.meta.dirname, '..', '..');
const PAGES = join(ROOT, 'docs', 'rules');
const PICTURES = join(ROOT, 'test', 'rules');

const LEVELS: Readonly<Record<Level, string>> = {
  error: 'refused, or no pod is ever created',
  warning: 'accepted, and does harm in silence',
  information: 'accepted, and may surprise',
  hint: 'only worth a look',
};

/** Every page by its file name. */
export function rulePages(): ReadonlyMap<string, string> {
  const facts = factLinks();
  return new Map([['README.md', overview()], ...RULES.map((rule) => [`${rule.id}.md`, page(rule, facts.get(rule.id) ?? [])] as const)]);
}

function overview(): string {
  const rows = RULES.map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.level} | ${rule.summary.replaceAll('|', '\\|')} |`);
  const levels = Object.entries(LEVELS).map(([level, meaning]) => `- **${level}**: ${meaning}`);
  return [
    '# Rules',
    '',
    'What is found in manifests of PetSets and StatefulSets, in the editor and by `petset-lint`. The level follows the consequence:',
    '',
    ...levels,
    '',
    'A rule may lower or raise it for a Kubernetes version. The setting `petset.rules` changes the level of a rule or switches it `off`.',
    '',
    '| rule | level | what happens |',
    '|---|---|---|',
    ...rows,
    '',
    GENERATED,
    '',
  ].join('\n');
}

function page(rule: Rule, facts: readonly string[]): string {
  const parts = [`# ${rule.id}`, '', rule.summary, '', `Level: **${rule.level}** (${LEVELS[rule.level]})`, '', `Source: ${rule.source}`, ''];
  if (facts.length > 0) parts.push(`Facts: ${facts.join(', ')}`, '');
  for (const bad of pictures(rule, 'bad')) {
    parts.push(...(bad === 'bad.yaml' ? ['## Found', ''] : [`### ${variant(bad)}`, '']), ...block(rule, bad));
    const fixed = bad.replace('bad', 'fixed');
    if (existsSync(join(PICTURES, rule.id, fixed))) parts.push('After the fix:', '', ...block(rule, fixed));
  }
  const ok = pictures(rule, 'ok');
  if (ok.length > 0) parts.push('## Not found', '', ...ok.flatMap((name) => block(rule, name)));
  return `${[...parts, GENERATED].join('\n')}\n`;
}

const GENERATED = '<!-- Generated from server/src/rules and test/rules by tools/docs/rules.ts. -->';

/** `bad.yaml` first, then its variants. */
function pictures(rule: Rule, prefix: string): readonly string[] {
  const folder = join(PICTURES, rule.id);
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder).filter((f) => f.startsWith(prefix) && f.endsWith('.yaml'));
  return found.sort((a, b) => a.replace('.yaml', '').localeCompare(b.replace('.yaml', '')));
}

/** `bad-no-labels.yaml` is headed "No labels"; a version is written as such. */
function variant(name: string): string {
  const words = name.replace(/^bad-|\.yaml$/g, '').replaceAll('-', ' ');
  return /^\d/.test(words) ? `Kubernetes ${words}` : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

function block(rule: Rule, name: string): string[] {
  return ['```yaml', readFileSync(join(PICTURES, rule.id, name), 'utf8').trimEnd(), '```', ''];
}

/** Names of pages that are not what they should be. */
export function stalePages(): readonly string[] {
  const pages = rulePages();
  const there = existsSync(PAGES) ? readdirSync(PAGES) : [];
  const wrong = [...pages].filter(([name, text]) => !there.includes(name) || readFileSync(join(PAGES, name), 'utf8') !== text).map(([name]) => name);
  return [...wrong, ...there.filter((name) => !pages.has(name))].sort();
}

function write(): void {
  mkdirSync(PAGES, { recursive: true });
  const pages = rulePages();
  for (const name of readdirSync(PAGES)) if (!pages.has(name)) rmSync(join(PAGES, name));
  for (const [name, text] of pages) writeFileSync(join(PAGES, name), text);
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = stalePages();
    for (const name of stale) console.error(`docs/rules/${name} is not what tools/docs/rules.ts writes`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else write();
}
