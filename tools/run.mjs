#!/usr/bin/env node
// The door to every task: `npm start`, `npm test`, ... come through here. Plain JavaScript for whatever Node the machine has;
// it installs the packages (Node 24 is one of them) and hands over to tools/tasks/<task>.ts under that Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task, ...args] = process.argv.slice(2);
const tasks = readdirSync(join(root, 'tools/tasks')).map((f) => f.replace(/\.ts$/, ''));
if (task === undefined || !tasks.includes(task)) {
  console.error(`usage: npm run <task>, one of: ${tasks.join(' ')}`);
  process.exit(2);
}

const installed = join(root, 'node_modules/.package-lock.json');
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
if (stale) {
  console.log('npm ci: installing the packages of package-lock.json ...');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) {
    console.error('The packages could not be installed; run `npm ci` to see why.');
    process.exit(done.status ?? 1);
  }
}

const bin = join(root, 'node_modules/node/bin');
const node = join(bin, process.platform === 'win32' ? 'node.exe' : 'node');
if (!existsSync(node)) {
  console.error('Node 24 is missing: its package needs its install script; run `npm rebuild node`.');
  process.exit(1);
}
const env = { ...process.env, PATH: `${bin}${delimiter}${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}` };
const run = spawnSync(node, ['--disable-warning=ExperimentalWarning', join(root, 'tools/tasks', `${task}.ts`), ...args], { cwd: root, stdio: 'inherit', env });
process.exit(run.status ?? 1);
