import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ScriptQuestion, scriptWrites } from '../../../server/src/idempotence/writes.ts';

/** `-`: deletes, `/` at the end: a folder, `~`: only known when it runs, `?`: a command of which nobody knows. */
function words(script: string, more: Partial<ScriptQuestion> = {}): string {
  const { writes, unknown } = scriptWrites({ script, workingDir: '/w', ...more });
  const files = writes.map(({ path, how, isFolder, isExact }) => `${how === 'deletes' ? '-' : ''}${path}${isFolder ? '/' : ''}${isExact ? '' : '~'}`);
  return [...files, ...unknown.map((name) => `?${name}`)].join(' ');
}

test("the guide's own script: both files, however many peers there are", () => {
  const text = readFileSync(new URL('../../../examples/petset_peers.yaml', import.meta.url), 'utf8');
  const script = /"-on-start=(\(readarray[\s\S]*?)",\n/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? '';
  assert.equal(words(script), '/conf/nginx.conf /usr/share/nginx/html/index.html');
});

const galera = '#!/bin/bash\nset -e\ncfg=/etc/mysql/my-galera.cnf\nreadarray -t PEERS\nsed -i -e "s|^wsrep.*|x|" $cfg\n';

const table: Readonly<Record<string, readonly [script: string, wanted: string, more?: Partial<ScriptQuestion>]>> = {
  'a redirection': ['cat > /data/peers', '/data/peers'],
  'a relative path': ['echo hi > rel.txt', '/w/rel.txt'],
  'in place': ['sed -i "s/x/y/" /etc/my.cnf', '/etc/my.cnf'],
  'both branches': ['if [ -f /a ]; then echo 1 > /b; else echo 2 > /c; fi', '/b /c'],
  'also before it fails': ['echo 1 > /b; exit 3', '/b'],
  deletions: ['[ -f /data/done ] && rm /data/done', '-/data/done'],
  'deleted here, written there': ['if [ -f /q ]; then rm /a; else echo 1 > /a; fi', '/a'],
  'names that only a run knows': ['cat > "/data/$(hostname).conf"', '/data/$HOSTNAME.conf~'],
  'two dollars are the process id': ['echo x > /tmp/a.$$', '/tmp/a.the process id~'],
  'a script of the pet': ['/scripts/on-start.sh', '/etc/mysql/my-galera.cnf', { files: { '/scripts/on-start.sh': galera } }],
  'a script that is not there': ['/scripts/none.sh', '?/scripts/none.sh'],
  'a program that nobody knows': ['frobnicate /data', '?frobnicate'],
  'what lies on a volume under any name': ['rm -rf /data/*', '-/data/*~', { mounts: ['/data'] }],
  'a file that is only touched': ['touch /data/done', '/data/done', { mounts: ['/data'] }],
  nothing: ['cat >/dev/null', ''],
  'text that is no shell': ['if then', ''],
};

for (const [name, [script, wanted, more]] of Object.entries(table)) test(name, () => assert.equal(words(script, more), wanted));

test('never throws, and says when it gave up', () => {
  const bomb = `${'for a in 1 2 3 4 5 6 7 8 9; do '.repeat(8)}echo $a > /x/$a; ${'done; '.repeat(8)}`;
  assert.deepEqual(scriptWrites({ script: bomb }).unknown, ['the script is too involved']);
  for (const script of ['', '\0', "'", '${', '$(', '\u{e000}', '`']) scriptWrites({ script });
});
