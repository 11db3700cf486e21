import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { passesOnExamples } from './onExamples.ts';

const kubeconfig = `clusters: [{name: c, cluster: {server: 'http://127.0.0.1:1'}}]
users: [{name: u, user: {}}]
contexts: [{name: here, context: {cluster: c, user: u}}]
`;

test('in a trusted window no kubeconfig is read before Connect', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'petset-trap-'));
  t.after(() => rm(home, { recursive: true, force: true }));
  const traps = [join(home, 'named'), join(home, '.kube/config')];
  for (const file of traps) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, kubeconfig);
    // A file system keeps the time of a first reading after a change, also where it does not keep every time.
    await utimes(file, new Date('2001-01-01'), new Date('2002-01-01'));
  }
  const environment = { KUBECONFIG: traps[0] ?? '', HOME: home, PETSET_TEST_TRAPS: traps.join(',') };
  await passesOnExamples(t, 'quiet', { environment, timeoutMs: 120_000 });
});
