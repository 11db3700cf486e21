import { type Analysis, analyzeChunk, assemble, fileVersion, findingsOf, type PlacedChunk, placedOf, type Settings } from '../analyze.ts';
import { buildIndex, type Index } from '../kube/bundle.ts';
import { locate } from '../kube/document.ts';
import { type LinePosition, linesOf } from '../lines.ts';
import type { Finding, Level } from '../rules/rule.ts';
import { splitDocuments } from '../yaml/split.ts';
import { formatPath } from '../yaml/tree.ts';
import type { InputFile } from './inputs.ts';

/** What the command line says of a finding: positions are zero-based, characters are UTF-16 code units. */
export interface LintFinding {
  readonly file: string;
  readonly rule: string;
  readonly level: Level;
  readonly message: string;
  readonly range: { readonly start: LinePosition; readonly end: LinePosition };
  readonly path?: string;
}

/** A file judged alone; `analysis` is kept to judge it again among others. */
export function judgeAlone(file: InputFile, settings: Settings, isolate: boolean): Analysis {
  const texts = splitDocuments(file.text).map((t) => t.text);
  const version = fileVersion(texts, settings);
  const chunks = texts.map((text) => analyzeChunk(text, version, settings));
  return assemble(file.name, chunks, isolate ? buildIndex([]) : undefined, settings);
}

export function judgeTogether(analysis: Analysis, all: Index, settings: Settings): Analysis {
  return assemble(
    analysis.file,
    analysis.chunks.map((c) => c.chunk),
    all,
    settings,
  );
}

export function objectsOf(analyses: readonly Analysis[]): Index {
  return buildIndex(analyses.flatMap(placedOf));
}

export function report(analysis: Analysis): LintFinding[] {
  return analysis.chunks.flatMap((placed) => findingsOf(placed).map((f) => toFinding(f, placed, analysis.file)));
}

function toFinding(finding: Finding, placed: PlacedChunk, file: string): LintFinding {
  const lines = linesOf(placed);
  const path = finding.path ?? locate(placed.chunk.document, finding.span.start)?.path;
  return {
    file,
    rule: finding.rule,
    level: finding.level,
    message: finding.message,
    range: { start: lines.position(finding.span.start, placed.line), end: lines.position(finding.span.end, placed.line) },
    ...(path && path.length > 0 ? { path: formatPath(path) } : {}),
  };
}
