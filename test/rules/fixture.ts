import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, findingsOf } from '../../server/src/analyze.ts';
import type { Finding, Level } from '../../server/src/rules/rule.ts';

/** A fixture without its marks, and what they say. Lines and columns are zero-based. */
export interface Fixture {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Part of the message; empty for any. */
  readonly message: string;
}

/** A finding with offsets in the file and its place as a mark would say it. */
export interface Found extends Mark {
  readonly level: Level;
  readonly rule: string;
  readonly finding: Finding;
  readonly chunkStart: number;
}

const CARETS = /^([ \t]*#[ \t]*)(\^+)[ \t]*(.*)$/;
/** For places where no comment can stand below: the first two columns, and block scalars. Line and columns are one-based and counted without marks. */
const HEADER = /^# @ (\d+):(\d+)-(\d+)[ \t]*(.*)$/;

/** Takes the marks out: `#   ^^^^ message part` under a line, `# @ line:column-column message part` anywhere. */
export function readFixture(marked: string): Fixture {
  const kept: string[] = [];
  const marks: Mark[] = [];
  for (const line of marked.split('\n')) {
    const header = HEADER.exec(line);
    const carets = CARETS.exec(line);
    if (header) marks.push({ line: Number(header[1]) - 1, start: Number(header[2]) - 1, end: Number(header[3]) - 1, message: header[4] ?? '' });
    else if (carets) {
      const start = carets[1]?.length ?? 0;
      marks.push({ line: kept.length - 1, start, end: start + (carets[2]?.length ?? 0), message: carets[3] ?? '' });
    } else kept.push(line);
  }
  return { text: kept.join('\n'), marks };
}

/** What the whole pipeline says of a text. */
export function findAll(text: string): readonly Found[] {
  return analyze(text).chunks.flatMap((placed) =>
    findingsOf(placed).map((finding) => {
      const from = placed.start + finding.span.start;
      const to = placed.start + finding.span.end;
      const line = text.slice(0, from).split('\n').length - 1;
      const lineStart = text.lastIndexOf('\n', from - 1) + 1;
      const lineEnd = text.indexOf('\n', from) < 0 ? text.length : text.indexOf('\n', from);
      const { rule, level, message } = finding;
      return { line, start: from - lineStart, end: Math.min(to, lineEnd) - lineStart, message, rule, level, finding, chunkStart: placed.start };
    }),
  );
}

/** The text after the preferred fixes of these findings. */
export function applyFixes(text: string, found: readonly Found[]): string {
  const edits = found.flatMap((f) => {
    const fix = f.finding.fixes?.find((x) => x.preferred);
    return (fix?.edits ?? []).map((e) => ({ start: e.span.start + f.chunkStart, end: e.span.end + f.chunkStart, text: e.text }));
  });
  const once = [...new Map(edits.map((e) => [JSON.stringify(e), e])).values()];
  return once.sort((a, b) => b.start - a.start || b.end - a.end).reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
}

export function fixturesOf(folder: string, prefix: string): readonly string[] {
  return readdirSync(folder)
    .filter((f) => f.startsWith(prefix) && f.endsWith('.yaml'))
    .sort();
}

export function readText(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}
