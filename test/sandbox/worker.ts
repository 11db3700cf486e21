// Runs inside the namespaces that `run.ts` makes: cases as lines of JSON come in, observations go out. It is the first process of its
// process namespace, and everything lies on a tmpfs that no other namespace sees: however it ends, nothing is left.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Observed, SandboxCase } from './case.ts';
import { crashFile, crashScript } from './container.ts';
import type { Roots } from './roots.ts';
import { observe } from './scenarios.ts';
import { fill } from './volumes.ts';

export type Request = { readonly id: number; readonly case: SandboxCase };
export type Reply = { readonly id: number; readonly observed?: Observed; readonly error?: string };

const { roots, scratch } = JSON.parse(process.argv[2] ?? '{}') as { readonly roots: Roots; readonly scratch: string };
const mounted = spawnSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'sandbox', scratch]);
if (mounted.status !== 0) throw new Error(`sandbox: mount: ${mounted.stderr.toString()}`);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request = JSON.parse(line) as Request;
    void answer(request).then((reply) => process.stdout.write(`${JSON.stringify(reply)}\n`));
  })
  .on('close', () => process.exit(0));

async function answer({ id, case: c }: Request): Promise<Reply> {
  const folder = join(scratch, `case-${id}`);
  try {
    mkdirSync(folder);
    return { id, observed: await observe(c, { roots, layer: layerOf(c), folder }) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
