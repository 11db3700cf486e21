import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { places } from './places.ts';

/**
 * Test files run side by side, each in a process of its own, and each may be the first that wants the cluster.
 * flock(1) holds the lock, not a file of ours: the kernel gives it back whichever way its holder dies.
 */
export async function withLock<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(places.lock), { recursive: true });
  const holder = spawn('flock', [places.lock, 'sh', '-c', 'echo locked; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(holder, 'exit');
  await Promise.race([once(holder.stdout, 'data'), ended.then(() => Promise.reject(new Error('flock ended before it held the lock')))]);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
