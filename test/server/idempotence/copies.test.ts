import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { check, step } from './help.ts';

/** What is wrong with a script at its second start in the same pod. */
function failures(script: string, image: string, runAsUser?: number): readonly string[] {
  return analyzeInit([{ ...step(script, '/v:emptyDir', '/e:emptyDir'), image, runAsUser }])
    .filter((verdict) => verdict.rule === 'rerun-fails')
    .map((verdict) => verdict.message);
}

/** Executed: the second copy ends with 1 in busybox 1.35, with 0 in coreutils 9.1; -f replaces in both. */
const stubborn: readonly (readonly [string, string])[] = [
  ['a link', 'ln -sfn /s/t /v/l'],
  ['a pipe', '[ -p /v/p ] || mkfifo /v/p'],
  ['a file of two names', '[ -e /v/a ] || echo 1 > /v/a; ln -f /v/a /v/b'],
];

for (const [what, make] of stubborn) {
  test(`the cp of busybox does not replace ${what} in a tree`, () => {
    assert.match(failures(`set -e; ${make}; cp -r /v/. /e/`, 'busybox:1.35').join(), /^`cp -r \/v\/\. \/e\/` fails .* already exists/);
    assert.deepEqual(failures(`set -e; ${make}; cp -rf /v/. /e/`, 'busybox:1.35'), []);
    assert.deepEqual(failures(`set -e; ${make}; cp -r /v/. /e/`, 'debian:12'), []);
  });
}

test('a new copy has the mode of the original, which a user other than root cannot write', () => {
  const script = 'set -e; [ -e /v/key ] || echo k > /v/key; chmod 400 /v/key; cp /v/key /e/key';
  assert.match(failures(script, 'debian:12', 1001).join(), /its mode forbids writing/);
  assert.deepEqual(failures(script, 'debian:12'), []);
  assert.deepEqual(failures(script.replace('cp ', 'cp -f '), 'debian:12', 1001), []);
});

test('who reads /dev/urandom to its end dies when head has enough, which only pipefail looks at', () => {
  const random = 'tr -dc a-z < /dev/urandom | head -c 12 > /d/pw';
  const said = (script: string): readonly string[] => analyzeInit([{ ...step(script), command: ['bash', '-c', script] }]).map((verdict) => verdict.message);
  assert.match(said(`set -eo pipefail; ${random}`).join(), /first start already ends at this command.*SIGPIPE/);
  assert.match(said(`set -e; ${random}`).join(), /leaves something else/);
  // One that is told how much to read does not.
  assert.match(said('set -eo pipefail; head -c 99 /dev/urandom | base64 | head -c 12 > /d/pw').join(), /leaves something else/);
});

test('find with a name takes some of the names of a copied tree, not all', () => {
  for (const taken of ['find /d -name "*.bak" -delete', 'find /d -type f -name "*.bak" -exec rm -f {} +']) {
    const [verdict] = check(`cp -r /s/. /d; ${taken}`);
    assert.match(verdict?.message ?? '', /^`cp -r \/s\/\. \/d` replaces/, taken);
  }
});

test('exec with a redirection that fails ends the script in dash and busybox', () => {
  const script = 'set -C\nexec > /e/log\necho ok';
  assert.match(failures(script, 'debian:12').join(), /already exists/);
  assert.match(failures(script, 'busybox:1.35').join(), /already exists/);
});
