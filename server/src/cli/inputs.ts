import { readFile, stat } from 'node:fs/promises';
import { globSync } from 'tinyglobby';

export interface InputFile {
  readonly name: string;
  readonly text: string;
}

export interface Inputs {
  readonly files: readonly InputFile[];
  readonly problems: readonly string[];
}

const READ_AT_ONCE = 64;

/** Reads files, folders (their YAML and JSON manifests), globs, and `-` for standard input. What cannot be read is a problem. */
export async function inputs(paths: readonly string[], stdinName: string): Promise<Inputs> {
  const problems: string[] = [];
  const names: string[] = [];
  for (const path of paths) names.push(...(await expand(path, problems)));
  const unique = [...new Set(names)];
  const files: InputFile[] = [];
  for (let i = 0; i < unique.length; i += READ_AT_ONCE) {
    const read = await Promise.all(unique.slice(i, i + READ_AT_ONCE).map((name) => readOne(name, stdinName, problems)));
    files.push(...read.filter((f) => f !== undefined));
  }
  return { files, problems };
}

async function expand(path: string, problems: string[]): Promise<string[]> {
  if (path === '-') return ['-'];
  const info = await stat(path).catch(() => undefined);
  if (info?.isFile()) return [path];
  const patterns = info ? ['**/*.{yaml,yml}'] : [path];
  const found = globSync(patterns, { dot: false, ignore: ['**/node_modules/**'], ...(info ? { cwd: path } : {}) }).sort();
  if (found.length === 0) problems.push(info ? `no YAML files in ${path}` : `no such file: ${path}`);
  return info ? found.map((f) => `${path.replace(/\/+$/, '')}/${f}`) : found;
}

async function readOne(name: string, stdinName: string, problems: string[]): Promise<InputFile | undefined> {
  try {
    if (name === '-') return { name: stdinName, text: await readStdin() };
    return { name, text: await readFile(name, 'utf8') };
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
