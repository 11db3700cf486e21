import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { differ, figures, tellDisagreement } from '../../test/sandbox/differential.ts';
import { tryFixes } from '../../test/sandbox/fixes.ts';
import { generate } from '../../test/sandbox/generate.ts';
import { compareWithKnown, executableCases, knownSets } from '../../test/sandbox/known.ts';
import { Random, randomSeed } from '../../test/sandbox/random.ts';
import { obstacle } from '../../test/sandbox/roots.ts';
import { openSandbox, type Sandbox } from '../../test/sandbox/run.ts';
import { shrink } from '../../test/sandbox/shrink.ts';
import { main as judgeKnownLabels } from '../../test/server/idempotence/truth.ts';
import { ROOT } from '../build.ts';
import { run } from '../prepare.ts';

/**
 * `npm run truth -- PART [--count N] [--seed S] [--show N]`: how what we say compares with what happens.
 * idempotence: verdicts against the labels of the data; api: findings against what a real Kubernetes said;
 * known: the sandbox against the labels of the data; execute: verdicts against fresh scripts, executed;
 * fixes: what our fixes make of scripts, executed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string' },
    show: { type: 'string', default: '10' },
    crash: { type: 'string', default: '20' },
  },
});
const count = Number(values.count);
const seed = values.seed === undefined ? randomSeed() : Number(values.seed);
const show = Number(values.show);

const parts: Readonly<Record<string, () => Promise<boolean>>> = {
  idempotence: async () => judgeKnownLabels(show),
  api,
  known: () => inSandbox(known),
  execute: () => inSandbox(execute),
  fixes: () => inSandbox(fixes),
};
const part = parts[positionals[0] ?? ''];
if (!part || !Number.isSafeInteger(count) || !Number.isSafeInteger(seed)) {
  console.error(`usage: npm run truth -- ${Object.keys(parts).join('|')} [--count N] [--seed S] [--show N] [--crash PERCENT]`);
  process.exit(2);
}
process.exit((await part()) ? 0 : 1);

async function api(): Promise<boolean> {
  // The compiled schemas are the one thing here that is made and not written.
  run(process.execPath, [join(ROOT, 'tools/schemas/compile.ts')]);
  const { apiSets, judgeApi } = await import('../../test/sandbox/api.ts');
  let good = true;
  for (const set of apiSets) {
    const s = judgeApi(set);
    for (const line of s.wrong.slice(0, show)) console.error(`  ${line}`);
    console.log(
      `Kubernetes 1.${set.minor}: flagged at the right place ${s.flagged}/${s.faults} (${rate(s.flagged, s.faults)}), elsewhere ${s.elsewhere}, only weaker than error ${s.weak}, missed ${s.missed}; false errors ${s.falseErrors}/${s.accepted}; silent faults noticed ${s.noticed}/${s.silent}`,
    );
    if (s.falseErrors > 0) good = false;
  }
  return good;
}

async function inSandbox(work: (sandbox: Sandbox) => Promise<boolean>): Promise<boolean> {
  const reason = await obstacle();
  if (reason !== undefined) {
    console.error(`skipped: ${reason}`);
    return true;
  }
  const sandbox = await openSandbox();
  try {
    return await work(sandbox);
  } finally {
    await sandbox.close();
  }
}

async function known(sandbox: Sandbox): Promise<boolean> {
  let good = true;
  for (const set of knownSets) {
    const s = await compareWithKnown(sandbox, set);
    for (const line of s.differ.slice(0, show)) console.error(`  ${line}`);
    console.log(
      `${set.name}: the sandbox agrees on ${s.agree}/${s.of} labels (${rate(s.agree, s.of)}), crash safety ${s.crashAgree}/${s.crashOf}, ${s.notExecuted} need programs that the data does not bring`,
    );
    if (s.agree < s.of) good = false;
  }
  return good;
}

async function execute(sandbox: Sandbox): Promise<boolean> {
  const started = performance.now();
  const d = await differ(sandbox, { count, seed, crashPercent: Number(values.crash) });
  // The worst first: those that the caller must not have, then the others.
  const wrong = d.disagreements.toSorted((a, b) => b.kinds.length - a.kinds.length).slice(0, show);
  for (const one of wrong) console.log(tellDisagreement(await shrink(sandbox, one)));
  for (const one of d.crashDisagreements.slice(0, show)) console.log(`crash safety: ${tellDisagreement(one)}`);
  console.log(`seed ${seed}: ${figures(d)}; ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return d.falseErrors === 0 && d.missed === 0;
}

async function fixes(sandbox: Sandbox): Promise<boolean> {
  const seeds = new Random(seed);
  const fresh = Array.from({ length: count }, () => generate(seeds.below(2 ** 31)));
  const sets = [...knownSets.map((set) => ({ name: set.name, cases: executableCases(set).map((one) => one.case) })), { name: `seed ${seed}`, cases: fresh }];
  let good = true;
  for (const { name, cases } of sets) {
    const s = await tryFixes(sandbox, cases);
    for (const line of s.failures.slice(0, show)) console.log(line);
    console.log(`${name}: ${s.fixes} fixes in ${s.scripts} scripts, ${s.healed} idempotent after them, ${s.failures.length} failures`);
    if (s.failures.length > 0) good = false;
  }
  return good;
}

function rate(part: number, of: number): string {
  return `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
}
