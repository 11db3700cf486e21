import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { TEMPLATES } from '../../server/src/idempotence/program.ts';
import { randomSeed } from './random.ts';
import { obstacle } from './roots.ts';
import { openSandbox, type Sandbox } from './run.ts';
import { proveTemplate, proveTorn, tornEnd } from './templates.ts';

const reason = await obstacle();
const options = reason === undefined ? {} : { skip: reason };
let opened: Promise<Sandbox> | undefined;

/** Opened by the first test that executes something. */
function openOnce(): Promise<Sandbox> {
  opened ??= openSandbox();
  return opened;
}

after(async () => (await opened)?.close());

const surroundings = 30;

for (const template of TEMPLATES) {
  test(`${template}: where it is offered, each start ends as the first`, options, async (t) => {
    for (const seed of [12, randomSeed()]) {
      const score = await proveTemplate(await openOnce(), template, seed, surroundings);
      t.diagnostic(`seed ${seed}: executed in ${score.executed} surroundings of ${score.drawn}`);
      assert.deepEqual(score.failures, [], `seed ${seed}\n${score.failures.slice(0, 3).join('\n')}`);
      assert.ok(score.executed >= surroundings, `seed ${seed}: offered and executed in ${score.executed} surroundings only`);
    }
  });
}

/** Those that write under another name first, because what they guard takes time. */
const asides = TEMPLATES.filter((template) => template.endsWith(' aside'));

for (const template of asides) {
  test(`${template}: killed in the middle, the next start ends as an undisturbed one`, options, async (t) => {
    const seed = randomSeed();
    const score = await proveTorn(await openOnce(), template, seed, surroundings);
    t.diagnostic(`seed ${seed}: killed in ${score.executed} surroundings`);
    assert.deepEqual(score.failures, [], `seed ${seed}\n${score.failures.slice(0, 3).join('\n')}`);
    assert.ok(score.executed >= surroundings, `seed ${seed}: killed in ${score.executed} surroundings only`);
  });
}

for (const guard of ['[ -e /v/f ] || cp /s/f /v/f', '[ -d /v/r/.git ] || git clone -q /s/r.bundle /v/r', '[ -s /v/k ] || openssl rand -hex 16 > /v/k']) {
  test(`a guard alone takes the part for the whole: ${guard}`, options, async () => {
    const why = await tornEnd(await openOnce(), { id: guard, command: ['sh', '-c', guard], mounts: [{ path: '/v', kind: 'pvc', name: 'v' }], userland: 'deb' });
    assert.match(why ?? '', /^after a kill: v:/);
  });
}
