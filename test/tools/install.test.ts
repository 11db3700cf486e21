import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeWhole } from '../../tools/install/folders.ts';
import { innerEnvironment, npmInstall } from '../../tools/install/npm.ts';
import { duration } from '../../tools/install/progress.ts';
import { runProgram } from '../../tools/install/run.ts';
import { countProcesses } from '../processes.ts';

const scratch = await mkdtemp(join(tmpdir(), 'petset-install-'));
after(() => rm(scratch, { recursive: true, force: true }));
const tools = new URL('../../tools/install/', import.meta.url).href;

/** What an outer `npm run` exports, and what would be wrong for an inner npm. */
const poison: Readonly<Record<string, string>> = {
  npm_config_user_agent: 'npm/10.0.0 node/v20.0.0 poisoned',
  npm_config_global_prefix: '/poisoned',
  npm_config_ignore_scripts: 'true',
  npm_config_registry: 'http://127.0.0.1:9/poisoned',
  npm_execpath: '/poisoned/npm-cli.js',
  npm_node_execpath: '/poisoned/node',
  npm_lifecycle_event: 'poisoned',
  npm_package_json: '/poisoned/package.json',
  INIT_CWD: '/poisoned',
  NODE: '/poisoned/node',
};

test('an install script that we start sees nothing of the outer npm', async (t) => {
  const before = { ...process.env };
  Object.assign(process.env, poison);
  t.after(() => {
    for (const name of Object.keys(poison)) delete process.env[name];
    Object.assign(process.env, before);
  });
  const probe = join(scratch, 'probe/package');
  const seen = join(scratch, 'seen.json');
  await mkdir(probe, { recursive: true });
  const script = `require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify(process.env))`;
  await writeFile(join(probe, 'probe.cjs'), script);
  await writeFile(join(probe, 'package.json'), JSON.stringify({ name: 'probe', version: '1.0.0', scripts: { install: 'node probe.cjs' } }));
  const archive = join(scratch, 'probe.tgz');
  await runProgram('tar', ['-czf', archive, '-C', join(scratch, 'probe'), 'package']);
  await npmInstall({ folder: join(scratch, 'inner'), dependencies: { probe: `file:${archive}` }, scripts: ['probe'] });
  const environment = JSON.parse(await readFile(seen, 'utf8')) as Record<string, string>;
  const leaked = Object.entries(environment).filter(([, value]) => /poisoned/.test(value));
  assert.deepEqual(leaked, []);
  assert.notEqual(environment.npm_config_ignore_scripts, 'true');
});

test('what a person set in upper case, and everything else, reaches the inner npm', () => {
  const env = innerEnvironment({ ...poison, NPM_CONFIG_REGISTRY: 'https://mirror.example', PATH: '/bin', HOME: '/home/me' }, '/node');
  assert.deepEqual(env, { NPM_CONFIG_REGISTRY: 'https://mirror.example', PATH: '/node/bin:/bin', HOME: '/home/me', npm_config_nodedir: '/node' });
});

/** Runs a module text in a process of its own, until it has printed a line. */
async function started(program: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  return child;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
  test(`an installation that ${signal} ends is not taken for a whole one, and the next removes what is left of it`, async () => {
    const target = join(scratch, signal, 'editor');
    const program = `
      const { makeWhole } = await import('${tools}folders.ts');
      const { writeFileSync } = await import('node:fs');
      setInterval(() => undefined, 1000);
      await makeWhole(${JSON.stringify(target)}, async (folder) => {
        writeFileSync(folder + '/half', '');
        console.log('half');
        await new Promise(() => undefined);
      });`;
    const child = await started(program);
    child.kill(signal);
    await once(child, 'exit');
    assert.equal(existsSync(target), false);
    await makeWhole(target, (folder) => writeFile(join(folder, 'whole'), ''));
    assert.deepEqual(await readdir(join(scratch, signal)), ['editor']);
    assert.deepEqual(await readdir(target), ['whole']);
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to us alone also ends the programs that we run`, {
    skip: process.platform === 'linux' ? false : 'processes are counted in /proc',
  }, async () => {
    const token = `9${process.pid}.${signal.length}1`;
    const program = `
      const { runProgram } = await import('${tools}run.ts');
      console.log('started');
      await runProgram('sh', ['-c', 'sleep ${token} & sleep ${token}']);`;
    const child = await started(program);
    await until(() => countProcesses('sleep', token) === 2);
    child.kill(signal);
    await until(() => countProcesses('sleep', token) === 0);
  });
}

test('a failed program shows the end of what it printed', async () => {
  await assert.rejects(runProgram('sh', ['-c', 'echo first; echo the reason >&2; exit 3']), /sh -c .* ended with 3:\nfirst\nthe reason/);
});

test('durations', () => assert.deepEqual([400, 59_400, 151_000].map(duration), ['0 s', '59 s', '2 min 31 s']));

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition(); await sleep(20)) assert.ok(Date.now() < end, 'it did not happen within 10 s');
}
