import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type ContainerTarget, run } from './exec.ts';
import type { Link } from './link.ts';
import { failed, type Result, success } from './result.ts';

const downloadTimeoutMs = 60_000;
const copyTimeoutMs = 120_000;
const askTimeoutMs = 15_000;
const mostBytes = 200_000_000;
const maxChars = 2_000;

/** `head -c` ends the copy: only servers from 1.30 on can be told that the input is over. Exit status 0, and the program is whole. */
const copyScript = `set -e
head -c "$2" > "$1.part"
[ "$(wc -c < "$1.part")" -eq "$2" ]
chmod 755 "$1.part"
mv "$1.part" "$1"`;

/**
 * Puts a program into /tmp of a container, once, and answers with its path there. `source` is a file of this machine or a URL that is
 * fetched now; the name carries a digest, so another program is never taken for it. Needs sh, head and a /tmp that can be written.
 */
export async function bringProgram(link: Link, target: ContainerTarget, source: string, signal?: AbortSignal): Promise<Result<string>> {
  const read = await readProgram(source, signal);
  if (!read.ok) return read;
  const bytes = read.value;
  const path = `/tmp/petset-peer-finder-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  const there = await run(link, target, ['test', '-x', path], { timeoutMs: askTimeoutMs, maxChars, signal });
  if (!there.ok) return there;
  if (there.value.end.kind === 'exited' && there.value.end.code === 0) return success(path);
  const command = ['sh', '-c', copyScript, 'sh', path, String(bytes.length)];
  const copied = await run(link, target, command, { timeoutMs: copyTimeoutMs, maxChars, signal }, bytes);
  if (!copied.ok) return copied;
  const { end, stderr } = copied.value;
  if (end.kind === 'exited' && end.code === 0) return success(path);
  const why = end.kind === 'exited' ? `exit status ${end.code}. ${stderr.trim()}` : end.message;
  return failed('server', `The peer finder could not be copied into ${target.pod}, container ${target.container}: ${why}`.trim());
}

async function readProgram(source: string, signal: AbortSignal | undefined): Promise<Result<Buffer>> {
  try {
    const bytes = /^https?:\/\//.test(source) ? await download(source, signal) : await readFile(source);
    if (bytes.length === 0 || bytes.length > mostBytes) return failed('server', `${source} is no program: ${bytes.length} bytes.`);
    return success(bytes);
  } catch (error) {
    if (signal?.aborted) return { ok: false, failure: { kind: 'cancelled', message: 'Cancelled.' } };
    return failed('server', `The peer finder cannot be read from ${source}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function download(url: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const limit = AbortSignal.timeout(downloadTimeoutMs);
  const answer = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
