import { RULES } from '../rules/index.ts';
import type { Level } from '../rules/rule.ts';
import type { LintFinding } from './judge.ts';
import type { LintResult } from './lint.ts';

export function formatJson(results: readonly LintResult[]): string {
  return `${JSON.stringify(results.flatMap((r) => r.findings))}\n`;
}

const COLOR: Readonly<Record<Level, string>> = { error: '31', warning: '33', information: '34', hint: '90' };

/** For people: the place, what happens, and the words at fault underlined. */
export function formatText(results: readonly LintResult[], color: boolean): string {
  const paint = (code: string, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const out: string[] = [];
  for (const { file, findings } of results) {
    const lines = findings.length > 0 ? file.text.split('\n') : [];
    for (const f of findings) {
      const { start } = f.range;
      out.push(`${f.file}:${start.line + 1}:${start.character + 1}: ${paint(COLOR[f.level], f.level)} ${paint('90', `[${f.rule}]`)} ${f.message}`);
      out.push(...underline(lines[start.line] ?? '', f, (text) => paint(COLOR[f.level], text)));
    }
  }
  return `${[...out, summary(results)].join('\n')}\n`;
}

const WIDTH = 140;

function underline(source: string, finding: LintFinding, paint: (text: string) => string): string[] {
  const { start, end } = finding.range;
  const from = Math.max(0, Math.min(start.character - 60, source.length - WIDTH));
  const line = source
    .slice(from, from + WIDTH)
    .replaceAll('\t', ' ')
    .trimEnd();
  const stop = end.line === start.line ? end.character : source.length;
  const length = Math.max(1, Math.min(stop - from, line.length) - (start.character - from));
  return [`  ${line}`, `  ${' '.repeat(start.character - from)}${paint('^'.repeat(length))}`];
}

function summary(results: readonly LintResult[]): string {
  const count = (level: Level): number => results.reduce((n, r) => n + r.findings.filter((f) => f.level === level).length, 0);
  const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${plural(results.length, 'file')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}, ${count('information')} information, ${plural(count('hint'), 'hint')}`;
}

const SARIF_LEVEL: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** SARIF 2.1.0, as code scanning services read it; lines and columns are one-based there. */
export function formatSarif(results: readonly LintResult[], version: string): string {
  const rules = RULES.map((r) => ({ id: r.id, shortDescription: { text: r.summary }, defaultConfiguration: { level: SARIF_LEVEL[r.level] } }));
  const run = {
    tool: { driver: { name: 'petset-lint', version, rules } },
    columnKind: 'utf16CodeUnits',
    results: results.flatMap((r) => r.findings.map(toSarif)),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}

function toSarif(f: LintFinding): unknown {
  const { start, end } = f.range;
  return {
    ruleId: f.rule,
    level: SARIF_LEVEL[f.level],
    message: { text: f.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: f.file },
          region: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
        },
        ...(f.path ? { logicalLocations: [{ fullyQualifiedName: f.path }] } : {}),
      },
    ],
  };
}
