// What lies on volumes: filled before the first start, looked at after each, edited as an application would.

import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  type Dirent,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Change, Content, Files } from './case.ts';

const appFile = 'zz-app-data.txt';
const edit = '# edited by the application\n';
/** Images and ConfigMaps are older than what a start writes: `cp -u` and `-nt` look at that. */
const longAgo = new Date('2020-01-01T00:00:00Z');

export function fill(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    if (path.endsWith('/')) {
      mkdirSync(file, { recursive: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    const bytes = bytesOf(content, folder, path);
    writeFileSync(file, bytes);
    if (bytes.subarray(0, 2).toString() === '#!') chmodSync(file, 0o755);
    utimesSync(file, longAgo, longAgo);
  }
}

function bytesOf(content: Content, scratch: string, name: string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  if ('base64' in content) return Buffer.from(content.base64, 'base64');
  if ('gz' in content) return gzipSync(content.gz);
  const folder = mkdtempSync(`${scratch}-tar-`);
  try {
    fill(folder, content.tar);
    const made = spawnSync('tar', ['--numeric-owner', name.endsWith('.tar') ? '-cf' : '-czf', '-', '-C', folder, ...readdirSync(folder)], {
      maxBuffer: 1 << 26,
    });
    if (made.status !== 0) throw new Error(`sandbox: tar: ${made.stderr.toString()}`);
    return made.stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By path: a letter for the type, then the content or where a link leads. Owners, modes and times do not count. */
export type Snapshot = ReadonlyMap<string, string>;

/** As `snapshot`, the permission bits before each entry. */
export function snapshotWithModes(folder: string): Snapshot {
  const found = new Map<string, string>();
  walk(folder, '', (path, entry) => {
    const mode = entry.isSymbolicLink() ? '' : (lstatSync(join(folder, path)).mode & 0o7777).toString(8);
    found.set(path, `${mode} ${describe(join(folder, path), entry)}`);
  });
  return found;
}

export function snapshot(folder: string): Snapshot {
  const found = new Map<string, string>();
  walk(folder, '', (path, entry) => found.set(path, describe(join(folder, path), entry)));
  return found;
}

function describe(file: string, entry: Dirent): string {
  if (entry.isDirectory()) return 'd';
  if (entry.isSymbolicLink()) return `l${readlinkSync(file)}`;
  return entry.isFile() ? `f${readFileSync(file, 'latin1')}` : 's';
}

function walk(folder: string, below: string, visit: (path: string, entry: Dirent) => void): void {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    visit(path, entry);
    if (entry.isDirectory()) walk(folder, path, visit);
  }
}

export function changes(before: Snapshot, after: Snapshot): Change[] {
  const found: Change[] = [];
  for (const [path, old] of before) {
    const now = after.get(path);
    if (now === undefined) found.push({ path, kind: 'removed' });
    else if (now !== old) found.push({ path, kind: hasGrown(old, now) ? 'grown' : 'changed' });
  }
  for (const path of after.keys()) if (!before.has(path)) found.push({ path, kind: 'added' });
  return found;
}

function hasGrown(old: string, now: string): boolean {
  return old.startsWith('f') && now.startsWith('f') && now.length > old.length && now.includes(old.slice(1));
}

/** What the application did: every file edited, a file of its own in every folder. Answers with the paths of both. */
export function useAsApplication(folder: string, leaveAlone: (path: string) => boolean): readonly string[] {
  const folders = [''];
  const edited: string[] = [];
  const seen = new Set<number>();
  walk(folder, '', (path, entry) => {
    if (leaveAlone(path)) return;
    if (entry.isDirectory()) folders.push(path);
    if (!entry.isFile()) return;
    edited.push(path);
    const { ino } = lstatSync(join(folder, path));
    if (!seen.has(ino)) appendFileSync(join(folder, path), edit);
    seen.add(ino);
  });
  const own = folders.map((path) => join(path, appFile)).filter((path) => !leaveAlone(path));
  for (const path of own) writeFileSync(join(folder, path), edit);
  return [...edited, ...own];
}

/** Which of the application's paths are gone, and which have lost what it wrote. */
export function damage(used: readonly string[], now: Snapshot): { readonly lost: readonly string[]; readonly gone: readonly string[] } {
  const lost: string[] = [];
  const gone: string[] = [];
  for (const path of used) {
    const entry = now.get(path);
    if (entry === undefined) gone.push(path);
    else if (!entry.includes(edit)) lost.push(path);
  }
  return { lost, gone };
}
