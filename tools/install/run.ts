import type { SpawnOptions } from 'node:child_process';
import { startGroup } from './group.ts';
import type { Tell } from './progress.ts';

/** Characters of output that an error carries. */
const keptOutput = 8_000;

export type RunOptions = Pick<SpawnOptions, 'cwd' | 'env'> & {
  /** Gets each line as it is printed. */
  readonly onLine?: (line: string) => void;
};

/** Runs a program to its end without blocking ours; it ends when we are ended. An error carries the end of what it printed. */
export function runProgram(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const { onLine, ...rest } = options;
  const child = startGroup(command, args, rest, 'SIGTERM').process;
  let output = '';
  let line = '';
  const read = (chunk: Buffer): void => {
    const text = chunk.toString();
    output = (output + text).slice(-keptOutput);
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) onLine?.(each);
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.slice(0, 4).join(' ')} ended with ${code ?? signal}:\n${output.trim()}`));
    });
  });
}

/** Shows the line that a program printed last, cut to what fits beside the rest of a progress line. */
export function showLines(tell: Tell): (line: string) => void {
  return (line) => {
    const text = line.trim();
    if (text !== '') tell(text.length > 80 ? `${text.slice(0, 79)}…` : text);
  };
}
