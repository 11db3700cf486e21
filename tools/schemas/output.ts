import { readFileSync, writeFileSync } from 'node:fs';
import { print, type SchemaFile } from './schema.ts';

export type Output = readonly SchemaFile[];

const FOLDER = new URL('../../schemas/', import.meta.url);

/** Names of the files that differ from what is committed. */
export function drift(output: Output): string[] {
  return output.filter((file) => read(file.$id) !== print(file)).map((file) => file.$id);
}

function read(name: string): string | undefined {
  try {
    return readFileSync(new URL(name, FOLDER), 'utf8');
  } catch {
    return undefined;
  }
}

/** Writes the files, or with --check says which ones differ and fails. */
export function run(tool: string, output: Output): void {
  const changed = drift(output);
  if (process.argv.includes('--check')) {
    for (const name of changed) console.error(`schemas/${name} is not what ${tool} writes`);
    process.exitCode = changed.length > 0 ? 1 : 0;
    return;
  }
  for (const file of output) writeFileSync(new URL(file.$id, FOLDER), print(file));
  console.log(`${tool}: ${output.length} files, ${changed.length} changed`);
}
