import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { ROOT } from '../build.ts';
import { duration, say } from '../install/progress.ts';

export interface Count {
  passed: number;
  failed: number;
  readonly skipped: string[];
}

export interface Suite {
  /** Relative to the repository. */
  readonly files: readonly string[];
  /** Files that run side by side. */
  readonly concurrency: number;
  /** How long a test may take that says nothing else, in ms. */
  readonly testLimitMs: number;
  /** How long a file may take, in ms. */
  readonly fileLimitMs: number;
  /** Only tests with one of these texts in their names; all when empty. */
  readonly names: readonly string[];
}

/** After so long without a result, the files that run are named, in ms. */
const silenceMs = 30_000;

/** Runs test files, each in a process of its own, reports them on stdout and adds to the count. Every file ends: by itself, or by its limit. */
export async function runSuite(suite: Suite, count: Count): Promise<void> {
  if (suite.files.length === 0) return;
  const files = suite.files.map((file) => resolve(ROOT, file));
  const stream = run({
    files,
    concurrency: suite.concurrency,
    timeout: suite.fileLimitMs,
    execArgv: [`--test-timeout=${suite.testLimitMs}`, '--import', join(import.meta.dirname, 'endWithTests.ts')],
    ...(suite.names.length > 0 && { testNamePatterns: suite.names.map(literally) }),
  });
  const running = new Map<string, number>();
  const beat = tellWhenSilent(running, stream);
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite' || isFile(event, files)) return;
    if (event.skip === undefined || event.skip === false) count.passed++;
    else count.skipped.push(`${event.name}: ${String(event.skip)}`);
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') count.failed++;
  });
  for await (const text of Readable.from(withoutFiles(stream)).compose(spec)) process.stdout.write(String(text));
  clearInterval(beat);
}

/** Results appear in the order of the files, so a long file hides those after it. */
function tellWhenSilent(running: Map<string, number>, stream: ReturnType<typeof run>): NodeJS.Timeout {
  let last = performance.now();
  const heard = (): void => {
    last = performance.now();
  };
  stream.on('test:dequeue', (event) => {
    if (event.nesting === 0 && event.file === undefined) return;
    if (event.nesting === 0 && event.name === event.file) running.set(event.name, performance.now());
  });
  stream.on('test:complete', (event) => {
    heard();
    running.delete(event.name);
  });
  return setInterval(() => {
    if (performance.now() - last < silenceMs) return;
    heard();
    const files = [...running].map(([file, since]) => `${file.slice(ROOT.length + 1)} (${duration(performance.now() - since)})`);
    say(`still running: ${files.join(', ')}`);
  }, 5_000);
}

/** A file without a chosen test is reported as a test that passed, which says nothing. */
async function* withoutFiles(events: AsyncIterable<TestEvent>): AsyncIterable<TestEvent> {
  for await (const event of events) {
    const isFile = (event.type === 'test:start' || event.type === 'test:pass') && event.data.nesting === 0 && event.data.name === event.data.file;
    if (!isFile) yield event;
  }
}

/** The runner reports each file as a test of its own; only what is inside counts. */
function isFile(event: { readonly name: string; readonly nesting: number }, files: readonly string[]): boolean {
  return event.nesting === 0 && files.includes(event.name);
}

/** A name is text, not a pattern: `[ -d x ] || git clone` finds itself. */
function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
}
