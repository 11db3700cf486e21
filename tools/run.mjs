#!/usr/bin/env node
// The door to every task: `npm start`, `npm test`, ... come through here. Plain JavaScript for whatever Node the machine has;
// it installs the packages (Node 24 is one of them) and hands over to tools/tasks/<task>.ts under that Node.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const isWindows = process.platform === 'win32';
let interrupted = false;
const [task, ...args] = process.argv.slice(2);
const tasks = readdirSync(join(root, 'tools/tasks')).map((f) => f.replace(/\.ts$/, ''));
if (task === undefined || !tasks.includes(task)) {
  console.error(`usage: npm run <task>, one of: ${tasks.join(' ')}`);
  process.exit(2);
}

// npm writes this file last, so an interrupted install is not taken for a complete one.
const installed = join(root, 'node_modules/.package-lock.json');
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs;
if (stale) {
  console.log('npm ci: installing the packages of package-lock.json (about 30 seconds) ...');
  const status = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell: isWindows });
  if (status !== 0) {
    if (!interrupted) console.error('The packages could not be installed; run `npm ci` to see why.');
    process.exit(status);
  }
}

const bin = join(root, 'node_modules/node/bin');
const node = join(bin, isWindows ? 'node.exe' : 'node');
if (!existsSync(node)) {
  console.error('Node 24 is missing: its package needs its install script; run `npm rebuild node`.');
  process.exit(1);
}
const env = { ...process.env, PATH: `${bin}${delimiter}${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}` };
process.exit(await run(node, ['--disable-warning=ExperimentalWarning', join(root, 'tools/tasks', `${task}.ts`), ...args], { env }));

/** Runs a program in the terminal's foreground and answers with its exit status. A signal to us alone is passed on, and waited for. */
function run(command, commandArgs, options) {
  const child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit', ...options });
  const pass = (signal) => {
    interrupted = true;
    child.kill(signal);
  };
  // Ctrl-C reaches the child from the terminal as well; twice does no harm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  }).finally(() => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, pass);
  });
}
