import type { Failure } from './result.ts';

/** What the server has to say of a manifest. */
export interface ServerFinding {
  readonly message: string;
  /** As Kubernetes writes it; empty when it names no field. */
  readonly path: string;
  /** Of the text that was sent, from 0; for texts that the server could not even read. */
  readonly line?: number;
  /** Absent: the server refuses it. */
  readonly severity?: 'warning';
}

/** Where what is about no field is shown. */
export const wholeObject = 'metadata.name';

/** What the server says beside its answer; of a field, of the apiVersion, or of the object as a whole. `value`: the object as it was sent. */
export function warningFindings(texts: Iterable<string>, value: unknown): readonly ServerFinding[] {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return [...new Set(texts)].map((text) => {
    const [words, path = '', first = ''] = /^(([a-z]\w*)(?:[.[]\S*)?): /.exec(text) ?? [];
    if (words !== undefined && keys.includes(first)) return { path, message: text.slice(words.length), severity: 'warning' };
    return { path: /^\S+ \S+ is deprecated in v/.test(text) ? 'apiVersion' : wholeObject, message: text, severity: 'warning' };
  });
}

/** Causes where there are some; else fields are only in the words: of strict decoding, of typed patches, of Go's JSON reader. */
export function findingsOf({ message, causes = [] }: Failure): readonly ServerFinding[] {
  const invalid = causes.filter((cause) => cause.reason !== 'FieldManagerConflict');
  if (invalid.length > 0) return unique(invalid.map((cause) => ({ path: written(cause.field), message: cause.message === '' ? message : cause.message })));
  const strict = [...message.matchAll(/(unknown|duplicate) field "([^"]+)"/g)];
  if (strict.length > 0) return unique(strict.map(([words, , path = '']) => ({ path, message: words })));
  const typed = /typed patch object \([^)]*\): (?:errors:\s*)?((?:\.[^:\n]+: [^\n]+\s*)+)/.exec(message)?.[1];
  if (typed !== undefined) return typed.trim().split('\n').map(typedFinding);
  const line = /yaml: .*?line (\d+): ([^\n]+)/s.exec(message);
  if (line !== null) return [{ path: '', line: Number(line[1]) - 1, message: line[2] ?? message }];
  const go = /unmarshal (\w+) into Go struct field \w+\.([\w.]+) of type (\S+)/.exec(message);
  if (go !== null) return [{ path: go[2] ?? '', message: `expected ${go[3]}, got ${go[1]}` }];
  return [{ path: '', message }];
}

/** A claim has only requests, and the server leaves the word out. */
const written = (path: string): string => path.replace(/\bresources\[storage\]$/, 'resources.requests.storage');

function typedFinding(line: string): ServerFinding {
  const at = line.indexOf(': ');
  return { path: line.slice(0, at).trim(), message: line.slice(at + 2).replace(/ \(\d+\)$/, '') };
}

/** An old server says the same cause twice. */
const unique = (findings: readonly ServerFinding[]): readonly ServerFinding[] => [
  ...new Map(findings.map((finding) => [`${finding.path} ${finding.message}`, finding])).values(),
];
