import type { UserCommands } from './idempotence/commands/schema.ts';
import { initFindings } from './initFindings.ts';
import { configIn, needsConfig } from './initSteps.ts';
import type { ClusterApi } from './kube/api.ts';
import { type Bundle, buildIndex, bundleOf, type Index, type Placed } from './kube/bundle.ts';
import { believedEnd, type Document, readDocument, versionOfFile } from './kube/document.ts';
import { type Form, formOf, isMeant } from './kube/form.ts';
import { objectsOf, type Summary, summarize } from './kube/summary.ts';
import { type Minor, modelineVersion } from './kube/version.ts';
import { RULES } from './rules/index.ts';
import { hugeAnnotation } from './rules/metadataConflict.ts';
import type { Finding, Level, Report, Rule } from './rules/rule.ts';
import { brokenPath } from './schema/brokenPath.ts';
import { validate } from './schema/validate.ts';
import { notSuppressed, readSuppressions, type Suppression, unusedSuppressions } from './suppress.ts';
import { splitDocuments } from './yaml/split.ts';

export interface Settings {
  /** What the user says the cluster is; undefined leaves it to modelines and apiVersions. */
  readonly kubernetes: Minor | undefined;
  readonly rules: Readonly<Record<string, Level | 'off'>>;
  /** The API of the user's own cluster, for documents of its version. */
  readonly api?: ClusterApi | undefined;
  /** What the user's own commands do to files. */
  readonly commands?: UserCommands | undefined;
  /** What a kustomization says that the file is. */
  readonly form?: Form | undefined;
}

export const DEFAULT_SETTINGS: Settings = { kubernetes: undefined, rules: {} };

/** One YAML document of a file, judged alone. Depends on its text, version and settings only: unchanged text need not be judged again. */
export interface Chunk {
  readonly document: Document;
  /** Manifest, template or patch: decides which findings mean anything. */
  readonly form: Form;
  readonly findings: readonly Finding[];
  readonly summaries: readonly Summary[];
  readonly suppressions: readonly Suppression[];
  /** Everything found, also what is suppressed. */
  readonly found: readonly Finding[];
  /** What the summaries say, without places: equal text means that other documents are judged as before. */
  readonly objects: string;
  readonly lineCount: number;
}

/** A chunk in its file. `start` and the spans below count UTF-16 code units; `line` is zero-based. */
export interface PlacedChunk {
  readonly start: number;
  readonly line: number;
  readonly chunk: Chunk;
  /** What only the documents around it reveal. */
  readonly bundleFindings: readonly Finding[];
}

export interface Analysis {
  readonly file: string;
  readonly settings: Settings;
  /** The objects of other files that it was judged among. */
  readonly around: Index | undefined;
  readonly chunks: readonly PlacedChunk[];
}

/** Longer documents are not manifests of pets, and parsing them would hold up the editor (measured: 0.3 ms a KiB). */
const MAX_CHUNK = 120_000;

/** THE pipeline: text -> documents -> findings. Pure; never throws. `around` are the objects of other files judged together with this one. */
export function analyze(text: string, settings: Settings = DEFAULT_SETTINGS, file = '', around: readonly Placed[] = []): Analysis {
  const texts = splitDocuments(text);
  const version = fileVersion(
    texts.map((t) => t.text),
    settings,
  );
  return assemble(
    file,
    texts.map((t) => analyzeChunk(t.text, version, settings)),
    buildIndex(around),
    settings,
  );
}

/** The version for the documents of a file that name none themselves: modeline, then that of the user's cluster, then setting, then what a kind in the file implies. */
export function fileVersion(chunks: readonly string[], settings: Settings): Minor | undefined {
  return modelineVersion(chunks[0] ?? '') ?? settings.api?.version ?? settings.kubernetes ?? versionOfFile(chunks);
}

export function analyzeChunk(text: string, version: Minor | undefined, settings: Settings): Chunk {
  const lineCount = countLines(text);
  if (text.length > MAX_CHUNK) return tooLarge(text, lineCount, settings);
  const document = readDocument(text, version, settings.api);
  const found: Finding[] = [];
  const bombed = yamlFindings(document, found);
  if (!bombed) {
    found.push(...judge(document));
    if (!needsConfig(document)) guard('init-commands', () => found.push(...initFindings(document, { commands: settings.commands })));
  }
  const form = formOf(document, settings.form);
  // A patch of a Service says next to nothing of the Service.
  const summaries = form === 'patch' ? [] : summarize(document);
  const suppressions = readSuppressions(text);
  const all = settle(document, form, found, settings);
  return { document, form, findings: notSuppressed(all, suppressions), suppressions, found: all, summaries, objects: objectsOf(summaries), lineCount };
}

/** What the schemas and the rules find in one document, at their own levels; not what its scripts do. */
export function judge(document: Document): readonly Finding[] {
  const found: Finding[] = [];
  guard('schema', () => found.push(...validate(document)));
  for (const rule of RULES) if (rule.check) guard(rule.id, () => rule.check?.(document, reporter(rule, found)));
  return found;
}

/**
 * Puts judged chunks together as a file and adds what they say of each other; `around` undefined leaves that out, while a file is
 * half read. Where no object changed since `previous`, chunks that did not change either keep what was found.
 */
export function assemble(file: string, chunks: readonly Chunk[], around: Index | undefined, settings: Settings, previous?: Analysis): Analysis {
  const starts: { start: number; line: number; chunk: Chunk }[] = [];
  let start = 0;
  let line = 0;
  for (const chunk of chunks) {
    starts.push({ start, line, chunk });
    start += chunk.document.text.length;
    line += chunk.lineCount;
  }
  const known = previous && previous.around === around && sameObjects(chunks, previous) ? previous : undefined;
  let bundle: Bundle | undefined;
  const placed = starts.map((where, i): PlacedChunk => {
    const old = known?.chunks[i];
    if (!around || (old?.chunk === where.chunk && !old.bundleFindings.some(pointsElsewhere))) return { ...where, bundleFindings: old?.bundleFindings ?? NONE };
    bundle ??= bundleOf(file, buildIndex(placedOf({ file, chunks: starts })), around);
    return { ...where, bundleFindings: bundleFindings(where.chunk, bundle, settings) };
  });
  return { file, settings, around, chunks: placed };
}

/** A place in another document moves with that document, whose objects may be the same as before. */
function pointsElsewhere(finding: Finding): boolean {
  return finding.related?.some(({ file }) => file !== undefined) ?? false;
}

function sameObjects(chunks: readonly Chunk[], previous: Analysis): boolean {
  return chunks.length === previous.chunks.length && chunks.every((chunk, i) => chunk.objects === previous.chunks[i]?.chunk.objects);
}

/** What the objects of an analysed file tell other files. */
export function placedOf({ file, chunks }: Pick<Analysis, 'file'> & { readonly chunks: readonly Pick<PlacedChunk, 'start' | 'chunk'>[] }): Placed[] {
  return chunks.flatMap(({ start, chunk }) => chunk.summaries.map((summary) => ({ summary, file, chunkStart: start })));
}

/** What of the findings is said: what means something in a document of this form, in front of a syntax error, at the user's levels. */
function settle(document: Document, form: Form, found: readonly Finding[], settings: Settings): readonly Finding[] {
  const meant = form === 'manifest' ? found : found.filter((f) => isMeant(form, f.rule));
  return finish(beforeBreak(document, meant), settings, document.text.length);
}

/** From the line of a syntax error on the tree is a guess, and what is missing may stand there: only what is above it is believed. */
function beforeBreak(document: Document, found: readonly Finding[]): readonly Finding[] {
  const end = believedEnd(document);
  if (end === Number.POSITIVE_INFINITY) return found;
  return found.filter((f) => f.rule === 'yaml-syntax' || f.rule === 'alias-bomb' || (f.path === undefined && f.span.end < end));
}

const BUNDLE_RULES = RULES.filter((r) => r.checkBundle);

function bundleFindings(chunk: Chunk, bundle: Bundle, settings: Settings): readonly Finding[] {
  const { document, form, suppressions } = chunk;
  if (document.resources.length === 0) return NONE;
  const found: Finding[] = [];
  for (const rule of BUNDLE_RULES) guard(rule.id, () => rule.checkBundle?.(document, bundle, reporter(rule, found)));
  // A script may stand in a ConfigMap, and that in another document.
  if (needsConfig(document)) {
    guard('init-commands', () => found.push(...initFindings(document, { config: configIn(bundle), commands: settings.commands })));
  }
  if (found.length === 0 && suppressions.length === 0) return NONE;
  const all = settle(document, form, found, settings);
  const unused = unusedSuppressions([...chunk.found, ...all], suppressions);
  return [...notSuppressed(all, suppressions), ...finish(unused, settings, document.text.length)];
}

const NONE: readonly Finding[] = [];
const reported = new Set<string>();

/** A rule that throws is a defect of ours: said once, and the other rules stand. */
function guard(what: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!reported.has(what)) console.error(`petset: ${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    reported.add(what);
  }
}

function reporter(rule: Rule, into: Finding[]): Report {
  return (finding) => into.push({ level: rule.level, ...finding, rule: rule.id });
}

/** True when the document must not be walked. */
function yamlFindings(document: Document, into: Finding[]): boolean {
  let bombed = false;
  for (const problem of document.yaml.problems) {
    const bomb = problem.code === 'alias-bomb';
    bombed ||= bomb;
    // A quote that is not closed is noticed far below it, and the tree knows where it began.
    const path = bomb || problem.code === 'quotes' ? {} : { path: brokenPath(document.text, problem.span.start) };
    const { fix } = problem;
    const fixes = fix ? { fixes: [{ ...fix, preferred: true }] } : {};
    into.push({ rule: bomb ? 'alias-bomb' : 'yaml-syntax', level: 'error', span: problem.span, message: problem.message, ...path, ...fixes });
  }
  // Of a key that this cluster does not read nobody ever decodes the JSON.
  for (const json of document.embedded.filter((e) => e.active)) {
    for (const problem of json.problems) {
      into.push({
        rule: 'json-syntax',
        level: 'error',
        span: problem.span,
        path: json.path,
        message: `${problem.message}: the API server refuses the whole object`,
      });
    }
  }
  return bombed;
}

function tooLarge(text: string, lineCount: number, settings: Settings): Chunk {
  const document: Document = { text, version: 0, yaml: { root: undefined, problems: [] }, resources: [], embedded: [] };
  const message = `This document is longer than ${MAX_CHUNK / 1000} kB and is not analysed`;
  const end = Math.max(1, text.search(/\r?\n|$/));
  const huge = hugeAnnotation(text);
  return {
    document,
    form: 'manifest',
    findings: finish([{ rule: 'document-too-large', level: 'information', span: { start: 0, end }, message }, ...(huge ? [huge] : [])], settings, text.length),
    summaries: [],
    suppressions: [],
    found: [],
    objects: '',
    lineCount,
  };
}

const ORDER: Readonly<Record<Level, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Levels by the user's settings, one finding per place and rule, in the order of the text. */
function finish(found: readonly Finding[], settings: Settings, length: number): readonly Finding[] {
  const seen = new Set<string>();
  const kept: Finding[] = [];
  for (const finding of found) {
    const level = settings.rules[finding.rule] ?? finding.level;
    const key = `${finding.rule} ${finding.span.start} ${finding.span.end} ${finding.message}`;
    if (level === 'off' || seen.has(key)) continue;
    seen.add(key);
    // What is missing at the very end of the text is shown on its last character.
    const span = finding.span.end > length ? { start: Math.max(0, Math.min(finding.span.start, length - 1)), end: length } : finding.span;
    kept.push(level === finding.level && span === finding.span ? finding : moved(finding, level, span));
  }
  return kept.sort((a, b) => a.span.start - b.span.start || ORDER[a.level] - ORDER[b.level]);
}

/** The finding at another level or place. Its fixes stay unread: they cost, and few are ever asked for. */
function moved(finding: Finding, level: Level, span: Finding['span']): Finding {
  return Object.defineProperties(
    { rule: finding.rule, level, span, message: finding.message },
    {
      ...Object.getOwnPropertyDescriptors(finding),
      level: { value: level, enumerable: true },
      span: { value: span, enumerable: true },
    },
  );
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** All findings of a placed chunk, in the order of the text. Spans stay relative to the chunk. */
export function findingsOf(placed: PlacedChunk): readonly Finding[] {
  if (placed.bundleFindings.length === 0) return placed.chunk.findings;
  return [...placed.chunk.findings, ...placed.bundleFindings].sort((a, b) => a.span.start - b.span.start);
}
