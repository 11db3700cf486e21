import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Label, SandboxCase } from './case.ts';
import { differ, figures, tellDisagreement } from './differential.ts';
import { type FixScore, tryFixes } from './fixes.ts';
import { generate } from './generate.ts';
import { compareWithKnown, executableCases, knownSets, randomImage } from './known.ts';
import { Random, randomSeed } from './random.ts';
import { obstacle } from './roots.ts';
import { openSandbox, type Sandbox } from './run.ts';
import { shrink } from './shrink.ts';

const reason = await obstacle();
const options = reason === undefined ? {} : { skip: reason };
let opened: Promise<Sandbox> | undefined;

/** Opened by the first test that executes something. */
function openOnce(): Promise<Sandbox> {
  opened ??= openSandbox();
  return opened;
}

after(async () => (await opened)?.close());

const script = (text: string, more: Partial<SandboxCase> = {}): SandboxCase => ({
  id: text,
  command: ['sh', '-c', text],
  mounts: [
    { path: '/d', kind: 'pvc', name: 'd' },
    { path: '/e', kind: 'emptyDir', name: 'e' },
    { path: '/cfg', kind: 'configMap', name: 'cfg' },
  ],
  volumes: { cfg: { 'app.conf': 'k=1\n' } },
  image: randomImage,
  crash: true,
  timeLimit: 4_000,
  ...more,
});

const labelled: readonly (readonly [string, Label, Label, boolean?])[] = [
  ['set -e\nmkdir /d/x\ntouch /d/y', 'fails-on-rerun', 'fails-on-rerun', false],
  ['echo line >> /d/log', 'accumulates', 'accumulates', true],
  ['cp -r /s/t /d/t', 'accumulates', 'accumulates'],
  ['cp /s/f /d/f', 'clobbers', 'idempotent', true],
  ['rm -rf /d/*; mkdir -p /d/x', 'clobbers', 'idempotent', true],
  ['date +%s > /d/started', 'changes-every-run', 'changes-every-run', true],
  ['[ -e /d/f ] || cp /s/f /d/f', 'idempotent', 'idempotent', true],
  ['cp /cfg/app.conf /e/app.conf; echo x=1 >> /e/app.conf', 'idempotent', 'idempotent', true],
  ['[ -e /d/.done ] && exit 0\ntouch /d/.done\ncp /s/f /d/f', 'idempotent', 'idempotent', false],
  ['mkdir -p /var/x && echo a >> /var/x/y', 'idempotent', 'idempotent', true],
  ['echo no > /cfg/app.conf', 'first-run-fails', 'first-run-fails'],
  ['exit 3', 'first-run-fails', 'first-run-fails'],
  ['kill -9 $$$$; exit 0', 'idempotent', 'idempotent'],
];

for (const userland of ['deb', 'bb'] as const) {
  for (const [text, label, retry, safe] of labelled) {
    test(`${userland}: ${text.replaceAll('\n', '; ')}: ${label}`, options, async () => {
      const observed = await (await openOnce()).execute(script(text, { userland }));
      assert.deepEqual([observed.label, observed.retry], [label, retry], JSON.stringify(observed));
      if (safe !== undefined) assert.equal(observed.crashSafe, safe, JSON.stringify(observed));
    });
  }
}

test('a script that never ends is ended, a talkative one is cut short', options, async () => {
  const started = performance.now();
  const endless = await (await openOnce()).execute(script('while true; do echo talk; done', { timeLimit: 500 }));
  assert.equal(endless.first.exit, -1);
  assert.ok(endless.first.output.length <= 8_192);
  assert.ok(performance.now() - started < 5_000);
});

test('what a container sees is its own: host name, processes, no network, its environment', options, async () => {
  const text = 'hostname; echo $$$$; ls /proc | grep -c "^[0-9]*$"; cat /proc/net/dev | grep -vc "|\\|lo:"; echo "$A"; pwd';
  const { first } = await (await openOnce()).execute(script(text, { hostname: 'web-7', env: { A: 'b' }, workingDir: '/d/in', crash: false }));
  const [name, pid, processes, devices, a, folder] = first.output.split('\n');
  assert.deepEqual([name, pid, devices, a, folder], ['web-7', '1', '0', 'b', '/d/in']);
  assert.ok(Number(processes) < 6, processes);
});

for (const set of knownSets) {
  test(`${set.name}: sees what another sandbox saw`, options, async (t) => {
    const score = await compareWithKnown(await openOnce(), set);
    t.diagnostic(`${score.agree}/${score.of} labels, crash safety ${score.crashAgree}/${score.crashOf}`);
    assert.equal(score.agree, score.of, score.differ.join('\n'));
    assert.equal(score.crashAgree, score.crashOf, score.differ.join('\n'));
  });
}

test('fresh scripts: what the interpreter tells is what happens', options, async (t) => {
  // Always other scripts: a verdict that is wrong once in a hundred must not stop the build, one that is wrong more often must.
  const seed = randomSeed();
  const sandbox = await openOnce();
  const d = await differ(sandbox, { count: 150, seed, crashPercent: 0 });
  t.diagnostic(`seed ${seed}: ${figures(d)}`);
  const wrong = await Promise.all(d.disagreements.slice(0, 12).map((one) => shrink(sandbox, one)));
  const text = `seed ${seed}\n${wrong.map(tellDisagreement).join('\n')}`;
  assert.equal(d.falseErrors, 0, text);
  assert.ok(d.missed <= 0.015 * d.scripts, text);
  assert.ok(d.agree / d.scripts >= 0.97, text);
});

test('the fixes of known scripts heal them without changing their first run', options, async (t) => {
  const score = await tryFixes(
    await openOnce(),
    knownSets.slice(0, 2).flatMap((set) => executableCases(set).map((one) => one.case)),
  );
  t.diagnostic(healed(score));
  assert.deepEqual(score.failures, []);
});

test('the fixes of fresh scripts seldom change their first run', options, async (t) => {
  const seed = randomSeed();
  const seeds = new Random(seed);
  const score = await tryFixes(
    await openOnce(),
    Array.from({ length: 60 }, () => generate(seeds.below(2 ** 31))),
  );
  t.diagnostic(`seed ${seed}: ${healed(score)}`);
  for (const failure of score.failures) t.diagnostic(failure);
  assert.ok(score.failures.length <= Math.max(3, 0.1 * score.scripts), `seed ${seed}\n${score.failures.join('\n')}`);
});

function healed(score: FixScore): string {
  return `${score.fixes} fixes in ${score.scripts} scripts, ${score.healed} idempotent after them, ${score.failures.length} failures`;
}
