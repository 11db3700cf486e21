import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { explainInit } from '../../../server/src/idempotence/explain.ts';
import type { InitStep } from '../../../server/src/idempotence/program.ts';

/**
 * What the first start finds on a volume was put there by somebody else, and whether it is a file or a directory follows from what the
 * command that needs it would take: not from how the command is spelled.
 */
function stepOf(script: string): InitStep {
  return {
    name: 'init',
    image: 'debian:12',
    command: ['sh', '-ec', script],
    args: undefined,
    workingDir: undefined,
    env: [],
    mounts: ['/d', '/e'].map((path) => ({ path, volume: path.slice(1), subPath: undefined, readOnly: false, kind: path === '/d' ? 'claim' : 'emptyDir' })),
    runAsUser: undefined,
  };
}

function seen(script: string): unknown {
  const steps = [stepOf(script)];
  return {
    rules: analyzeInit(steps).map(({ rule, level }) => `${rule} ${level}`),
    volumes: explainInit(steps)?.starts.map(({ before, after }) => [before, after]),
  };
}

const alike: readonly (readonly [plain: string, other: string])[] = [
  ['mv /d/staging /d/data', 'sudo mv /d/staging /d/data'],
  ['mv /d/staging /d/data', '/bin/mv /d/staging /d/data'],
  ['cp -r /d/seed /e/data', 'cp --recursive /d/seed /e/data'],
  ['cp -r /d/seed /e/data', 'command cp -r /d/seed /e/data'],
  ['cp -r /d/seed /e/data', 'nice -n 5 cp -r /d/seed /e/data'],
  ['rmdir /d/work', 'env LANG=C rmdir /d/work'],
  ['chown -R app /d/data; mkdir /d/data/x', 'chgrp -R app /d/data; mkdir /d/data/x'],
  ['chown -R app /d/data; mkdir /d/data/x', 'gosu root chown -R app /d/data; mkdir /d/data/x'],
  ['ls /d/data; mkdir /d/data/x', 'timeout 5 ls /d/data; mkdir /d/data/x'],
  ['cat /d/names; touch /d/x', 'ls < /d/names; touch /d/x'],
];

for (const [plain, other] of alike) {
  test(`${other}, as ${plain}`, () => {
    assert.deepEqual(seen(other), seen(plain));
  });
}

test('an archive is a file, also without an extension', () => {
  const [first] = explainInit([stepOf('tar xf /d/backup -C /e')])?.starts ?? [];
  assert.ok(first?.after.includes('/d/backup on claim d (file)'), String(first?.after));
});
