// Runs inside the namespaces that `run.ts` makes: cases as lines of JSON come in, observations go out. It is the first process of its
// process namespace, and everything lies on a tmpfs that no other namespace sees: however it ends, nothing is left.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Observed, SandboxCase } from './case.ts';
import { crashFile, crashScript } from './container.ts';
import type { Roots } from './roots.ts';
import { observe } from './scenarios.ts';
import { type Left, observeStarts, type Wanted } from './starts.ts';
import { fill } from './volumes.ts';

/** `starts`: what each start leaves, instead of a label. */
export type Request = { readonly id: number; readonly case: SandboxCase; readonly starts?: Wanted };
export type Reply = { readonly id: number; readonly observed?: Observed; readonly left?: readonly Left[]; readonly error?: string };

const { roots, scratch } = JSON.parse(process.argv[2] ?? '{}') as { readonly roots: Roots; readonly scratch: string };
const mounted = spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'sandbox', scratch]);
if (mounted.status !== 0) throw new Error(`sandbox: mount: ${mounted.stderr.toString()}`);

serveDownloads();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line) as Request;
    void answer(request).then((reply) => process.stdout.write(`${JSON.stringify(reply)}\n`));
  })
  .on('close', () => process.exit(0));

async function answer({ id, case: c, starts }: Request): Promise<Reply> {
  const folder = join(scratch, `case-${id}`);
  try {
    mkdirSync(folder);
    const bench = { roots, layer: layerOf(c), folder };
    return starts ? { id, left: await observeStarts(c, bench, starts) } : { id, observed: await observe(c, bench) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every path of http://127.0.0.1/ is a small file; the network namespace holds nobody else. */
function serveDownloads(): void {
  const up = spawnSync(roots.busybox, ['ifconfig', 'lo', 'up']);
  if (up.status !== 0) throw new Error(`sandbox: ifconfig: ${up.stderr.toString()}`);
  createServer((request, response) => response.end(`the file ${request.url ?? ''}\n`)).listen(80, '127.0.0.1');
}

/** Many cases share their image files. */
function layerOf(c: SandboxCase): string {
  const image = c.image ?? {};
  const folder = join(scratch, `layer-${createHash('sha1').update(JSON.stringify(image)).digest('hex')}`);
  if (!existsSync(folder)) {
    mkdirSync(folder);
    fill(folder, { ...image, [crashFile]: crashScript });
  }
  return folder;
}
