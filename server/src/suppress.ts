import { RULES } from './rules/index.ts';
import type { Finding } from './rules/rule.ts';
import type { Span } from './text/span.ts';

/** `# petset-ignore: rule, rule - reason`, in YAML above an entry or item, or in a script above a command; at the end of a line it is for that line. */
export interface Suppression {
  readonly rules: readonly string[];
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  /** What it covers: the lines of the entry, item or command below (or beside) it. */
  readonly covers: Span;
}

const COMMENT = /#[ \t]*petset-ignore:[ \t]*([^\r\n]*)/g;

export function readSuppressions(text: string): readonly Suppression[] {
  if (!text.includes('petset-ignore:')) return [];
  const known = new Map<number, Span>();
  return [...text.matchAll(COMMENT)].map((found) => {
    const [rules, ...reason] = (found[1] ?? '').split(/(?<=^|\s)-\s+/);
    const start = found.index;
    return {
      rules: (rules ?? '').split(/[,\s]+/).filter(Boolean),
      reason: reason
        .map((part) => part.trimEnd())
        .join(' - ')
        .trim(),
      span: { start, end: start + found[0].trimEnd().length },
      covers: coverage(text, start, known),
    };
  });
}

/** From the line it speaks of to the last line that is indented deeper. `known`: the spans found before, by the line of the comment. */
function coverage(text: string, comment: number, known: Map<number, Span>): Span {
  const line = text.lastIndexOf('\n', comment - 1) + 1;
  const ownLine = text.slice(line, comment).trim() === '';
  const found = ownLine ? known.get(line) : undefined;
  if (found) return found;
  let start = ownLine ? nextLine(text, comment) : line;
  const skipped = [line];
  for (; ownLine && start < text.length && /^[ \t]*(#|\r?$)/.test(lineAt(text, start)); start = nextLine(text, start)) skipped.push(start);
  const indent = indentOf(lineAt(text, start));
  let end = nextLine(text, start);
  while (end < text.length) {
    const here = lineAt(text, end);
    if (here.trim() !== '' && indentOf(here) <= indent) break;
    end = nextLine(text, end);
  }
  // Comments above each other speak of the same lines.
  if (ownLine) for (const each of skipped) known.set(each, { start, end });
  return { start, end };
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function lineAt(text: string, start: number): string {
  return text.slice(start, nextLine(text, start)).replace(/\r?\n$/, '');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function covers(suppression: Suppression, finding: Finding): boolean {
  const { start } = finding.span;
  return suppression.reason !== '' && suppression.rules.includes(finding.rule) && suppression.covers.start <= start && start < suppression.covers.end;
}

export function notSuppressed(found: readonly Finding[], suppressions: readonly Suppression[]): readonly Finding[] {
  return suppressions.length === 0 ? found : found.filter((f) => !suppressions.some((s) => covers(s, f)));
}

const KNOWN = new Set(RULES.map((r) => r.id));

/** Suppressions that do nothing, judged against everything that was found before any was left out. */
export function unusedSuppressions(found: readonly Finding[], suppressions: readonly Suppression[]): Finding[] {
  return suppressions.flatMap((s): Finding[] => {
    const why = idle(s, found);
    return why === undefined ? [] : [{ rule: 'unused-suppression', level: 'information', span: s.span, message: why }];
  });
}

function idle(s: Suppression, found: readonly Finding[]): string | undefined {
  const unknown = s.rules.filter((rule) => !KNOWN.has(rule));
  if (s.rules.length === 0 || unknown.length > 0)
    return `This suppresses nothing: ${unknown[0] === undefined ? 'it names no rule' : `there is no rule ${unknown[0]}`}`;
  if (s.reason === '') return `This suppresses nothing without a reason: \`# petset-ignore: ${s.rules.join(', ')} - why\``;
  const unused = s.rules.filter((rule) => !found.some((f) => covers({ ...s, rules: [rule] }, f)));
  return unused.length === 0 ? undefined : `There is nothing to suppress here: ${unused.join(', ')} finds nothing in these lines`;
}
