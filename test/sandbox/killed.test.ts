import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { countProcesses } from '../processes.ts';
import { ensureRoots, obstacle } from './roots.ts';
import { scratchOf } from './run.ts';

const reason = await obstacle();

test('whoever kills the harness in the middle finds no process and no mount left', { skip: reason ?? false, timeout: 60_000 }, async () => {
  const scratch = scratchOf(await ensureRoots());
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
  await until(() => countProcesses('sleep', token) >= 2);
  harness.kill('SIGKILL');
  await until(() => countProcesses('sleep', token) === 0);
  // Only where containers are put together: another process may be making a tree beside it.
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  assert.deepEqual(
    points.filter((point) => point.startsWith(join(scratch, '/'))),
    [],
  );
});

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!condition()) {
    assert.ok(performance.now() < end, 'it never came to that');
    await sleep(50);
  }
}
