import { LeanClient } from './client.ts';
import { statefulSet } from './manifests.ts';

export interface Figures {
  readonly lines: number;
  /** From the start of the process to the answer to `initialize`. */
  readonly ready: number;
  /** From didOpen to the first diagnostics, and to those of the document in the middle. */
  readonly first: number;
  readonly open: number;
  /** Keystroke to diagnostics, median. */
  readonly edit: number;
  readonly hover: number;
  readonly completion: number;
  readonly memory: number;
}

const URI = 'file:///bench/bench.yaml';
const EDITS = 20;

/** Times one language server on a file of `documents` sets; the edit toggles `replicas: 3` and `replicas: x3` in the middle one. */
export async function timeServer(command: readonly string[], settings: Readonly<Record<string, unknown>>, documents: number): Promise<Figures> {
  const middle = Math.floor(documents / 2);
  const text = Array.from({ length: documents }, (_, i) => statefulSet(i, i === middle ? 'x3' : '3')).join('---\n');
  const lines = text.split('\n');
  const line = lines.indexOf('  replicas: x3');
  const client = new LeanClient(command, settings);
  try {
    const started = performance.now();
    await client.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } },
    });
    const ready = performance.now() - started;
    client.notify('initialized', {});
    client.notify('workspace/didChangeConfiguration', { settings });
    await pause(500);
    const { first, open } = await openFile(client, text, line);
    const edit = await edits(client, line);
    const at = { textDocument: { uri: URI }, position: { line, character: 4 } };
    const hover = await median(() => client.request('textDocument/hover', at));
    const completion = await median(() => client.request('textDocument/completion', at));
    return { lines: lines.length, ready, first, open, edit, hover, completion, memory: client.memory().now };
  } finally {
    client.stop();
  }
}

async function openFile(client: LeanClient, text: string, line: number): Promise<{ readonly first: number; readonly open: number }> {
  let first = 0;
  const started = performance.now();
  const done = client.until((p) => {
    if (p.uri === URI) first ||= performance.now() - started;
    return p.uri === URI && hasError(p, line);
  });
  client.notify('textDocument/didOpen', { textDocument: { uri: URI, languageId: 'yaml', version: 1, text } });
  await done;
  return { first, open: performance.now() - started };
}

function hasError(
  params: { readonly diagnostics: readonly { readonly range: { readonly start: { readonly line: number } }; readonly severity?: number }[] },
  line: number,
): boolean {
  return params.diagnostics.some((d) => d.range.start.line === line && (d.severity ?? 1) === 1);
}

async function edits(client: LeanClient, line: number): Promise<number> {
  const times: number[] = [];
  let broken = true;
  for (let version = 2; version < EDITS + 2; version++) {
    const old = broken ? '  replicas: x3' : '  replicas: 3';
    broken = !broken;
    const wanted = broken;
    const done = client.until((p) => p.uri === URI && hasError(p, line) === wanted);
    const range = { start: { line, character: 0 }, end: { line, character: old.length } };
    const started = performance.now();
    client.notify('textDocument/didChange', {
      textDocument: { uri: URI, version },
      contentChanges: [{ range, text: broken ? '  replicas: x3' : '  replicas: 3' }],
    });
    await done;
    times.push(performance.now() - started);
    await pause(30);
  }
  return middleOf(times);
}

async function median(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return middleOf(times);
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
