import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
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
  /** Only tests with such names; all when empty. */
  readonly names: readonly RegExp[];
}

/** After so long without a result, the files that run are named, in ms. */
const silenceMs = 30_000;

/** Runs test files, each in a process of its own, reports them on stdout and adds to the count. Every file ends: by itself, or by its limit. */
export async function runSuite(suite: Suite, count: Count): Promise<void> {
  if (suite.files.length === 0) return;
  const files = suite.files.map((file) => join(ROOT, file));
  const stream = run({
    files,
    concurrency: suite.concurrency,
    timeout: suite.fileLimitMs,
    // A failed test may leave a server or a socket open: what was tested is over all the same.
    forceExit: true,
    execArgv: [`--test-timeout=${suite.testLimitMs}`],
    ...(suite.names.length > 0 && { testNamePatterns: [...suite.names] }),
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
  stream.compose(spec).pipe(process.stdout);
  await new Promise((resolve) => stream.on('end', resolve));
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

/** The runner reports each file as a test of its own; only what is inside counts. */
function isFile(event: { readonly name: string; readonly nesting: number }, files: readonly string[]): boolean {
  return event.nesting === 0 && files.includes(event.name);
}
