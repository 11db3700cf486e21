import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureRoots, obstacle } from './roots.ts';

const reason = await obstacle();

test('whoever kills the harness in the middle finds no process and no mount left', { skip: reason ?? false, timeout: 900_000 }, async () => {
  await ensureRoots();
  const token = `9${process.pid}.25`;
  const program = `
    const { openSandbox } = await import(${JSON.stringify(new URL('./run.ts', import.meta.url).href)});
    const sandbox = await openSandbox();
    const c = { id: 'x', mounts: [{ path: '/d', kind: 'pvc', name: 'd' }] };
    await sandbox.execute({ ...c, command: ['true'] });
    console.log('ready');
    await sandbox.execute({ ...c, command: ['sh', '-c', 'sleep ${token} & sleep ${token}'], timeLimit: 600_000 });`;
  const harness = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(harness.stdout, 'data');
  await until(() => sleepers(token) >= 2);
  harness.kill('SIGKILL');
  await until(() => sleepers(token) === 0);
  assert.doesNotMatch(readFileSync('/proc/self/mounts', 'utf8'), /petset-tools\/sandbox/);
});

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!condition()) {
    assert.ok(performance.now() < end, 'it never came to that');
    await sleep(50);
  }
}

function sleepers(token: string): number {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid) === `sleep\0${token}\0`).length;
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
}
