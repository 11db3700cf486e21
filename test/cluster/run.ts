import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const megabyte = 1024 * 1024;

type RunOptions = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly seconds?: number };

/** Runs a command to its end and answers with its standard output; what it complained of is in the error. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  try {
    const { stdout } = await execute(command, [...args], {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, PATH: searchPath(), ...options.env },
      timeout: (options.seconds ?? 0) * 1000,
      maxBuffer: 64 * megabyte,
    });
    return stdout;
  } catch (error) {
    throw new Error(`${command} ${args.slice(0, 4).join(' ')}: ${complaint(error)}`, { cause: error });
  }
}

/** As `run`, where a failure is an answer: cleaning up what may not be there, asking whether something is. */
export async function attempt(command: string, args: readonly string[], options: RunOptions = {}): Promise<string | undefined> {
  try {
    return await run(command, args, options);
  } catch {
    return undefined;
  }
}

/** The system's folders are missing in the PATH of a person who became root by `su`. */
export function searchPath(): string {
  return `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/go/bin`;
}

function complaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stderr = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return stderr === '' ? error.message : stderr.split('\n').slice(-15).join('\n');
}
