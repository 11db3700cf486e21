// The scripts of a trial, executed here: in which way the hook starts, and that what it writes is undone when it fails or nobody waits any more.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lookIn } from '../../../client/src/cluster/hook.ts';
import { existsScript, hookScript, lookScript, restoreScript } from '../../../client/src/cluster/hookScript.ts';

const limit = { timeout: 20_000 };
const shells = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

interface Trial {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly kept: string | undefined;
}

/** `cutMs`: after how long nobody waits any more; else the input stays open. */
async function attempt(shell: string, folder: string, words: readonly string[], cutMs?: number): Promise<Trial> {
  const [how = '', command = '', peers = '', ...paths] = words;
  const keep = join(folder, 'keep');
  mkdirSync(keep, { recursive: true });
  const child = spawn(shell, ['-c', hookScript, 'sh', how, command, 'petset-kept-1', peers, ...paths], {
    cwd: folder,
    env: { ...process.env, TMPDIR: keep },
    stdio: 'pipe',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  if (cutMs !== undefined) setTimeout(() => child.stdin.end(), cutMs);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr, kept: readdirSync(keep).map((each) => join(keep, each))[0] };
}

function world() {
  const folder = mkdtempSync(join(os.tmpdir(), 'petset-hook-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('old'), 'before\n');
  chmodSync(at('old'), 0o640);
  writeFileSync(at('gone'), 'still needed\n');
  symlinkSync('old', at('link'));
  const look = (): unknown => ({
    old: [readFileSync(at('old'), 'utf8'), statSync(at('old')).mode & 0o777],
    gone: existsSync(at('gone')) && readFileSync(at('gone'), 'utf8'),
    link: lstatSync(at('link')).isSymbolicLink() && readlinkSync(at('link')),
    names: readdirSync(folder).filter((each) => each !== 'keep'),
  });
  return { folder, at, look };
}

const all = ['old', 'gone', 'link', 'new', 'made/in'];
const spoils = 'echo spoilt > old; rm gone; rm link; echo x > link; mkdir -p made; echo y > made/in; echo z > new';

for (const shell of shells) {
  test(`${shell}: a hook that fails is undone, to the mode and the link, and its status is told`, limit, async () => {
    const { folder, at, look } = world();
    const before = look();
    const said = await attempt(shell, folder, ['shell', `(${spoils}; exit 7)`, 'web-0', ...all.map(at), at('made')]);
    assert.deepEqual([said.code, said.kept], [7, undefined], JSON.stringify(said));
    assert.deepEqual(look(), before);
    assert.match(said.stdout, /What it wrote was undone\.\n$/);
  });

  test(`${shell}: a hook for which nobody waits any more is ended and undone, with all that it started`, limit, async () => {
    const { folder, at, look } = world();
    const before = look();
    const began = performance.now();
    const said = await attempt(shell, folder, ['shell', `(${spoils}; sleep 97531 | cat; echo late > old)`, 'web-0', ...all.map(at), at('made')], 500);
    assert.equal(said.code, 130, JSON.stringify(said));
    assert.ok(performance.now() - began < 8_000);
    assert.deepEqual(look(), before);
    assert.equal(spawnSync('pgrep', ['-f', 'sleep 97531']).stdout.toString(), '');
  });

  test(`${shell}: after a good end the copies stay, and are put back or thrown away on request`, limit, async () => {
    for (const how of ['restore', 'forget'] as const) {
      const { folder, at, look } = world();
      const before = look();
      const said = await attempt(shell, folder, ['shell', `(${spoils})`, 'web-0', ...all.map(at), at('made')]);
      assert.equal(said.code, 0, JSON.stringify(said));
      assert.equal(/^kept (.*)$/m.exec(said.stdout)?.[1], said.kept);
      const after = look();
      const settled = spawnSync(shell, ['-c', restoreScript, 'sh', said.kept ?? '', how], { encoding: 'utf8' });
      assert.equal(settled.status, 0, settled.stderr);
      assert.deepEqual(look(), how === 'restore' ? before : after);
      assert.equal(existsSync(said.kept ?? ''), false);
    }
  });
}

test('as the peer-finder of 2016: through bash, the list a line each, the last one too', limit, async () => {
  const { folder } = world();
  const said = await attempt('sh', folder, ['shell', '(readarray -t p; echo "${#p[@]} ${p[1]} $#"; read -r more)', 'web-0.web web-1.web']);
  assert.match(said.stdout, /^2 web-1\.web 0$/m, JSON.stringify(said));
  const first = await attempt('sh', folder, ['shell', 'head -n1; cat', 'a b']);
  assert.equal(first.stdout, 'a\n', 'only the first command of the line has the list');
});

test('as the peer-finder of Kubernetes: one program, no shell, no line feed at the end', limit, async () => {
  const { folder, at } = world();
  writeFileSync(at('on start'), '#!/bin/sh\ncat >list; echo "$#"\n', { mode: 0o755 });
  const said = await attempt('sh', folder, ['program', at('on start'), 'web-0 web-1']);
  assert.deepEqual([said.code, said.stdout, readFileSync(at('list'), 'utf8')], [0, '0\n', 'web-0\nweb-1']);
});

test('nothing is run, and nothing left, where it could not run as it would, or could not be undone', limit, async () => {
  const { folder, at, look } = world();
  const before = look();
  const noProgram = await attempt('sh', folder, ['program', 'echo spoilt >old', 'web-0', at('old')]);
  const noBash = spawnSync('/bin/sh', ['-c', hookScript, 'sh', 'shell', `echo x >${at('old')}`, 'petset-kept-2', 'web-0', at('old')], {
    env: { PATH: '/nowhere' },
    encoding: 'utf8',
  });
  for (const [code, stderr] of [
    [noProgram.code, noProgram.stderr],
    [noBash.status, noBash.stderr],
  ] as const) {
    assert.equal(code, 125);
    assert.match(String(stderr), /Nothing was run\.\n$/);
  }
  assert.match(noBash.stderr, /with bash, which this container does not have/);
  assert.deepEqual([look(), noProgram.kept], [before, undefined]);
});

test('a name that was taken for a folder and is a file is kept all the same', limit, async () => {
  const { folder, at, look } = world();
  const before = look();
  writeFileSync(at('source'), 'moved\n');
  await attempt('sh', folder, ['shell', '(mv source old; cp old fresh; exit 1)', 'a', at('source'), at('old/source'), at('fresh/old')]);
  assert.deepEqual([readFileSync(at('old'), 'utf8'), readFileSync(at('source'), 'utf8'), existsSync(at('fresh'))], ['before\n', 'moved\n', false]);
  assert.deepEqual(JSON.stringify(look()).replace(',"source"', ''), JSON.stringify(before));
});

test('a look at the pet: bash, where it stands, which peer-finder, and the script that the command begins with', () => {
  const { folder, at } = world();
  writeFileSync(at('finder-2016'), "#!/bin/sh\n# \0 echo -e '%v' | %v\n", { mode: 0o755 });
  writeFileSync(at('finder-now'), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(at('hook'), '#!/bin/bash\nscript /x\ncat >/data/peers\n', { mode: 0o755 });
  const look = (...words: readonly string[]) => lookIn(spawnSync('sh', ['-c', lookScript, 'sh', ...words], { cwd: folder, encoding: 'utf8' }).stdout);
  const first = look(`${at('hook')} --now`, '/none', at('finder-2016'), at('finder-now'));
  assert.deepEqual([first.hasBash, first.workingDir.endsWith(folder), first.finder], [true, true, { path: at('finder-2016'), runner: 'shell' }]);
  assert.deepEqual(first.script, { path: at('hook'), text: '#!/bin/bash\nscript /x\ncat >/data/peers\n' });
  const second = look('(echo x) > /y', at('finder-now'));
  assert.deepEqual([second.finder?.runner, second.script], ['program', undefined]);
  assert.equal(look('cat', '/none').finder, undefined);
  const there = spawnSync('sh', ['-c', existsScript, 'sh', at('none'), at('old'), folder, at('link')], { encoding: 'utf8' }).stdout;
  assert.equal(there, '2 file 7\n3 folder\n4 file 7\n');
});
