import { spawnSync } from 'node:child_process';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../build.ts';
import { checkFirstLook } from '../editor/check.ts';
import { hasCode, openInCode, serveEditor } from '../editor/serve.ts';
import { duration } from '../install/progress.ts';
import { vsix } from '../vsix.ts';

const usage = `usage: npm start [-- --check | --no-editor]
  --check      open the served editor in a headless browser, wait for what it must show, and exit with 0 or 1
  --no-editor  only build and lint the examples`;

/** `npm start`: what the linter finds in the examples, then a real VS Code with the extension installed, on a first look at it. */
const [option, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (option !== undefined && option !== '--check' && option !== '--no-editor')) {
  console.error(usage);
  process.exit(2);
}
const started = performance.now();
const { file } = await vsix();
console.log('\n$ petset-lint examples');
spawnSync(process.execPath, [join(ROOT, 'bin/petset-lint.cjs'), 'examples'], { cwd: ROOT, stdio: 'inherit' });
console.log('');
if (option === '--check') process.exit(await check());
if (option === undefined) await open();

async function open(): Promise<void> {
  if (hasCode()) {
    await openInCode({ folder: await playground(), vsix: file });
    console.log('VS Code is open. Press F1 and run "Pets: Take a First Look".');
    return;
  }
  const { address, ended } = await serveEditor({ folder: await playground(), vsix: file });
  console.log(`Ready after ${duration(performance.now() - started)}. Open this address in a browser of this machine; Ctrl-C ends it.\n\n  ${address}\n`);
  await ended;
}

/** Answers with the exit status. */
async function check(): Promise<number> {
  const { address, stop } = await serveEditor({ folder: await playground(), vsix: file });
  console.log(`The editor is served after ${duration(performance.now() - started)}: ${address}`);
  const picture = join(ROOT, 'dist/start.png');
  try {
    await checkFirstLook(address, picture);
    console.log(`The editor shows the finding, its fix and what to try next after ${duration(performance.now() - started)}; see dist/start.png.`);
    return 0;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nSee dist/start.png.`);
    return 1;
  } finally {
    await stop();
  }
}

/** A copy of the examples: what is tried on them does not change the repository. */
async function playground(): Promise<string> {
  const folder = join(ROOT, 'dist/examples');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(ROOT, 'examples'), folder, { recursive: true });
  return folder;
}
